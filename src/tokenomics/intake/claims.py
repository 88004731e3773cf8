"""Which source reads a file, and what is to be said of a file that none reads."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tokenomics.config import Config
from tokenomics.sources import registry, sniff
from tokenomics.sources.contract import Hints, Sample, Source


def claim(path: Path, config: Config, hints: Hints) -> tuple[Sample, Source | None]:
    """The source that claims a file; a longer look is taken where the first lines tell nothing."""
    sample = sniff.sample(path)
    source = registry.claim(sample, config, hints)
    if source is None and sample.container == "jsonl":
        sample = sniff.sample(path, 64)
        source = registry.claim(sample, config, hints)
    return sample, source


def unclaimed(sample: Sample) -> tuple[Literal["unread", "ignored"], str]:
    """Whether a file that no source claims should have been read, and why it is not, in one sentence."""
    if refused := registry.refusal(sample):
        return "ignored", refused
    return "unread" if sniff.promises_rows(sample) else "ignored", _nobody(sample)


def _nobody(sample: Sample) -> str:
    if sample.container == "binary" or (sample.container == "parquet" and not sample.header):
        return "damaged, or no file of rows (JSON Lines, JSON, CSV, Parquet)"
    columns = f" with columns {', '.join(sample.header[:8])}" if sample.header else ""
    what = f"a file ({sample.container}{columns})"
    return f"no source knows {what}; describe it in a [[source]] of tokenomics.toml"
