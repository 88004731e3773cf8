"""Every form of every type of answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tokenomics.analysis.listing import Listing
from tokenomics.costing import CostReport
from tokenomics.report.forms import Form, costs_of, frame_of, text_of, to_parquet
from tokenomics.report.origin import Origin

BEGINS: dict[Form, tuple[str, str]] = {
    "table": ("Cost by feature,", "What changed by feature,"),
    "markdown": ("**Cost by feature,", "**What changed by feature,"),
    "csv": ("feature,requests,", "feature,calls,"),
    "json": ('{\n  "schema": "tokenomics/cost.v1"', '{\n  "schema": "tokenomics/sample.v1"'),
}


@pytest.mark.parametrize("form", BEGINS)
def test_each_form_is_of_its_answer(
    form: Form, report: Callable[..., CostReport], listing: Listing, origin: Origin
) -> None:
    """Costs and listings are each written by what is made for them."""
    shown = (report("feature"), listing)
    texts = [text_of(one, form, origin, prices="list prices", width=80) for one in shown]

    assert [text.startswith(begin) for text, begin in zip(texts, BEGINS[form], strict=True)] == [
        True,
        True,
    ]


def test_parquet_holds_the_frame(
    report: Callable[..., CostReport], listing: Listing, tmp_path: Path
) -> None:
    """What is read back is what was written."""
    for shown in (report("day", "feature"), listing):
        to_parquet(shown, tmp_path / "answer.parquet")
        assert pl.read_parquet(tmp_path / "answer.parquet").equals(frame_of(shown))


def test_parquet_that_finds_no_room_is_an_error_of_the_machine(listing: Listing) -> None:
    """And not one of the frame's, which nobody would tell in one line."""
    with pytest.raises(OSError, match="No space left"):
        to_parquet(listing, Path("/dev/full"))


def test_the_costs_behind_an_answer_are_its_calls(
    report: Callable[..., CostReport], listing: Listing
) -> None:
    """A cost report is its own; a listing has one."""
    found = report("feature")

    assert costs_of(found) is found
    assert costs_of(listing) is listing.report
