"""The lines of bills."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.budgeting import at
from support.ledger_rows import stage
from support.rates import era
from support.tasks import numbered
from support.usage import book_of
from tokenomics.books import bundled
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.reconciling.lines import Line, lines_of, model_of
from tokenomics.records.errors import PriceError
from tokenomics.records.exchange import Exchange, Pair


def _row(**more: Any) -> dict[str, Any]:
    return {
        "ts": at("2026-11-01"), "ts_end": at("2026-11-02"), "provider": "acme", "service": "API",
        "currency": "USD", "billed_cost": Decimal(3), **more,
    }  # fmt: skip


def _lines(folder: Path, *rows: dict[str, Any], **query: Any) -> list[Line]:
    with connect() as con:
        charges = stage(con, "charge", numbered(rows))
        return lines_of(con, charges, book_of(folder), CostQuery(**query))[0]


def exchange_of(base: str, quote: str, rate: str) -> Exchange:
    """One rate for the whole year."""
    return Exchange((Pair(base, quote, (era("2026-01-01", rate),)),))


def test_lines_alike_are_one(tmp_path: Path) -> None:
    """3 and 4 for 100 and 50 tokens of small; another day is another line."""
    metered = {"model_served": "small", "meter": "input", "unit": "Tokens"}
    found = _lines(
        tmp_path,
        _row(**metered, quantity=100, list_cost=Decimal(5)),
        _row(**metered, quantity=50, list_cost=Decimal(5), billed_cost=Decimal(4)),
        _row(**metered, quantity=1, ts=at("2026-11-02")),
    )

    assert [(line.lines, line.quantity, line.billed, line.listed) for line in found] == [
        (2, 150, 7, 10),
        (1, 1, 3, None),
    ]
    assert (found[0].provider, found[0].model, found[0].kind, found[0].tier) == (
        "acme", "small", "usage", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "meter", "quantity"),
    [
        ("1K tokens", "input", 2000), ("1M Tokens", "output", 2_000_000), (None, "input", 2),
        ("Units", "input", None), ("Sessions", "code_session", 2), ("Units", "what?", 2),
    ],
)  # fmt: skip
def test_quantities_are_in_units_of_their_meter(
    tmp_path: Path, unit: str | None, meter: str, quantity: int | None
) -> None:
    """2 thousand tokens are 2,000; a unit of tokens that nobody knows is no quantity."""
    (line,) = _lines(tmp_path, _row(unit=unit, meter=meter, quantity=2))

    assert line.quantity == quantity
    assert line.meter == (None if meter == "what?" else meter)


def test_what_some_line_does_not_state_is_not_known(tmp_path: Path) -> None:
    """Of two lines one states a quantity and a list price: neither is known of both."""
    (line,) = _lines(
        tmp_path, _row(meter="input", quantity=1, list_cost=Decimal(1)), _row(meter="input")
    )

    assert (line.lines, line.quantity, line.billed, line.listed) == (2, None, 6, None)


def test_the_period_is_that_of_the_question(tmp_path: Path) -> None:
    """From the 2nd on and before the 3rd: one of three days."""
    rows = [_row(ts=at(f"2026-11-0{day}"), billed_cost=Decimal(day)) for day in (1, 2, 3)]
    found = _lines(tmp_path, *rows, since=at("2026-11-02"), until=at("2026-11-03"))

    assert [line.billed for line in found] == [2]


def test_other_currencies_are_at_the_rate_of_their_day(tmp_path: Path) -> None:
    """3 CNY at 0.14 are 0.42 USD; without a rate the error says what to add."""
    rate = Pair("CNY", "USD", (era("2026-10-01", "0.14"),))
    (line,) = _lines(tmp_path, _row(currency="CNY"), exchange=Exchange((rate,)))

    assert line.billed == Decimal("0.42")
    with pytest.raises(PriceError, match="the bill of acme: no exchange rate of CNY"):
        _lines(tmp_path, _row(currency="CNY"))


def test_other_exchange_rates_than_the_bill_s_are_a_line_of_their_own(tmp_path: Path) -> None:
    """320 TWD are 10 dollars at the bill's 32 and 12 at 0.0375; of what was 640 in the list 20 at the bill's."""
    exchange = exchange_of("TWD", "USD", "0.0375")
    line = _row(
        currency="TWD", billed_cost=Decimal(320), list_cost=Decimal(640), pricing_currency="USD",
        exchange_rate=Decimal(32), quantity=2,
    )  # fmt: skip
    found = _lines(tmp_path, line, exchange=exchange)

    assert [(each.kind, each.lines, each.billed, each.listed, each.quantity) for each in found] == [
        ("usage", 1, 10, 20, 2),
        ("fx", 0, 2, None, None),
    ]
    euros = exchange_of("TWD", "EUR", "0.03")
    (told,) = _lines(tmp_path, line, exchange=euros, currency="EUR")
    assert (told.kind, told.billed) == ("usage", 320 * Decimal("0.03"))


def test_models_have_the_names_of_the_book() -> None:
    """A name with its date is the model; an unknown one stays as it is."""
    book = bundled()

    assert model_of(book, "anthropic", "claude-haiku-4-5") == "claude-haiku-4-5-20251001"
    assert model_of(book, "openai", "no-such-model") == "no-such-model"
    assert model_of(book, "openai", None) is None
