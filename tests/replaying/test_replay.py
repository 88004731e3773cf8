"""What usage would have cost under a design."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.usage import call
from support.worlds import M, figures, replayed, whole
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError

TO_SMALL = "model=large -> small"


def test_a_design_of_nothing_changes_nothing(tmp_path: Path, book: Book) -> None:
    """2 of input stay 2, and there is no step to show."""
    found = replayed(tmp_path, book, [call(input=M)], {})

    assert (found.rows, whole(found)) == ((), (Decimal(2), Decimal(2), Decimal(0)))


def test_an_identity_saves_nothing(tmp_path: Path, book: Book) -> None:
    """A call routed to the model that it had costs what it did, and none is changed."""
    found = replayed(tmp_path, book, [call(input=M, output=M)], {"route": ["all -> small"]})

    assert figures(found) == [(0, Decimal(10), Decimal(10), Decimal(0))]


def test_savings_of_steps_sum_to_that_of_the_design(tmp_path: Path, book: Book) -> None:
    """0.1 M at 5 are 0.5, as `small` 0.2, in November 0.2: 0.3 + 0 = 0.5 - 0.2."""
    rows = [call(input=M // 10, model_served="large")]
    design = {"reprice": ["at=2026-11-01"], "route": [TO_SMALL]}
    found = replayed(tmp_path, book, rows, design)

    assert [row[0] for row in found.rows] == [f"route {TO_SMALL}", "reprice at=2026-11-01"]
    assert figures(found) == [
        (1, Decimal("0.5"), Decimal("0.2"), Decimal("0.3")),
        (1, Decimal("0.2"), Decimal("0.2"), Decimal(0)),
    ]
    assert whole(found) == (Decimal("0.5"), Decimal("0.2"), Decimal("0.3"))


def test_groups_are_those_of_the_calls_as_they_were(tmp_path: Path, book: Book) -> None:
    """By model the saving stays with `large`, and groups sum to the whole: 0.3 + 0."""
    rows = [call(input=M // 10, model_served="large"), call(input=M)]
    found = replayed(tmp_path, book, rows, {"route": [TO_SMALL]}, "model")

    assert [row[1] for row in found.rows] == ["large", "small"]
    assert figures(found) == [
        (1, Decimal("0.5"), Decimal("0.2"), Decimal("0.3")),
        (0, Decimal(2), Decimal(2), Decimal(0)),
    ]


def test_calls_that_are_not_asked_for_stay_as_they_are(tmp_path: Path, book: Book) -> None:
    """Of two calls at 0.5 the filter asks for one: 0.5 - 0.2."""
    rows = [call(input=M // 10, model_served="large", team=team) for team in ("a", "b")]
    found = replayed(tmp_path, book, rows, {"route": [TO_SMALL]}, where=(("team", "a"),))

    assert figures(found) == [(1, Decimal("0.5"), Decimal("0.2"), Decimal("0.3"))]


def test_a_call_that_would_have_no_price_is_in_no_figure(tmp_path: Path, book: Book) -> None:
    """`undated` has no price for searches: that call is told, and of the other 0.5 - 0.1 is left."""
    rows = [
        call(input=M // 10, model_served="large"),
        call(input=M, web_search=1),
    ]
    found = replayed(tmp_path, book, rows, {"route": ["all -> undated"]})

    assert whole(found) == (Decimal("0.5"), Decimal("0.1"), Decimal("0.4"))
    assert any(text.startswith("1 call would have no price") for text in found.remarks)


def test_an_unknown_kind_of_step_names_the_nearest(tmp_path: Path, book: Book) -> None:
    """`rout` is none: did you mean `route`."""
    with pytest.raises(ConfigError, match="did you mean 'route'"):
        replayed(tmp_path, book, [call(input=M)], {"rout": ["all -> small"]})
