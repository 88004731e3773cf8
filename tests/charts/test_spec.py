"""Tests of tokenomics/charts/spec.py."""

from __future__ import annotations

from decimal import Decimal

from support.charts import texts
from tokenomics.charts import DARK, Bar, Day, Look, bars, daily, svg
from tokenomics.charts.spec import label, number


def test_a_chart_has_no_colour_but_those_of_its_palette() -> None:
    """Dark colours leave nothing light behind."""
    picture = svg(bars([Bar("a", Decimal(1), "1.00")], "USD", Look(palette=DARK)))

    found = {part[:7] for part in picture.split('"') if part.startswith("#") and len(part) == 7}
    assert found <= set(DARK)


def test_a_hostile_name_is_a_text_of_the_picture() -> None:
    """What looks like markup or an expression is shown as it is."""
    name = "</text><script>alert(1)</script>"

    shown = bars([Bar(name, Decimal(1), "1.00"), Bar("' + datum", Decimal(1), "1.00")], "USD")

    assert "<script" not in svg(shown)
    assert {"&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "' + datum"} <= set(texts(shown))


def test_a_name_is_cut_and_has_no_control_characters() -> None:
    """A chart has room for 48 characters of a name."""
    assert label("a\x1b[31m") == "a\\x1b[31m"
    assert label("x" * 60) == "x" * 47 + "…"


def test_what_is_not_known_is_drawn_nowhere() -> None:
    """None is no place on an axis."""
    assert (number(None), number(Decimal("0.1"))) == (None, 0.1)


def test_a_day_is_named_once() -> None:
    """A chart of one day has no second name for its noon."""
    shown = daily([Day("2026-08-12", spent=Decimal(1))], "USD")

    assert texts(shown).count("12 Aug") == 1
