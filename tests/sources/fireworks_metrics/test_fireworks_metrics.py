"""Fireworks' billing metrics."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.contract import Container
from tokenomics.sources.fireworks_metrics import SOURCE

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (("metrics.csv", "csv"),)


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Every layout gives the drafts that lie beside it."""
    found = drafts(SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == SOURCE


def test_rows_alike_are_all_kept(tmp_path: Path) -> None:
    """Twice 803 and 109 tokens in one second, and 3,600.5 seconds of a GPU; once however often taken."""
    for _ in range(2):
        take(tmp_path / "ledger", HERE / "metrics.csv")

    columns = "count(*), sum(input), sum(output), sum(gpu_seconds)"
    assert select(tmp_path / "ledger", columns) == [(3, 1_606, 218, Decimal("3600.5"))]


def test_bad_rows_name_their_field() -> None:
    """It ended before it began."""
    assert problems(drafts(SOURCE, HERE / "metrics.csv", "csv"))[3] == "end_time: before start_time"
