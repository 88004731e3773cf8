"""Calls under caps: of what they say, of what they are sent, of how often they are tried.

What a cap cuts off is not paid for. What it does to the work nobody knows who has only counts; how
many of the tasks that succeeded it would have touched is what outcomes tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from tokenomics.analysis.stakes import BY_TOKEN, ONE_CALL, Base, Finding
from tokenomics.records.errors import ConfigError
from tokenomics.records.meters import IN_CONTEXT
from tokenomics.records.words import many, percent
from tokenomics.replaying.picking import OUTPUT, Picked, parted, picked_sql, sums_left
from tokenomics.replaying.question import Question
from tokenomics.replaying.successes import Touched, judged, touched
from tokenomics.replaying.world import Changed, Step, World, everywhere, otherwise

NO_OUTCOME = "no outcome tells what caps do to the work"
_SHAPE = "write output=N, input=N or attempts=N, or CONDITIONS -> output=N"
_CAP = re.compile(r"(output|input|attempts)\s*=\s*([0-9][0-9_]*)$")
# Thoughts come before what is said. Of what is sent the cheapest is cut first, so that no more is
# saved than stated.
_SAID_LAST = ("output", "reasoning")
_SENT_FIRST = ("cache_read", "input")


def steps(of: Question, texts: Sequence[str]) -> list[Step]:
    """A step a cap, such as `output=500` or `feature=support -> input=8000`.

    Raises ConfigError for what cannot be read.
    """
    is_judged = cache(lambda: judged(of))
    return [_step(of, text, is_judged) for text in texts]


def _step(of: Question, text: str, is_judged: Callable[[], bool]) -> Step:
    picked, what = parted(text, "cap", _SHAPE)
    found = _CAP.match(what)
    if not found:
        raise ConfigError(f"cap {text!r}: {_SHAPE}")
    kind, most = found[1], int(found[2])
    if kind == "attempts" and not most:
        raise ConfigError(f"cap {text!r}: no attempt at all is no cap: give 1 or more")
    name = f"cap {text.strip()}"

    def change(world: World) -> Changed:
        after = everywhere(world, lambda base: otherwise(base, _KINDS[kind](base, picked, most)))
        sums = () if kind == "attempts" else tuple(sums_left(world.first, picked))
        if not is_judged():
            return Changed(after, remarks=(*sums, NO_OUTCOME))
        return Changed(after, tuple(_said(name, touched(of, after))), sums)

    return Step(name, change)


def _said(name: str, found: Touched) -> Iterator[str]:
    if found.successes:
        yield (
            f"{name}: {found.tasks:,} of {many(found.successes, 'task')} that succeeded"
            f" ({percent(found.tasks, found.successes)}) have a call that it would have cut."
        )


def _output(base: Base, picked: Picked, most: int) -> Finding:
    return _cut(base, picked, most, OUTPUT, _SAID_LAST)


def _input(base: Base, picked: Picked, most: int) -> Finding:
    return _cut(base, picked, most, IN_CONTEXT, _SENT_FIRST)


def _cut(
    base: Base, picked: Picked, most: int, side: Sequence[str], order: Sequence[str]
) -> Finding:
    """Calls of more tokens than a cap, cut to it one meter after another in the order given."""
    excess = f"({base.total(side)} - {most})"
    first = [name for name in order if name in base.used]
    rest = [name for name in side if name in base.used and name not in first]
    flag = f"{BY_TOKEN} AND {ONE_CALL} AND {excess} > 0 AND {picked_sql(base, picked)}"
    return Finding(flag, _without([*first, *rest], excess))


def _without(meters: Sequence[str], excess: str) -> Mapping[str, str]:
    changed: dict[str, str] = {}
    before: list[str] = []
    for name in meters:
        left = f"greatest({' - '.join([excess, *before])}, 0)"
        mine = f"coalesce(calls.{name}, 0)"
        changed[name] = f"CAST({mine} - least({mine}, {left}) AS BIGINT)"
        before.append(mine)
    return changed


def _attempts(base: Base, picked: Picked, most: int) -> Finding:
    """Attempts beyond a cap, which would not have been made: nobody bills them."""
    later = f"coalesce({base.column('attempt')}, 1) > {most}"
    return Finding(f"{BY_TOKEN} AND {later} AND {picked_sql(base, picked)}", {"billing": "'free'"})


_KINDS: Mapping[str, Callable[[Base, Picked, int], Finding]] = {
    "output": _output,
    "input": _input,
    "attempts": _attempts,
}
