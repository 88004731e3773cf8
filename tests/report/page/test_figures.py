"""Tests of tokenomics/report/page/figures.py."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.report import charted
from tokenomics.report.page.figures import figure, ranked

ROWS = [{"feature": "a</text><b>", "requests": 1, "cost": Decimal(2)}]
DAYS = [{"day": "2026-08-01", "requests": 1, "cost": Decimal(2)}]


def _width(svg: str) -> int:
    return int(svg.partition('width="')[2].partition('"')[0])


def test_a_figure_is_drawn_for_a_desk_and_for_a_telephone() -> None:
    """The narrow one fits into 360 pixels with its letters at full size."""
    for drawn in (
        figure(charted.by_day, DAYS, "USD", "alt", "caption"),
        ranked(charted.groups, ROWS, "USD", "alt", "caption"),
    ):
        assert _width(drawn.narrow) <= 360 < _width(drawn.wide) <= 976


def test_a_name_in_a_picture_is_text() -> None:
    """The drawer escapes it; its parts have no names of their own for screen readers."""
    drawn = ranked(charted.groups, ROWS, "USD", "alt", "caption")

    assert "a&lt;/text&gt;&lt;b&gt;" in drawn.wide
    assert "<b>" not in drawn.wide
    assert "aria-label" not in drawn.wide
