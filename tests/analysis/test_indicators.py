"""The published indicators, against sums done by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from support.agents import NOW
from support.ledgers import take
from support.qualities import judged, tasks_of
from support.rates import EUROS
from tokenomics.analysis.capacity import Capacity
from tokenomics.analysis.indicators import SOURCE, Known, indicators, indicators_of
from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.config import Config, LabourConfig
from tokenomics.costing import CostQuery
from tokenomics.ledger import Ledger, open_ledger
from tokenomics.outcomes import asked_of
from tokenomics.records.errors import ConfigError, PriceError

NAMES = [
    "Cost per inference", "Cost per API call", "Cost per token", "Cost per token (input)",
    "Cost per token (output)", "Training cost efficiency", "Resource utilization efficiency",
    "Anomaly detection rate", "Return on investment (ROI)", "Time to achieve business value",
    "Time to first prompt", "Model-choice deviation",
]  # fmt: skip

# Input of large is 5 dollars a million and 10 above 272,000; its output 30 and 45. A search is 0.01.
CALLS = """ts,provider,model,feature,input,cache_read,output,web_search
2026-11-02T10:00:00Z,acme,large,chat,200000,100000,10000,
2026-11-02T11:00:00Z,acme,large,chat,20000,,10000,
2026-11-02T12:00:00Z,acme,small,chat,100000,,,5
"""


def asked(ledger: Ledger, book: Book, config: Config | None = None, **options: object) -> Listing:
    """The indicators of a ledger, people's time at 60 dollars an hour."""
    config = config or Config(labour=LabourConfig(hourly="60 USD"))
    query = CostQuery(task_ids=config.task.id)._replace(**options)  # pyright: ignore[reportArgumentType]
    return indicators(ledger, book, query, asked_of(config, NOW))


def values(listing: Listing) -> dict[object, object]:
    """The values by name."""
    return {row[0]: row[1] for row in listing.rows}


def missing(listing: Listing) -> dict[object, object]:
    """What is missing, by name."""
    return {row[0]: row[4] for row in listing.rows if row[4] is not None}


def ledger_of(folder: Path, **files: str) -> Ledger:
    """A ledger of native CSV files."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    done = take(folder / "ledger", *(folder / f"{name}.csv" for name in files))
    assert not done.problems
    return open_ledger(folder / "ledger")


def test_costs_per_call_and_token_by_hand(tmp_path: Path, book: Book) -> None:
    """Call 1 sends 300,000 tokens: 200,000 x 10 + 100,000 x 2 + 10,000 x 45 = 2.0 + 0.2 + 0.45 dollars.

    Call 2: 20,000 x 5 + 10,000 x 30 = 0.1 + 0.3. Call 3: 100,000 x 2 = 0.2, and 5 searches 0.05.
    Together 3.30 for 3 calls, 1.1 each. Tokens: 3.25 for 440,000; of these sent 2.5 for 420,000,
    generated 0.75 for 20,000.
    """
    found = values(asked(ledger_of(tmp_path, calls=CALLS), book))

    assert list(found) == NAMES
    assert found["Cost per API call"] == found["Cost per inference"] == Decimal("1.1")
    assert found["Cost per token"] == Decimal("7.386363636363636364")  # 3,250,000 / 440,000
    assert found["Cost per token (input)"] == Decimal("5.952380952380952381")  # 2.5 M / 420,000
    assert found["Cost per token (output)"] == Decimal("37.5")


def test_overheads_are_in_inference_and_people_in_the_return(tmp_path: Path, book: Book) -> None:
    """Calls cost 3.30 and hosting 2.70: 6 dollars for 3 inferences, 2 each, and 1.1 a call of the API.

    A review of 6 minutes at 60 dollars an hour makes 12 dollars, and 15 of revenue 25 % more than that.
    """
    ledger = ledger_of(
        tmp_path,
        calls=CALLS,
        hosting="name,ts,amount,currency,allocate_by\nhosting,2026-11-02T00:00:00Z,2.70,USD,tasks\n",
        revenue="ts,amount,currency,customer\n2026-11-02T00:00:00Z,15,USD,acme\n",
        outcomes="task_id,ts,outcome,review_minutes\nt1,2026-11-02T13:00:00Z,success,6\n",
    )
    found = values(asked(ledger, book))

    assert (found["Cost per inference"], found["Cost per API call"]) == (2, Decimal("1.1"))
    assert found["Return on investment (ROI)"] == 25


def test_a_period_counts_alone(tmp_path: Path, book: Book) -> None:
    """From 11:30 on there is one call of 0.25 dollars."""
    since = datetime(2026, 11, 2, 11, 30, tzinfo=UTC)
    found = values(asked(ledger_of(tmp_path, calls=CALLS), book, since=since))

    assert found["Cost per API call"] == Decimal("0.25")


def test_what_is_missing_is_said(tmp_path: Path, book: Book) -> None:
    """Without revenue, bills and what no record holds the values are null, each with what it needs."""
    listing = asked(ledger_of(tmp_path, calls=CALLS), book)

    assert {name for name, value in values(listing).items() if value is None} == {*NAMES[5:]}
    assert missing(listing).keys() == {*NAMES[5:]}
    assert missing(listing)["Return on investment (ROI)"] == (
        "Return on investment (ROI): needs revenue records"
    )
    assert {row[5] for row in listing.rows} == {SOURCE}


def test_what_has_no_unit_or_formula_has_no_dash_for_one(tmp_path: Path, book: Book) -> None:
    """In data a dash would be a value: of anomalies no formula is published."""
    listing = asked(ledger_of(tmp_path, calls=CALLS), book)
    bare = {row[0] for row in listing.rows if row[2] is None}

    assert bare == {"Training cost efficiency", "Anomaly detection rate", "Model-choice deviation"}
    assert [row[0] for row in listing.rows if row[3] is None] == ["Anomaly detection rate"]


def test_a_filter_leaves_out_what_belongs_to_no_call(tmp_path: Path, book: Book) -> None:
    """Of small alone: 0.25 dollars a call; overheads and revenue are nobody's then."""
    listing = asked(ledger_of(tmp_path, calls=CALLS), book, where=(("model", "small"),))

    assert values(listing)["Cost per API call"] == Decimal("0.25")
    assert "without a filter" in str(missing(listing)["Cost per inference"])
    assert "without a filter" in str(missing(listing)["Return on investment (ROI)"])


