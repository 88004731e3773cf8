"""Gates: conditions under which a report is a failure, written `unpriced,overlap,cost>100USD`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.costing import CostReport, Coverage
from tokenomics.overlap.found import sentence
from tokenomics.records.errors import ConfigError, nearest
from tokenomics.records.money import ZERO, Money, parse_money, plain

COUNTED = ("unpriced", "rejects", "undated", "overlap")
_SHOWN = 5
LIMITED = ("cost", "cost_per_success")
SUPPORTED = (*COUNTED, *(f"{name}>AMOUNT" for name in LIMITED))


class Gate(NamedTuple):
    """One gate as written; `limit` is the money that what it names must not exceed."""

    text: str
    name: str
    limit: Money | None = None


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
    name, sign, amount = text.partition(">")
    if sign and name.strip() in LIMITED and "%" not in amount:
        return Gate(text, name.strip(), parse_money(amount, currency))
    near = nearest(text, COUNTED, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"supported are {', '.join(SUPPORTED)}"
    raise ConfigError(f"unknown gate {text!r}: {hint}")


def failures(
    gates: tuple[Gate, ...], report: CostReport, unread: Sequence[str] = ()
) -> tuple[Failure, ...]:
    """The gates that a report fails, in their order; `unread` names files that were not read for it.

    Raises ConfigError where a gate's currency is not the report's.
    """
    sentences = ((gate, _sentence(gate, report, unread)) for gate in gates)
    return tuple(Failure(gate.text, sentence) for gate, sentence in sentences if sentence)


def idle(gates: tuple[Gate, ...], report: CostReport) -> tuple[str, ...]:
    """A sentence for each gate that passes because there is no record to judge."""
    if report.first is not None:
        return ()
    failed = {failure.gate for failure in failures(gates, report)}
    return tuple(f"gate {g.text!r}: no record to judge" for g in gates if g.text not in failed)


def _sentence(gate: Gate, report: CostReport, unread: Sequence[str]) -> str | None:
    cover = report.coverage
    if gate.limit is not None:
        return _too_dear(gate.name, gate.limit, report)
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


def _too_dear(name: str, limit: Money, report: CostReport) -> str | None:
    currency = report.query.currency
    if limit.currency != currency:
        raise ConfigError(f"a gate in {limit.currency} cannot judge a report in {currency}")
    cost = report.totals.cost or ZERO if name == "cost" else _per_success(report)
    if cost is None or cost <= limit.amount:
        return None
    words = name.replace("_", " ")
    return f"the {words} of {plain(cost)} {currency} is more than {plain(limit.amount)} {currency}"


def _per_success(report: CostReport) -> Decimal | None:
    """What a success cost; None where there is none yet."""
    tasks = report.totals.tasks
    if tasks is None:
        raise ConfigError("a gate on cost_per_success needs a report with --per success")
    return tasks.cost_per_success
