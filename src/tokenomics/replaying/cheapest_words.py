"""Which models were chosen and why, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tokenomics.records.words import many, percent, visible
from tokenomics.replaying.choosing import Candidate, Chosen
from tokenomics.replaying.evidence_words import rate
from tokenomics.replaying.holding import BANDS, LEAST_CHOSEN
from tokenomics.replaying.wishes import Wish

NO_OUTCOMES = (
    "no evidence: the ledger has no outcomes of tasks, all calls stay: see `tokenomics quality`"
)
# So many choices are told one by one, those of most calls, and so many of what stays.
_CHOICES, _STAYS = 10, 3


def sentences(found: Sequence[Chosen]) -> tuple[str, ...]:
    """Which model each feature and size goes to, with its interval."""
    made = sorted((each for each in found if each.to), key=_order)
    more = made[_CHOICES:]
    calls = sum(each.load.calls for each in more)
    return (
        *(_choice(each, each.to) for each in made[:_CHOICES] if each.to),
        *(
            [f"And {len(more):,} more features and sizes, of {many(calls, 'call')}."]
            if more
            else ()
        ),
    )


def remarks(found: Sequence[Chosen], wish: Wish, unknown: int) -> Iterator[str]:
    """What stays, for want of a model that holds; `unknown` calls state no feature, model or size."""
    stays = sorted((each for each in found if not each.to), key=_order)
    unproven = [each for each in stays if not each.passed]
    if unproven:
        calls = sum(each.load.calls for each in unproven)
        nearest = "; ".join(_nearest(each) for each in unproven[:_STAYS])
        more = f"; and {len(unproven) - _STAYS:,} more" if len(unproven) > _STAYS else ""
        yield (
            f"no evidence, {_staying(calls)}: no model with {LEAST_CHOSEN} judged tasks or more"
            f" surely succeeds in {percent(wish.quality, 1)} of them: {nearest}{more}"
        )
    refused = [each for each in stays if each.passed]
    for each in refused[:_STAYS]:
        yield f"{_work(each)}: {_staying(each.load.calls)}: {_passed(each.passed)}"
    if refused[_STAYS:]:
        calls = sum(each.load.calls for each in refused[_STAYS:])
        yield f"and {len(refused) - _STAYS:,} more whose models fail a constraint: {_staying(calls)}"
    if unknown:
        yield f"no evidence, {_staying(unknown)}: no feature, model or size is stated"


def _order(each: Chosen) -> tuple[int, str, int]:
    return -each.load.calls, each.load.feature, each.load.band


def _staying(calls: int) -> str:
    return f"{many(calls, 'call')} {'stays' if calls == 1 else 'stay'}"


def _choice(each: Chosen, to: Candidate) -> str:
    besides = f"; {_passed(each.passed)}" if each.passed else ""
    return f"{_work(each)}: {many(each.load.calls, 'call')} by {_holds(to)}{besides}."


def _nearest(each: Chosen) -> str:
    if each.best is None:
        return f"{_work(each)} none"
    work, tally = each.best
    return f"{_work(each)} at best {work.model} {rate(tally)}"


def _passed(passed: Sequence[Candidate]) -> str:
    """Cheaper models that hold and are not chosen, and why."""
    return "; ".join(f"not {_holds(each)}: it {each.reason}" for each in passed)


def _holds(each: Candidate) -> str:
    place = f" in {each.region}" if each.region else ""
    return f"{each.model}{place}, which succeeds in {rate(each.tally)} tasks"


def _work(each: Chosen) -> str:
    return f"{visible(each.load.feature)}, {BANDS[each.load.band]}"
