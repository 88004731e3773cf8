"""Gates: conditions under which a report is a failure, written `unpriced,overlap,cost>100USD`.

A sign before the amount, `cost>+10%` or `cost>+5USD`, makes it one of the change between two reports.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.costing import CostReport, Coverage
from tokenomics.overlap.found import sentence
from tokenomics.records.errors import ConfigError, InputError, nearest
from tokenomics.records.money import EXACT, ZERO, Money, decimal, parse_money, plain, ratio

COUNTED = ("unpriced", "rejects", "undated", "overlap")
_SHOWN = 5
LIMITED = ("cost", "cost_per_request", "cost_per_task", "cost_per_success")
SUPPORTED = (
    *COUNTED, *(f"{name}>AMOUNT" for name in LIMITED), *(f"{name}>+PERCENT" for name in LIMITED),
    "cost>+AMOUNT",
)  # fmt: skip

_PERCENT = r"\s*\+\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*"
_HUNDREDTH = Decimal("0.01")


class Gate(NamedTuple):
    """One gate as written; `limit` is the money that what it names must not exceed.

    Of a `change` it is the increase that must not exceed it: the money, or the `share` of what it was.
    """

    text: str
    name: str
    limit: Money | None = None
    share: Decimal | None = None
    change: bool = False


class Failure(NamedTuple):
    """A gate that a report does not pass, and why, in one sentence."""

    gate: str
    sentence: str


def parse_gates(text: str, currency: str = "USD") -> tuple[Gate, ...]:
    """The gates of a comma-separated list; an amount without a currency is in `currency`.

    Raises ConfigError, naming what is supported, for anything else.
    """
    return tuple(_parse(part.strip(), currency) for part in text.split(",") if part.strip())


def _parse(text: str, currency: str) -> Gate:
    if text in COUNTED:
        return Gate(text, text)
    name, sign, limit = (part.strip() for part in text.partition(">"))
    if sign and name in LIMITED:
        return _limited(text, name, limit, currency)
    near = [f"{name}{sign}{limit}" for name in nearest(name, LIMITED if sign else COUNTED, 1)]
    near = near or nearest(name, COUNTED, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"supported are {', '.join(SUPPORTED)}"
    raise ConfigError(f"unknown gate {text!r}: {hint}")


def _limited(text: str, name: str, limit: str, currency: str) -> Gate:
    """A gate on what something costs, or on how much more than it did."""
    if percent := re.fullmatch(_PERCENT, limit):
        share = EXACT.multiply(decimal(percent[1]), _HUNDREDTH)
        return Gate(text, name, share=share, change=True)
    if limit.startswith("+") and name != "cost":
        raise ConfigError(f"gate {text!r}: write the change of a unit cost in percent, +10%")
    if "%" in limit:
        raise ConfigError(f"gate {text!r}: a change in percent has a sign, {name}>+10%")
    try:
        money = parse_money(limit, currency)
    except InputError:
        change = f"{name}>+10%"
        raise ConfigError(
            f"gate {text!r}: write an amount, {name}>100{currency}, or a change, {change}"
        ) from None
    if money.amount < 0:
        raise ConfigError(f"gate {text!r}: a limit is no less than nothing")
    return Gate(text, name, money, change=limit.startswith("+"))


def alone(gates: tuple[Gate, ...]) -> tuple[Gate, ...]:
    """The gates of one report; raises ConfigError for one that needs two."""
    for gate in gates:
        if gate.change:
            raise ConfigError(
                f"gate {gate.text!r} compares two reports: ask tokenomics diff BASE HEAD"
            )
    return gates


def failures(
    gates: tuple[Gate, ...],
    report: CostReport,
    unread: Sequence[str] = (),
    unit_costs: Mapping[str, Decimal | None] | None = None,
) -> tuple[Failure, ...]:
    """The gates that a report fails, in their order; `unread` names files that were not read for it.

    `unit_costs` are by the names of gates, None where there is no unit; without them they are the
    report's own. Raises ConfigError where a gate's currency is not the report's.
    """
    costs = _unit_costs(report) if unit_costs is None else unit_costs
    sentences = ((gate, _sentence(gate, report, unread, costs)) for gate in gates)
    return tuple(Failure(gate.text, sentence) for gate, sentence in sentences if sentence)


def idle(gates: tuple[Gate, ...], report: CostReport) -> tuple[str, ...]:
    """A sentence for each gate that passes because there is no record to judge."""
    if report.first is not None:
        return ()
    failed = {failure.gate for failure in failures(gates, report)}
    return tuple(f"gate {g.text!r}: no record to judge" for g in gates if g.text not in failed)


def _sentence(
    gate: Gate,
    report: CostReport,
    unread: Sequence[str],
    unit_costs: Mapping[str, Decimal | None],
) -> str | None:
    cover = report.coverage
    if gate.limit is not None:
        return _too_dear(gate.name, gate.limit, report, unit_costs)
    if gate.name == "unpriced" and report.unpriced:
        models = ", ".join(f"{u.provider} {u.model or '(no model)'}" for u in report.unpriced)
        return f"{_part(cover, 'unpriced')} have no price: {models}"
    if gate.name == "rejects" and (cover.rejects or unread):
        return _refused(cover.rejects, unread)
    if gate.name == "overlap" and (unsure := [o for o in cover.overlaps if not o.certain]):
        return "; ".join(sentence(overlap) for overlap in unsure[:_SHOWN])
    if gate.name == "undated" and (cover.undated or cover.tokens.undated):
        return f"{_part(cover, 'undated')} are priced at undated rates"
    return None


def _part(cover: Coverage, share: Literal["unpriced", "undated"]) -> str:
    """How much of all usage, in requests, or in tokens where some states no number of requests."""
    tokens = cover.tokens
    if tokens.uncounted:
        return f"{getattr(tokens, share):,} of {tokens.total:,} tokens"
    return f"{getattr(cover, share)} of {cover.requests} requests"


def _refused(rejects: int, unread: Sequence[str]) -> str:
    rows = [f"{_were(rejects, 'row')} rejected"] if rejects else []
    more = f" and {len(unread) - _SHOWN} more" if len(unread) > _SHOWN else ""
    named = f"{', '.join(unread[:_SHOWN])}{more}"
    files = [f"{_were(len(unread), 'file')} not read: {named}"] if unread else []
    return "; ".join([*rows, *files])


def _were(number: int, what: str) -> str:
    return f"1 {what} was" if number == 1 else f"{number} {what}s were"


def in_currency(gate: Gate, currency: str) -> None:
    """Raise ConfigError where a gate's money is not in that currency: nothing is converted for it."""
    if gate.limit is not None and gate.limit.currency != currency:
        raise ConfigError(f"a gate in {gate.limit.currency} cannot judge a report in {currency}")


def _too_dear(
    name: str, limit: Money, report: CostReport, unit_costs: Mapping[str, Decimal | None]
) -> str | None:
    currency = report.query.currency
    in_currency(Gate("", name, limit), currency)
    if name != "cost" and name not in unit_costs:
        raise ConfigError(f"a gate on {name} needs a report with --{name[5:].replace('_', ' ')}")
    cost = report.totals.cost or ZERO if name == "cost" else unit_costs[name]
    if cost is None or cost <= limit.amount:
        return None
    words = name.replace("_", " ")
    return f"the {words} of {plain(cost)} {currency} is more than {plain(limit.amount)} {currency}"


def _unit_costs(report: CostReport) -> Mapping[str, Decimal | None]:
    """What a unit cost, by the names of gates; None where there is none yet."""
    whole = report.totals
    found = {"cost_per_request": ratio(whole.cost or ZERO, whole.requests)}
    if report.query.per == "task":
        found["cost_per_task"] = whole.unit_cost
    if whole.tasks is not None:
        found["cost_per_success"] = whole.tasks.cost_per_success
    return found
