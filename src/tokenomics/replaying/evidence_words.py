"""What outcomes tell of other models, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.choices import ENOUGH
from tokenomics.records.money import ZERO
from tokenomics.records.words import amount, many, percent, visible
from tokenomics.replaying.holding import BANDS, STANDINGS, Standing, Tally, together

NO_OUTCOMES = "no evidence whether quality holds: the ledger has no outcomes of tasks, see `tokenomics quality`"
# Of each standing so many groups are told one by one, those of most calls.
_TOLD = 3
_STANDS: dict[Standing, str] = {
    "worse": "quality falls",
    "unclear": "unclear whether quality holds",
    "no evidence": "no evidence whether quality holds",
    "holds": "quality holds (at most 5 points lower)",
}


class Compared(NamedTuple):
    """Calls of one feature and size, the model that they have and the one that they would have.

    `feature` and `band` are None where calls do not tell. `model` and `other` are names as they are shown.
    What `is_chain` is asked of one more model, where the first answer is not good enough.
    """

    feature: str | None
    band: int | None
    model: str
    other: str
    calls: int
    now: Tally
    then: Tally
    standing: Standing
    is_chain: bool = False


def stay(calls: int, of: int, unclaimed: Decimal, currency: str) -> Iterator[str]:
    """What is not claimed because quality would fall."""
    if calls:
        verb = "stays as it is" if calls == 1 else "stay as they are"
        less = f": {amount(unclaimed, currency)} are not claimed" if unclaimed > 0 else ""
        yield f"Outcomes say that quality would fall: {calls:,} of {many(of, 'call')} {verb}{less}."


def expected(found: Sequence[Compared]) -> Iterator[str]:
    """How often tasks would succeed, where both models are known and nothing is asked again."""
    goes = [each for each in found if each.standing != "worse" and not each.is_chain]
    known = [each for each in goes if each.standing != "no evidence"]
    if not known:
        return
    calls, of = (sum(each.calls for each in some) for some in (known, goes))
    then = _together((each, each.other, each.then) for each in known)
    now = _together((each, each.model, each.now) for each in known)
    yield (
        f"Where outcomes know both models, in {calls:,} of {many(of, 'call')} that go, tasks would succeed in"
        f" {then} rather than in {now}."
    )


def _together(rows: Iterable[tuple[Compared, str, Tally]]) -> str:
    """How often tasks succeed with the models named, by calls: what is known of one work counts once."""
    weights: Counter[tuple[str | None, int | None, str, Tally]] = Counter()
    for each, model, tally in rows:
        weights[each.feature, each.band, model, tally] += each.calls
    share, (low, high) = together([(weight, key[-1]) for key, weight in weights.items()])
    return f"{percent(share, 1)} ({percent(low or ZERO, 1)} to {percent(high or ZERO, 1)})"


def standings(found: Sequence[Compared]) -> Iterator[str]:
    """What is known of the groups, those first of which quality falls, then by calls."""
    for standing in STANDINGS:
        mine = sorted(
            (each for each in found if each.standing == standing),
            key=lambda each: (-each.calls, _work(each), each.model, each.other),
        )
        if standing == "no evidence":
            yield from _unknown(mine)
            continue
        for each in mine[:_TOLD]:
            yield f"{_STANDS[standing]}: {_work(each)}: {_rates(each)}: {_what(each)}"
        yield from _more(_STANDS[standing], mine[_TOLD:])


def mixed(found: Sequence[Compared]) -> Iterator[str]:
    """That tasks count for the model that began them, where others worked on them too."""
    tallies = {(each.feature, each.band, each.other): each.then for each in found}
    number = sum(tally.mixed for tally in tallies.values())
    of = sum(tally.judged for tally in tallies.values())
    if number:
        yield (
            f"several models worked on {number:,} of {many(of, 'judged task')} of the models that calls go"
            " to: a task counts for the one that began it"
        )


def _unknown(found: Sequence[Compared]) -> Iterator[str]:
    if not found:
        return
    told = "; ".join(
        f"{_work(each)}: {each.other} {each.then.judged:,}, {each.model} {each.now.judged:,}"
        for each in found[:_TOLD]
    )
    more = f"; and {len(found) - _TOLD:,} more" if len(found) > _TOLD else ""
    calls = sum(each.calls for each in found)
    yield (
        f"{_STANDS['no evidence']} of {many(calls, 'call')} that go: fewer than {ENOUGH} judged tasks of a"
        f" model ({told}{more})"
    )


def _more(stands: str, found: Sequence[Compared]) -> Iterator[str]:
    if found:
        calls = sum(each.calls for each in found)
        yield f"{stands}: and {len(found):,} more, of {many(calls, 'call')}"


def _what(each: Compared) -> str:
    one, several = ("stays", "stay") if each.standing == "worse" else ("goes", "go")
    return f"{many(each.calls, 'call')} {one if each.calls == 1 else several}"


def _work(each: Compared) -> str:
    size = "" if each.band is None else f", {BANDS[each.band]}"
    return f"{visible(each.feature)}{size}"


def _rates(each: Compared) -> str:
    return f"{each.other} succeeds in {rate(each.then)} tasks, {each.model} in {rate(each.now)}"


def rate(tally: Tally) -> str:
    """A share of successes, how sure it is, and of how many tasks: `71 % (66 % to 76 %) of 320`."""
    low, high = tally.interval
    return (
        f"{percent(tally.successes, tally.judged)} ({percent(low or ZERO, 1)} to"
        f" {percent(high or ZERO, 1)}) of {tally.judged:,}"
    )
