"""The forms that an answer can be written in, whichever question it answers."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tokenomics.analysis.listing import Listing
from tokenomics.costing import CostReport
from tokenomics.report import delimited, envelope, frame, listing_data, listings, markdown, table
from tokenomics.report.course import Traced
from tokenomics.report.origin import Origin
from tokenomics.whole import whole

if TYPE_CHECKING:
    import polars as pl

Shown = CostReport | Listing | Traced
Form = Literal["table", "json", "csv", "markdown", "parquet"]


class _Writers(NamedTuple):
    """What writes one type of answer, form by form."""

    table: Callable[..., str]
    markdown: Callable[..., str]
    csv: Callable[[Any], str]
    json: Callable[[Any, Origin], str]
    frame: Callable[[Any], pl.DataFrame]


_COSTS = _Writers(table.table, markdown.markdown, delimited.to_csv, envelope.to_json, frame.frame)
_LISTING = _Writers(
    listings.table, listings.markdown, listing_data.to_csv, listing_data.to_json,
    listing_data.frame,
)  # fmt: skip

_TRACED = _Writers(
    table.course_table, markdown.course_markdown, lambda of: delimited.to_csv(of.report),
    lambda of, origin: envelope.to_json(of.report, origin), lambda of: frame.frame(of.report),
)  # fmt: skip


def costs_of(shown: Shown) -> CostReport:
    """The costs behind an answer: those of all calls that it is about."""
    return shown if isinstance(shown, CostReport) else shown.report


def text_of(shown: Shown, form: Form, origin: Origin, *, prices: str, width: int) -> str:
    """The answer as text; `prices` says in words which ones, a table is at most `width` wide."""
    to = _writers(shown)
    if form == "json":
        return to.json(shown, origin)
    if form == "csv":
        return to.csv(shown)
    if form == "markdown":
        return to.markdown(shown, prices=prices)
    return to.table(shown, prices=prices, width=width)


def to_parquet(shown: Shown, path: Path) -> None:
    """Write the answer's rows to a Parquet file with the columns of its frame."""
    content = io.BytesIO()  # what cannot be written is an OSError, and not one of the frame's own
    frame_of(shown).write_parquet(content)
    with whole(path, "output") as part:
        part.write_bytes(content.getbuffer())


def frame_of(shown: Shown) -> pl.DataFrame:
    """The answer's rows as a frame, with exact decimals."""
    return _writers(shown).frame(shown)


def _writers(shown: Shown) -> _Writers:
    if isinstance(shown, Traced):
        return _TRACED
    return _LISTING if isinstance(shown, Listing) else _COSTS