def test_without_calls_nothing_has_a_value(tmp_path: Path, book: Book) -> None:
    """An empty period has no cost to divide."""
    until = datetime(2026, 1, 1, tzinfo=UTC)
    listing = asked(ledger_of(tmp_path, calls=CALLS), book, until=until)

    assert {*values(listing).values()} == {None}


def test_what_has_no_price_makes_values_too_low(tmp_path: Path, book: Book) -> None:
    """Alone it has none; beside a call of 0.2 dollars both are counted, 0.1 each, and that is said."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    new = tasks_of(1, "a", None, ("new", 100_000))
    alone = asked(judged(tmp_path / "a", new), book)
    beside = asked(
        judged(tmp_path / "b", [*new, *tasks_of(1, "a", None, ("small", 100_000))]), book
    )

    assert values(alone)["Cost per API call"] is None
    assert values(beside)["Cost per API call"] == Decimal("0.1")
    assert any("values are too low" in remark for remark in beside.remarks)


def test_groups_are_refused(tmp_path: Path, book: Book) -> None:
    """Indicators are of everything; a limit shows the first of them."""
    ledger = ledger_of(tmp_path, calls=CALLS)

    with pytest.raises(ConfigError, match="--where"):
        asked(ledger, book, by=("feature",))
    cut = asked(ledger, book, limit=1)
    assert (len(cut.rows), cut.row_count) == (1, 12)


def test_revenue_of_another_currency_needs_a_rate(tmp_path: Path, book: Book) -> None:
    """Without one it is refused; at 1.08 the 15 EUR are 16.20 USD, as is said."""
    revenue = "ts,amount,currency,customer\n2026-11-02T00:00:00Z,15,EUR,acme\n"

    with pytest.raises(PriceError, match="EUR"):
        asked(ledger_of(tmp_path, calls=CALLS, revenue=revenue), book)
    found = asked(open_ledger(tmp_path / "ledger"), book, exchange=EUROS)
    assert (
        "amounts of revenue in EUR count at 1.08 USD a EUR, the rate of 2026-01-01" in found.remarks
    )


def test_utilization_is_of_paid_hours() -> None:
    """Of ten paid hours seven without a call: 30 % at most."""
    held = Capacity(Decimal(100), Decimal(70), Fraction(10), Fraction(7), 4, 4, None, ())
    known = Known(0, 0, 0, None, None, None, None, None, None, is_filtered=False, held=held)
    found = {each.name: each for each in indicators_of(known, "USD")}

    assert found["Resource utilization efficiency"].value == 30
    assert found["Resource utilization efficiency"].missing is None
