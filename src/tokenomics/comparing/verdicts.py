"""Gates on changes, judged: what is beyond its limit, what may be noise, and what is too little to judge."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.analysis.intervals import Interval
from tokenomics.comparing.words import amounts, interval_words, percent_change
from tokenomics.gate import Gate, in_currency
from tokenomics.records.money import EXACT, ZERO, plain
from tokenomics.records.words import amount

Outcome = Literal["passed", "failed", "within noise", "not judged"]
# Fewer units than this at either side tell of themselves alone.
MIN_SAMPLE = 30


class Verdict(NamedTuple):
    """A gate as it was judged, and why; a gate that passes needs no reason."""

    gate: str
    outcome: Outcome
    sentence: str = ""


class Change(NamedTuple):
    """What a gate judges: amounts before and after, None where there is none, and how sure their change is.

    `sizes` are the units of each side, `what` they are called; the whole cost has none. `interval` is
    None where there was nothing to draw.
    """

    before: Decimal | None
    after: Decimal | None
    share: Decimal | None
    interval: Interval | None = None
    sizes: tuple[int, int] | None = None
    what: str = "requests"


def judged(
    gate: Gate, changes: Mapping[str, Change], currency: str, least: int = MIN_SAMPLE
) -> Verdict:
    """How a gate on a change is judged; of unit costs, with fewer units than `least` a side not at all."""
    in_currency(gate, currency)
    of, words = changes[gate.name], gate.name.replace("_", " ")
    if of.sizes is not None and (few := _too_few(of.sizes, of.what, least)):
        return Verdict(gate.text, "not judged", few)
    if of.before is None or of.after is None:
        return _without(gate, of, words)
    if gate.share is None:
        return _by_amount(gate, of, currency)
    if of.share is None:
        return Verdict(gate.text, "not judged", "the base cost nothing, there is no percent of it")
    return _by_share(gate, of, amounts(of.before, of.after, currency), gate.share, of.share)


def _by_share(gate: Gate, of: Change, both: str, limit: Decimal, share: Decimal) -> Verdict:
    if share <= limit:
        return Verdict(gate.text, "passed")
    sure = "" if of.interval is None else f" ({interval_words(of.interval)})"
    told = f"the {gate.name.replace('_', ' ')} rose by {percent_change(share).lstrip('+')}{sure}"
    told = f"{told}, {both}: more than {plain(EXACT.multiply(limit, Decimal(100)))} %"
    low = None if of.interval is None else of.interval.low
    if low is not None and low <= limit:
        return Verdict(gate.text, "within noise", f"{told}, but that is within noise")
    return Verdict(gate.text, "failed", told)


def _too_few(sizes: tuple[int, int], what: str, least: int) -> str | None:
    for name, size in zip(("base", "head"), sizes, strict=True):
        if size < least:
            noun = what.removesuffix("s") if size == 1 else what
            return f"{size:,} {noun} in the {name}: too few to judge, --min-sample is {least}"
    return None


def _without(gate: Gate, of: Change, words: str) -> Verdict:
    """Where one side has no amount: success that ended is no pass."""
    if of.before is not None and of.after is None and gate.name == "cost_per_success":
        return Verdict(gate.text, "failed", "no task of the head succeeded, those of the base did")
    side = "base" if of.before is None else "head"
    return Verdict(gate.text, "not judged", f"the {side} has no {words} to compare")


def _by_amount(gate: Gate, of: Change, currency: str) -> Verdict:
    change = EXACT.subtract(of.after or ZERO, of.before or ZERO)
    if gate.limit is None or change <= gate.limit.amount:
        return Verdict(gate.text, "passed")
    both = amounts(of.before or ZERO, of.after or ZERO, currency)
    return Verdict(
        gate.text, "failed",
        f"the cost rose by {amount(change, currency)}, {both}: more than {plain(gate.limit.amount)} {currency}",
    )  # fmt: skip
