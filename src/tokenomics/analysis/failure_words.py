"""What failures, retries and fallbacks come to in sentences, and what is not known of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tokenomics.costing import CostQuery
from tokenomics.records.money import total
from tokenomics.records.words import amount, many, percent
from tokenomics.timezones import zone

# A storm is at least so many calls of one flow that failed or were tried again, within so long.
LEAST, WINDOW = 5, timedelta(minutes=5)

FAILED, RETRIED, NOT_STATED = "failed", "retried", "not stated"
_HIDDEN = "Retried by hidden attempts"
_SHOWN = 24


class Sums(NamedTuple):
    """What became of some calls in one way.

    `unpriced` of them have no price at all, `free` cost nothing, `flowless` failed or were repeated
    and state no flow. What none of them states is None.
    """

    mode: str
    error: str | None
    requests: int
    cost: Decimal | None
    unpriced: int
    free: int
    attempts_stated: int
    retries: int | None
    retry_cost: Decimal | None
    fallbacks: int | None
    fallback_cost: Decimal | None
    unlisted: int | None
    flowless: int

    @property
    def name(self) -> str:
        """The mode, with the error where one is stated."""
        return self.mode if self.error is None else f"{self.mode}: {self.error}"


class Storm(NamedTuple):
    """Calls of one flow that failed or were tried again, many within a short time."""

    feature: str | None
    flow: str
    began: datetime
    ended: datetime
    calls: int
    cost: Decimal | None


class Storms(NamedTuple):
    """The dearest storms, and how many there are, of how many calls at what cost."""

    told: tuple[Storm, ...]
    number: int
    calls: int
    cost: Decimal


def summed(parts: Sequence[Sums]) -> Sums:
    """All of them together, under no mode."""
    return Sums(
        "", None,
        sum(one.requests for one in parts),
        _amounts(one.cost for one in parts),
        sum(one.unpriced for one in parts),
        sum(one.free for one in parts),
        sum(one.attempts_stated for one in parts),
        _counts(one.retries for one in parts),
        _amounts(one.retry_cost for one in parts),
        _counts(one.fallbacks for one in parts),
        _amounts(one.fallback_cost for one in parts),
        _counts(one.unlisted for one in parts),
        sum(one.flowless for one in parts),
    )  # fmt: skip


def _amounts(found: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in found if amount is not None]
    return total(known) if known else None


def _counts(found: Iterable[int | None]) -> int | None:
    known = [count for count in found if count is not None]
    return sum(known) if known else None


def sentences(modes: Sequence[Sums], storms: Storms, query: CostQuery) -> Iterator[str]:
    """What failures, retries and fallbacks cost, and the dearest storms; `modes` dearest first."""
    whole = summed(modes)
    failed = [one for one in modes if one.mode == FAILED]
    if failed:
        lost = summed(failed)
        yield (
            f"Failed: {many(lost.requests, 'call')}, {percent(lost.requests, whole.requests)} of all,"
            f" {_worth(lost.cost, whole, query)}{_most(failed, lost, query)}"
        )
    elif any(one.mode == "ok" for one in modes):
        yield "No call is stated to have failed"
    repeated = summed([one for one in modes if one.mode == RETRIED])
    for what, number, cost in (
        ("Attempts after the first", whole.retries, whole.retry_cost),
        (_HIDDEN, repeated.requests, repeated.cost),
        ("Fallbacks", whole.fallbacks, whole.fallback_cost),
    ):
        if number and (what != _HIDDEN or not whole.retries):
            yield (
                f"{what}: {many(number, 'call')}, {percent(number, whole.requests)} of all,"
                f" {_worth(cost, whole, query)}"
            )
    for storm in storms.told:
        yield _storm(storm, query)


def _most(failed: Sequence[Sums], lost: Sums, query: CostQuery) -> str:
    """The dearest error of several, and its share of what failures cost."""
    first = failed[0]
    if len(failed) < 2 or not lost.cost or first.cost is None or first.error is None:
        return ""
    return f", most by {first.error}: {amount(first.cost, query.currency)}"


def _storm(storm: Storm, query: CostQuery) -> str:
    kind, _, name = storm.flow.partition(" ")
    flow = f"{kind} {name if len(name) <= _SHOWN else f'{name[: _SHOWN - 1]}…'}"
    where = flow if storm.feature is None else f"{storm.feature}, {flow}"
    began = storm.began.astimezone(zone(query.tz))
    cost = "without a price" if storm.cost is None else amount(storm.cost, query.currency)
    return (
        f"Retry storm at {began:%Y-%m-%d %H:%M:%S}: {where}: {many(storm.calls, 'call')} failed or repeated"
        f" within {_long(storm.ended - storm.began)}, {cost}"
    )


def _long(lasted: timedelta) -> str:
    seconds = -(-lasted // timedelta(seconds=1)) or 1
    return f"{seconds} s" if seconds < 120 else f"{-(-seconds // 60)} min"


def remarks(modes: Sequence[Sums], storms: Storms, query: CostQuery) -> Iterator[str]:
    """What no call states, and what therefore is in no figure."""
    whole = summed(modes)
    lost = summed([one for one in modes if one.mode == FAILED])
    unstated = summed([one for one in modes if one.mode == NOT_STATED]).requests
    if unstated:
        verb = "states" if unstated == 1 else "state"
        yield f"{many(unstated, 'call')} {verb} no status: whether they failed is not known"
    if lost.free:
        verb = "states" if lost.free == 1 else "state"
        yield f"{many(lost.free, 'call')} that failed {verb} nothing that is billed: what providers charged for them all the same is not known"
    if lost.unpriced:
        yield f"{many(lost.unpriced, 'call')} that failed: no price, so what they cost is not known"
    yield from _unstated(whole)
    if whole.unlisted:
        verb, which = ("is", "it") if whole.unlisted == 1 else ("are", "they")
        yield f"{many(whole.unlisted, 'hidden attempt')} {verb} counted by the source and not listed: what {which} cost is not known"
    if storms.number:
        said = "1 retry storm" if storms.number == 1 else f"{storms.number:,} retry storms"
        yield f"{said} of {many(storms.calls, 'call')}, {amount(storms.cost, query.currency)}: {LEAST} or more calls of a task, session, trace or prompt that failed or were repeated, within {WINDOW // timedelta(minutes=1)} minutes"
    if whole.flowless:
        yield f"{many(whole.flowless, 'call')} failed or repeated without a task, session, trace or prompt: in no storm"


def _unstated(whole: Sums) -> Iterator[str]:
    if whole.retries is None:
        but = "" if whole.unlisted is None else ", but for those that are hidden"
        yield f"no call states its attempt: retries are not known{but}"
    elif 0 < whole.attempts_stated < whole.requests:
        yield f"{many(whole.requests - whole.attempts_stated, 'call')} of no stated attempt: retries among them are not known"
    if whole.fallbacks is None:
        yield "no call states whether it is a fallback"


def _worth(cost: Decimal | None, whole: Sums, query: CostQuery) -> str:
    if cost is None:
        return "without a price"
    if not cost:
        return "which cost nothing by what they state"
    share = f", {percent(cost, whole.cost)} of the cost" if whole.cost else ""
    return f"{amount(cost, query.currency)}{share}"
