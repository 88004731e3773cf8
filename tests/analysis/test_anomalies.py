"""Anomalies of a ledger, from calls to sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.hourly import PRICES, START, Dollars, kept_hours, usual
from support.usage import book_of, kept
from tokenomics.analysis.anomalies import COLUMNS, Anomaly, anomalies, anomalies_of, named
from tokenomics.analysis.listing import Listing
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.ledger import relation, used_columns
from tokenomics.outcomes import Asked
from tokenomics.projection import Usage
from tokenomics.records.errors import ConfigError

Ask = Callable[..., Listing]
NAMES = [column.name for column in COLUMNS]
# A Tuesday at ten in the fifth week.
SPIKE = 29 * 24 + 10


def _spike(hour: int) -> float:
    """Three times the usual at ten and eleven of that Tuesday."""
    return usual(hour) * (3 if SPIKE <= hour < SPIKE + 2 else 1)


def _at(hour: int) -> Any:
    return START + timedelta(hours=hour)


def _asked(
    folder: Path, days: int, flows: Mapping[str, Dollars], hour: int, **options: Any
) -> Listing:
    ledger = kept_hours(folder, days, flows, options.pop("model", "small"))
    return anomalies(ledger, book_of(folder, PRICES), CostQuery(**options), Asked((), _at(hour)))


def _rows(listing: Listing) -> list[dict[str, Any]]:
    return [dict(zip(NAMES, row, strict=True)) for row in listing.rows]


@pytest.mark.parametrize("arrived", [SPIKE + 2, SPIKE + 24])
def test_a_spike_is_named_two_hours_after_it_began(tmp_path: Path, arrived: int) -> None:
    """Chat costs three times its dollar and a quarter at most for two hours: noticed at noon at the latest.

    What is told then is what is told a day later.
    """
    flows: dict[str, Dollars] = {"chat": _spike, "search": usual}
    listing = _asked(tmp_path, 31, flows, arrived)
    (row,) = _rows(listing)
    actual = Decimal(str(_spike(SPIKE) + _spike(SPIKE + 1)))

    assert (row["kind"], row["flow"], row["hours"], row["length"]) == (
        "spike",
        "feature chat",
        2,
        "hour",
    )
    assert (row["start"], row["besides"]) == ("2026-10-27T10:00+00:00", "team team-chat")
    assert row["actual"] == actual
    assert row["excess"] == actual - row["expected"]
    assert Decimal("1.8") < row["expected"] < Decimal("2.7")
    assert row["noticed"] <= "2026-10-27T12:00+00:00"
    assert listing.sentences[0].startswith(
        f"feature chat cost {actual:.3f} USD from 2026-10-27 10:00 to 2026-10-27 12:00, "
    )


def test_alerts_know_an_anomaly_again(tmp_path: Path) -> None:
    """At noon and the day after it has the same id, which names kind, flow and start."""
    ledger = kept_hours(tmp_path, 31, {"chat": _spike, "search": usual})
    with connect(allowed=[tmp_path]) as con:
        stored, used = relation(ledger, "usage"), used_columns(ledger, "usage")
        usage = Usage(con, stored, used, book_of(tmp_path, PRICES))
        early, late = (
            anomalies_of(usage, CostQuery(), now=_at(SPIKE + hours)) for hours in (2, 24)
        )
        before = anomalies_of(usage, CostQuery(), now=_at(SPIKE))
        after = anomalies_of(usage, CostQuery(), now=_at(SPIKE + 40), since=_at(SPIKE + 24))

    assert [each.id for each in early] == ["spike feature=chat 2026-10-27T10:00Z"]
    assert [each.id for each in late] == [each.id for each in early]
    assert (early[0].is_open, late[0].is_open) == (True, False)
    assert before == after == ()


def test_a_change_of_price_is_told_as_one_and_not_as_use(tmp_path: Path) -> None:
    """The model's price doubles on 26 October and use goes on as before: 6.75 dollars a day become 13.50.

    Five working days of the week before cost 47.25 dollars, over seven days.
    """
    listing = _asked(tmp_path, 35, {"chat": usual}, 35 * 24, model="moving")
    (row,) = _rows(listing)

    assert (row["kind"], row["flow"], row["start"]) == (
        "price", "model moving", "2026-10-26T00:00+00:00",
    )  # fmt: skip
    assert (row["actual"], row["expected"]) == (Decimal("13.50"), Decimal("6.75"))
    assert listing.sentences[0] == (
        "price of model moving changed by +100 % on 2026-10-26 00:00: +6.75 USD a day,"
        " by the use of the week before"
    )


def test_at_the_prices_of_one_instant_none_changes(tmp_path: Path) -> None:
    """Whoever asks for all at one day's prices hears of use alone."""
    listing = _asked(tmp_path, 35, {"chat": usual}, 35 * 24, model="moving", prices_at=_at(0))

    assert listing.sentences == ("nothing unusual was noticed",)


