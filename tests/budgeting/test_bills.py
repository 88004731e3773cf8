"""What is billed, as it falls due."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.budgeting import NOON, ZULU, at, budget
from support.ledger_rows import stage
from support.rates import EUROS
from support.tasks import numbered
from tokenomics.budgeting.bills import Billed, billed
from tokenomics.budgeting.periods import Cycle
from tokenomics.budgeting.plan import Budget
from tokenomics.engine import connect
from tokenomics.records.errors import InputError, PriceError

SINCE = at("2026-11-01")


def _line(start: str, end: str | None, cost: str, **more: Any) -> dict[str, Any]:
    return {
        "ts": at(start), "ts_end": at(end) if end else None, "service": "Search",
        "currency": "USD", "billed_cost": Decimal(cost), **more,
    }  # fmt: skip


def _billed(*lines: dict[str, Any], **keys: Any) -> Billed:
    asked: Budget = budget("bill", basis="billed", **keys)
    with connect() as con:
        charges = stage(con, "charge", numbered(lines))
        return billed(con, charges, asked, SINCE, NOON)


def test_a_line_is_spent_as_its_time_passes() -> None:
    """30 for November are 1 a day, 0.5 for the half of the 15th that is over: 14.5."""
    found = _billed(_line("2026-11-01", "2026-12-01", "30"))
    (part,) = found.parts
    days = list(part.cells.values())

    assert [day.cost for day in days[:14]] == [Decimal(1)] * 14
    assert days[14].cost == Decimal("0.5")
    assert (len(days), found.until, found.remarks) == (15, NOON, ())


def test_parts_sum_to_the_whole_to_the_last_digit() -> None:
    """100 of three days do not divide: the days sum to 100 all the same."""
    found = _billed(_line("2026-11-02", "2026-11-05", "100"))
    costs = [cell.cost for cell in found.parts[0].cells.values()]

    assert sum(cost for cost in costs if cost is not None) == Decimal(100)
    assert len(costs) == 3


def test_a_line_without_an_end_falls_due_at_once_and_credits_count() -> None:
    """5 on the 3rd, and 2 given back on the 4th."""
    found = _billed(_line("2026-11-03T10:00", None, "5"), _line("2026-11-04", None, "-2"))

    assert {at: cell.cost for at, cell in found.parts[0].cells.items()} == {
        at("2026-11-03"): Decimal(5),
        at("2026-11-04"): Decimal(-2),
    }


def test_bills_come_late() -> None:
    """After the last line nothing is known, which is said."""
    found = _billed(_line("2026-11-02", "2026-11-03", "4"))

    assert found.until == at("2026-11-03")
    assert found.remarks == (
        "budget 'bill': bills reach to 2026-11-03 00:00 UTC: what was spent since is in no amount",
    )


def test_lines_are_picked_and_split_by_columns() -> None:
    """Of account 1: Search 4, no service 2; account 2 is another's."""
    lines = [
        _line("2026-11-02", None, "4", scope_id="1"),
        _line("2026-11-02", None, "2", scope_id="1", service=None),
        _line("2026-11-02", None, "8", scope_id="2", service="Other"),
    ]
    found = _billed(*lines, where=(("scope_id", "1"),), for_each="service")

    assert [(part.value, [c.cost for c in part.cells.values()]) for part in found.parts] == [
        ("Search", [Decimal(4)]),
        (None, [Decimal(2)]),
    ]
    (one,) = _billed(*lines, where=(("service", "Other"),), for_each="service").parts
    assert one.value == "Other"


def test_hours_of_a_bill() -> None:
    """24 of a day are 1 an hour for a budget of a day."""
    found = _billed(_line("2026-11-14", "2026-11-15", "24"), cycle=Cycle("day", ZULU))
    cells = found.parts[0].cells

    assert len(cells) == 24
    assert cells[at("2026-11-14T13:00")].cost == Decimal(1)


def test_no_bill_is_no_cost_of_nothing() -> None:
    """Without any line the question cannot be answered, and what to do is said."""
    with pytest.raises(
        InputError, match="'bill' is about what is billed, and the ledger has no bill"
    ):
        _billed()


def test_a_value_that_no_line_has() -> None:
    """The nearest one is named, by the budget's own name."""
    found = _billed(_line("2026-11-02", "2026-12-01", "4"), where=(("service", "Serch"),))

    assert found.remarks[0] == (
        "budget 'bill': no charge matches: unknown service 'Serch': did you mean 'Search'?"
    )


def test_a_bill_in_another_currency_counts_at_the_rate_of_the_day_it_starts() -> None:
    """4 x 1.08 = 4.32 on the 2nd, 4 x 1.10 = 4.40 on the 8th; what is over long ago needs no rate."""
    lines = [_line(day, None, "4", currency="EUR") for day in ("2026-11-02", "2026-11-08")]
    old = _line("2025-11-02", None, "4", currency="EUR")
    found = _billed(*lines, old, exchange=EUROS)

    assert [cell.cost for cell in found.parts[0].cells.values()] == [
        Decimal("4.32"), Decimal("4.40"),
    ]  # fmt: skip
    assert found.remarks[0] == (
        "bills of budget 'bill' in EUR count at 1.08 to 1.1 USD a EUR,"
        " 2 rates of 2026-01-01 to 2026-11-08"
    )


def test_a_bill_in_a_currency_without_a_rate() -> None:
    """What is to be written is said."""
    with pytest.raises(
        PriceError, match=r"bills of budget 'bill': no exchange rate of EUR in USD is known on 2026"
    ):
        _billed(_line("2026-11-02", None, "4", currency="EUR"))


def test_lines_of_before_are_not_spent_now() -> None:
    """A line from October to the end of November has in November what is left of it: 61 days, 1 each."""
    found = _billed(_line("2026-10-01", "2026-12-01", "61"))
    cells = found.parts[0].cells

    assert min(cells) == SINCE
    assert cells[SINCE].cost == Decimal(1)
    assert max(cells) - min(cells) == timedelta(days=14)
