"""Columns of text that nobody counted: they are read as the number of its tokens, and the text is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tokenomics import tokens
from tokenomics.records.errors import SourceError
from tokenomics.sources import readable
from tokenomics.sources.contract import Container, Field, RawRow, Reader, Row, Sample
from tokenomics.sources.picking import pick
from tokenomics.sources.plan import Plan, Reading
from tokenomics.sources.rows import read_rows

_MODELS = ("model_served", "model_requested")


class Counted(NamedTuple):
    """A plan whose columns of text are counts, and the reader that counts them."""

    plan: Plan
    reader: Reader


def counted(plan: Plan, sample: Sample) -> Counted | None:
    """How a file's text is read as counts; None where it has none.

    Raises SourceError for a Parquet file, of which no text is read.
    """
    texts = [reading for reading in plan.readings if reading.column.name in readable.TEXTS]
    if not texts:
        return None
    if sample.container == "parquet":
        raise SourceError(
            f"{sample.path}: {texts[0].label!r}: text is counted in CSV and JSON files: "
            "write the file as one of these, or count the tokens in it"
        )
    models = [reading for reading in plan.readings if reading.column.name in _MODELS]
    readings = [_as_count(reading) if reading in texts else reading for reading in plan.readings]
    return Counted(
        plan._replace(readings=tuple(readings)), partial(_read, texts=texts, models=models)
    )


def _as_count(reading: Reading) -> Reading:
    return reading._replace(paths=((_key(reading),),), constant=None)


def _key(reading: Reading) -> str:
    """Under which key of a row a text's tokens stand: none that a file could use for another column."""
    return f"tokens of {reading.label}"


def _read(
    path: Path,
    container: Container,
    first_line: int = 1,
    *,
    texts: Sequence[Reading],
    models: Sequence[Reading],
) -> Iterator[RawRow]:
    """The rows of a file with the tokens of their texts."""
    for raw in read_rows(path, container, first_line):
        yield raw if raw.row is None else _counted_row(raw.line, raw.row, texts, models)


def _counted_row(
    line: int, row: Row, texts: Sequence[Reading], models: Sequence[Reading]
) -> RawRow:
    found = {reading: text for reading in texts if (text := _text(row, reading))}
    if found and not tokens.is_installed():
        label = next(iter(found)).label
        return RawRow(line, None, f"{label}: to count its text: {tokens.INSTALL}")
    model = next((name for reading in models if (name := _text(row, reading))), None)
    counts = {_key(reading): tokens.count(text, model) for reading, text in found.items()}
    return RawRow(line, {**row, **counts}, None)


def _text(row: Row, reading: Reading) -> str | None:
    if not reading.paths:
        return reading.constant
    return pick(row, Field(reading.label, reading.paths))