def test_a_spike_on_the_day_of_a_change_is_told_beside_it(tmp_path: Path) -> None:
    """On Tuesday chat is used three times as much, at a price that doubled on Monday: two things, each by itself."""
    flows: dict[str, Dollars] = {"chat": _spike, "search": usual}
    rows = _rows(_asked(tmp_path, 35, flows, 35 * 24, model="moving"))

    assert {(row["kind"], row["flow"]) for row in rows} == {
        ("price", "model moving"), ("spike", "feature chat"),
    }  # fmt: skip


def test_a_launch_is_new_and_not_a_spike(tmp_path: Path) -> None:
    """Search begins on the Tuesday and costs as much as chat."""
    flows: dict[str, Dollars] = {
        "chat": usual,
        "search": lambda hour: usual(hour) * (hour >= SPIKE),
    }
    listing = _asked(tmp_path, 35, flows, 35 * 24, since=_at(SPIKE - 24))
    (row,) = _rows(listing)

    assert (row["kind"], row["flow"], row["expected"]) == ("new", "feature search", 0)
    assert listing.sentences[0].startswith("feature search is new since 2026-10-27 10:00 and cost ")


def test_missing_data_is_a_gap(tmp_path: Path) -> None:
    """Nothing at all on Tuesday and Wednesday: neither a drop of each flow nor a spike afterwards."""

    def gap(hour: int) -> float:
        return usual(hour) * (not 29 * 24 <= hour < 31 * 24)

    listing = _asked(tmp_path, 35, {"chat": gap, "search": gap}, 35 * 24)
    (row,) = _rows(listing)

    assert (row["kind"], row["flow"], row["actual"]) == ("gap", "everything", 0)
    assert listing.sentences[0].endswith("is data missing?")


def test_a_feature_that_stops_is_a_drop_of_days(tmp_path: Path) -> None:
    """Search costs nothing on Tuesday, while chat goes on."""
    flows: dict[str, Dollars] = {
        "chat": usual,
        "search": lambda hour: usual(hour) * (not 29 * 24 <= hour < 30 * 24),
    }
    (row,) = _rows(_asked(tmp_path, 35, flows, 35 * 24))

    assert (row["kind"], row["flow"], row["length"], row["hours"]) == (
        "drop",
        "feature search",
        "day",
        24,
    )
    assert row["excess"] < 0


def test_a_day_of_25_hours_is_nothing_unusual(tmp_path: Path) -> None:
    """A dollar every hour: 25 on 25 October in Berlin, and none are told."""

    def always(_: int) -> float:
        return 1.0

    listing = _asked(tmp_path, 40, {"chat": always}, 40 * 24, tz="Europe/Berlin")

    assert listing.rows == ()


def test_short_history_says_so(tmp_path: Path) -> None:
    """Five days of history can tell nothing yet."""
    listing = _asked(tmp_path, 5, {"chat": usual}, 5 * 24)

    assert listing.rows == ()
    assert "4 days of history: hours are judged from 9 days on" in listing.remarks[0]


def test_flows_that_come_and_go_are_named(tmp_path: Path) -> None:
    """Search costs ten dollars once a week, at ten: no hour is judged for it."""
    flows: dict[str, Dollars] = {"chat": usual, "search": lambda hour: 10 * (hour % 168 == 10)}
    listing = _asked(tmp_path, 35, flows, 35 * 24)

    assert (
        "judged by days only, for they cost something in few hours: feature search, team team-search"
        in listing.remarks
    )


def test_nothing_is_known_of_no_calls(tmp_path: Path) -> None:
    """An empty ledger."""
    listing = anomalies(kept(tmp_path), book_of(tmp_path, PRICES), CostQuery(), Asked((), _at(0)))

    assert listing.rows == ()
    assert listing.remarks[0] == "no record lies in the period or before it"


def test_anomalies_are_of_no_periods(tmp_path: Path) -> None:
    """A dimension of time is refused."""
    with pytest.raises(ConfigError, match="no period of time"):
        anomalies(
            kept(tmp_path), book_of(tmp_path, PRICES), CostQuery(by=("day",)), Asked((), _at(0))
        )


def test_names_have_nothing_that_moves_a_cursor() -> None:
    """A line break in a feature's name is written as an escape."""
    assert named(("feature", "a\nb")) == "feature a\\nb"
    assert named(("", None)) == "everything"


def test_the_excess_is_exact() -> None:
    """Ten dollars and a billionth where three were usual."""
    at = START
    spike = Anomaly(
        "spike", ("feature", "a"), (), "hour", at, at, at,
        Decimal("10.000000001"), Decimal(3), is_open=False, is_lasting=False,
    )  # fmt: skip

    assert spike.excess == Decimal("7.000000001")
