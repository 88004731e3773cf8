"""Tests of tokenomics/plot.py."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import altair as alt
import polars as pl
import pytest

import tokenomics as tk
from tokenomics.charts import DARK
from tokenomics.records.errors import ConfigError, InputError

COSTS = pl.DataFrame({"feature": ["a", "b"], "requests": [1, 2], "cost": [Decimal(3), Decimal(1)]})
DAYS = pl.DataFrame({"day": ["2026-08-01"], "requests": [1], "cost": [Decimal(3)]})


def test_a_frame_becomes_a_chart_of_altair() -> None:
    """A notebook shows it, changes it and saves it as any chart."""
    assert isinstance(tk.plot.groups(COSTS), alt.LayerChart)
    assert isinstance(tk.plot.spend(DAYS), alt.Chart)
    assert tk.plot.days(DAYS, width=300).to_dict()["width"] == 300


def test_dark_charts_have_dark_paper() -> None:
    """One colour system, light and dark."""
    assert tk.plot.groups(COSTS, dark=True).to_dict()["background"] == DARK.paper


def test_a_chart_becomes_a_picture() -> None:
    """SVG for pages, PNG for mail, without a browser or a network."""
    chart = tk.plot.groups(COSTS)

    assert ">3.000</text>" in tk.plot.svg(chart)
    assert tk.plot.png(chart).startswith(b"\x89PNG")


def test_an_empty_frame_is_an_empty_chart() -> None:
    """A question that found nothing can be drawn."""
    assert tk.plot.svg(tk.plot.groups(COSTS.clear()))


@pytest.mark.parametrize(
    "draw",
    [tk.plot.spend, tk.plot.success, tk.plot.drivers, tk.plot.waste, tk.plot.reconcile, tk.plot.budgets, tk.plot.designs],
)  # fmt: skip
def test_a_frame_of_another_question_is_refused(draw: object) -> None:
    """The error names the column that the chart is of."""
    assert callable(draw)

    with pytest.raises(InputError, match="no column"):
        draw(COSTS)


def test_without_the_extra_an_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts are an extra, for most who report have no use for them."""
    monkeypatch.setitem(sys.modules, "altair", None)

    with pytest.raises(ConfigError, match="pip install"):
        tk.plot.groups(COSTS)


def test_altair_is_imported_where_a_chart_is_made() -> None:
    """Neither the library nor its functions for charts load what draws them."""
    program = (
        "import sys, tokenomics as tk; tk.plot.spend;"
        "assert not {'altair', 'vl_convert'} & set(sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
