"""What the demo's provider charges for the month, and what its bill and the logs differ by.

A bill in the columns of FOCUS: a line a day, model, meter and tier. As bills are, it is not what the logs
say: calls that no log has, a day that is billed late, a rate that is none of the price list, a
discount, a credit and a tax. `truth` says what each of them comes to.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from tokenomics.demo.calls import Call, instant
from tokenomics.demo.company import World, dice
from tokenomics.demo.facts import rates_of
from tokenomics.records.money import EXACT, ZERO, plain, rounded, total

PROVIDER = "openai"
# Calls of this model are missing in the logs, and one day of it is billed a day late.
_MISSING, _LATE_DAY = "gpt-5.4-mini", 11
_MISSING_SHARE = 0.03
# Each token that this model generates costs so much of its list price.
_DEAR, _DEAR_METER, _DEARER = "gpt-5.6-luna", "output", Decimal("1.10")
_PAID = Decimal("0.95")
_CREDIT = Decimal(-25)
_TAX = Decimal("0.19")
_CENTS = 2
_HEAD = (
    "ChargePeriodStart", "ChargePeriodEnd", "ProviderName", "ServiceName", "ChargeCategory",
    "ChargeDescription", "model", "meter", "service_tier", "quantity", "unit", "ListCost", "BilledCost",
    "BillingCurrency",
)  # fmt: skip


class Item(NamedTuple):
    """What a line of usage charges for: a meter of a model at a tier, on a day."""

    day: date
    model: str
    meter: str
    tier: str


class _Sum(NamedTuple):
    quantity: int
    listed: Decimal


class Bill:
    """Calls on their way to a log, looked at for what the provider charges for them."""

    def __init__(self, company: World) -> None:
        """An empty bill of the company's month."""
        self._rng = dice(company, "bill")
        self._late = company.start.date() + timedelta(days=_LATE_DAY)
        self._lines: dict[Item, _Sum] = defaultdict(lambda: _Sum(0, ZERO))
        self._truth: dict[str, Decimal] = defaultdict(lambda: ZERO)

    def watch(self, calls: Iterable[Call]) -> Iterator[Call]:
        """The calls as they are."""
        for call in calls:
            if call.provider == PROVIDER and not call.from_cache:
                self._add(call, "metered")
                if call.model == _MISSING and self._rng.random() < _MISSING_SHARE:
                    self._add(call, "quantity")
            yield call

    def _add(self, call: Call, why: str) -> None:
        for meter, quantity, rate in _charged(call):
            cost = EXACT.multiply(Decimal(quantity), rate)
            self._note(why, cost)
            day = call.ts.astimezone(UTC).date()
            if call.model == _MISSING and day == self._late:
                day += timedelta(days=1)
                self._note("late", cost if why == "metered" else ZERO)
            if (call.model, meter) == (_DEAR, _DEAR_METER):
                dear = EXACT.multiply(cost, _DEARER)
                self._note("price", EXACT.subtract(dear, cost))
                cost = dear
            item = Item(day, call.model, meter, call.service_tier)
            was = self._lines[item]
            self._lines[item] = _Sum(was.quantity + quantity, EXACT.add(was.listed, cost))

    def _note(self, name: str, amount: Decimal) -> None:
        self._truth[name] = EXACT.add(self._truth[name], amount)

    def write(self, path: Path) -> Mapping[str, str]:
        """Write the bill, and say what is true of it: amounts in US dollars by name.

        `billed` less `metered` is the sum of `quantity`, `price`, `discount`, `credit` and `tax`; `late`
        is used on one day and billed on the next.
        """
        lines = sorted(self._lines.items())
        listed = total(of.listed for _, of in lines)
        paid = EXACT.multiply(listed, _PAID)
        tax = rounded(EXACT.multiply(EXACT.add(paid, _CREDIT), _TAX), _CENTS)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(_HEAD)
            out.writerows(_usage(item, of) for item, of in lines)
            last = lines[-1][0].day
            out.writerow(_other(last, "Credit", "Startup credit", _CREDIT))
            out.writerow(_other(last, "Tax", "VAT 19 %", tax))
        truth = {
            "billed": total((paid, _CREDIT, tax)),
            "metered": self._truth["metered"],
            "quantity": self._truth["quantity"],
            "price": self._truth["price"],
            "discount": EXACT.subtract(paid, listed),
            "credit": _CREDIT,
            "tax": tax,
            "late": EXACT.multiply(self._truth["late"], _PAID),
        }
        return {"late_day": str(self._late), **{name: plain(of) for name, of in truth.items()}}


def _charged(call: Call) -> Iterator[tuple[str, int, Decimal]]:
    """What of a call is charged, with its rate: thoughts are output."""
    rates = rates_of(call)
    if rates is None:
        return
    for meter, quantity in call.meters.items():
        yield ("output" if meter == "reasoning" else meter), quantity, rates[meter]


def _usage(item: Item, of: _Sum) -> tuple[str, ...]:
    return (
        *_period(item.day), "OpenAI", "OpenAI API", "Usage", f"{item.model} {item.meter}",
        item.model, item.meter, item.tier, str(of.quantity), "Tokens",
        plain(of.listed), plain(EXACT.multiply(of.listed, _PAID)), "USD",
    )  # fmt: skip


def _other(day: date, category: str, what: str, amount: Decimal) -> tuple[str, ...]:
    return (
        *_period(day), "OpenAI", "OpenAI API", category, what, "", "", "", "", "",
        plain(amount), plain(amount), "USD",
    )  # fmt: skip


def _period(day: date) -> tuple[str, str]:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return instant(start), instant(start + timedelta(days=1))
