"""Changes of price, by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from support.budgeting import at
from support.hourly import PRICES
from support.usage import book_of, call, kept
from tokenomics.analysis.price_changes import PriceChange, price_changes
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.ledger import relation, used_columns
from tokenomics.projection import Usage

# `moving` costs 2 dollars a million tokens, and 4 from 26 October on; `small` 2 always.
CHANGED = at("2026-10-26")


def _daily(dollars: str, days: int, model: str = "moving", **columns: Any) -> list[dict[str, Any]]:
    """So many dollars of use, at 2 dollars a million tokens, on each day from October 18 on."""
    tokens = int(Decimal(dollars) * 500_000)
    first = at("2026-10-18T09:00")
    return [
        call(ts=first + timedelta(days=n), model_served=model, input=tokens, **columns)
        for n in range(days)
    ]


def _found(
    folder: Path,
    rows: Sequence[Any],
    since: str = "2026-10-20",
    now: str = "2026-11-02",
    **query: Any,
) -> tuple[PriceChange, ...]:
    folder.mkdir(exist_ok=True)
    ledger = kept(folder, *rows)
    with connect(allowed=[folder]) as con:
        usage = Usage(
            con, relation(ledger, "usage"), used_columns(ledger, "usage"), book_of(folder, PRICES)
        )
        return price_changes(usage, CostQuery(**query), at(since), at(now))


def test_a_change_is_told_by_the_use_of_the_week_before(tmp_path: Path) -> None:
    """24.60 dollars a day at 2 are 49.20 at 4, whatever is used afterwards; what costs the same is not told."""
    rows = [*_daily("24.60", 8), *_daily("10", 14, "small")]
    change = PriceChange("moving", CHANGED, Decimal("24.60"), Decimal("49.20"))

    assert _found(tmp_path / "a", rows) == (change,)
    assert _found(tmp_path / "b", [*rows, *_daily("99", 14)[8:]]) == (change,)


def test_a_change_is_told_in_its_own_time(tmp_path: Path) -> None:
    """Not before its instant, with it, and not to whoever asks for later ones."""
    rows = _daily("24.60", 14)

    assert _found(tmp_path / "a", rows, now="2026-10-25T23:59") == ()
    assert len(_found(tmp_path / "b", rows, now="2026-10-26")) == 1
    assert _found(tmp_path / "c", rows, since="2026-10-26") == ()


def test_what_changes_little_is_not_worth_telling(tmp_path: Path) -> None:
    """A dollar a day more: 1 % of 100 and less than 1 % of 101."""
    told, small = (
        [*_daily("1", 8), *_daily(other, 8, "small")] for other in ("99", "100")
    )  # fmt: skip

    assert len(_found(tmp_path / "a", told)) == 1
    assert _found(tmp_path / "b", small) == ()


def test_filters_pick_what_matters(tmp_path: Path) -> None:
    """Of 3 and 4 dollars a day the team's 3."""
    rows = [*_daily("3", 8, team="a"), *_daily("4", 8, team="b")]
    (change,) = _found(tmp_path, rows, where=(("team", "a"),))

    assert (change.before, change.after) == (Decimal(3), Decimal(6))


def test_a_ledger_that_is_younger_than_a_week_has_fewer_days(tmp_path: Path) -> None:
    """From the 22nd at nine o'clock 3.625 days: four calls of 5.80 dollars are 6.40 a day. From the 25th on none."""
    (change,) = _found(tmp_path / "a", _daily("5.80", 14)[4:])

    assert (change.before, change.after) == (Decimal("6.40"), Decimal("12.80"))
    assert _found(tmp_path / "b", _daily("5.80", 14)[7:]) == ()


def test_without_a_price_on_both_sides_nothing_changed(tmp_path: Path) -> None:
    """Searches have no price at all: of such calls nobody knows what they cost."""
    rows = _daily("1", 7, web_search=3)

    assert _found(tmp_path / "a", rows) == ()
    assert _found(tmp_path / "b", []) == ()
