"""How sure a share of successes, a cost per success and a change of it are, as intervals of 95 %.

Pure functions of counts and amounts: equal inputs give equal figures on every machine.
"""

from __future__ import annotations

import hashlib
import math
import operator
import struct
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from tokenomics.records.money import EXACT, SCALE, ZERO, ratio, round_fraction, rounded

# The 97.5 % point of the normal distribution: 2.5 % lie above it and 2.5 % below its negative.
_Z = Decimal("1.959963984540054")
# Of 999 draws in order the 25th and the 975th leave 2.5 % of 1,000 outside on each side.
_DRAWS = 999
_OUTSIDE = 25
# Bytes of a random number that puts tasks in order: no two are equal.
_KEY = 16
# Random numbers below this choose a task each: so many, that no task has one more in a hundred than another.
_CHOICES = 1 << 16
# More tasks than this are drawn in blocks of several.
MOST_DRAWN = 256


class Interval(NamedTuple):
    """What lies between `low` and `high` is likely; None is where there is no end."""

    low: Decimal | None
    high: Decimal | None


# Where there is nothing to draw.
NO_INTERVAL = Interval(None, None)


class Drawn(NamedTuple):
    """A task, or several that are drawn together: what was spent on them, and how many succeeded."""

    cost: Decimal
    successes: int


class Sample(NamedTuple):
    """What is drawn of one side of a comparison, and what is spent there whichever of it comes."""

    drawn: Sequence[Drawn]
    besides: Decimal = ZERO


def wilson(successes: int, judged: int) -> Interval:
    """The Wilson score interval of a share of successes, to 18 decimals; no ends of nothing.

    Unlike a mean and its deviation it stays within 0 and 1 and is right for few tasks, and for shares near 0 and 1.
    """
    if not judged:
        return NO_INTERVAL
    n, square = Decimal(judged), EXACT.multiply(_Z, _Z)
    share = EXACT.divide(Decimal(successes), n)
    spread = EXACT.divide(EXACT.multiply(share, EXACT.subtract(Decimal(1), share)), n)
    more = EXACT.divide(square, EXACT.multiply(Decimal(4), EXACT.multiply(n, n)))
    half = EXACT.multiply(_Z, EXACT.sqrt(EXACT.add(spread, more)))
    middle = EXACT.add(share, EXACT.divide(square, EXACT.multiply(Decimal(2), n)))
    scale = EXACT.add(Decimal(1), EXACT.divide(square, n))
    low, high = (EXACT.divide(op(middle, half), scale) for op in (EXACT.subtract, EXACT.add))
    # A share of 0 or 1 has its end there, which roots are a digit beside.
    return Interval(max(rounded(low), ZERO), min(rounded(high), Decimal(1)))


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> Interval:
    """The interval of how much one share of successes is above another, to 18 decimals: below 0 it is lower.

    Both are successes and judged tasks; the interval is Newcombe's, of their Wilson intervals. No ends where
    either is of nothing.
    """
    mine, theirs = wilson(*one), wilson(*other)
    if mine.low is None or mine.high is None or theirs.low is None or theirs.high is None:
        return NO_INTERVAL
    (first, second) = (EXACT.divide(Decimal(n), Decimal(of)) for n, of in (one, other))
    above = EXACT.subtract(first, second)
    down = _apart(EXACT.subtract(first, mine.low), EXACT.subtract(theirs.high, second))
    up = _apart(EXACT.subtract(mine.high, first), EXACT.subtract(second, theirs.low))
    return Interval(rounded(EXACT.subtract(above, down)), rounded(EXACT.add(above, up)))


def _apart(one: Decimal, other: Decimal) -> Decimal:
    return EXACT.sqrt(EXACT.add(EXACT.multiply(one, one), EXACT.multiply(other, other)))


def bootstrap(tasks: Sequence[Drawn], besides: Decimal = ZERO) -> Interval:
    """The interval of a cost per success, where other tasks of the same kind might have come.

    As many tasks as there are, are drawn from them with repetitions, 999 times; the interval leaves out the
    25 cheapest and the 25 dearest results of 1,000. `besides` is spent whichever tasks come. Where so many
    draws have no success there is no upper end. A digest of the tasks decides which of them is drawn how
    often: their order and their names change nothing. Raises ValueError for more than MOST_DRAWN tasks: put
    them into blocks.
    """
    if not any(task.successes for task in tasks):
        return NO_INTERVAL
    found = _draws(Sample(tasks, besides))
    found.sort(key=lambda each: each[0] / each[1] if each[1] else float("inf"))
    return Interval(_per_success(found[_OUTSIDE - 1]), _per_success(found[-_OUTSIDE]))


def relative(base: Sample, head: Sample) -> Interval:
    """The interval of the change of a cost per success, as a share of what it was: 0.25 is a quarter more.

    Both sides are drawn again independently, as `bootstrap` does. None is an end where so many draws of
    the base cost nothing, or have no success at one side, that there is none. Raises as `bootstrap` does.
    """
    if not base.drawn or not head.drawn:
        return NO_INTERVAL
    # Equal numbers of tasks are drawn by the same random numbers: each draw meets another one's.
    ours, theirs = _draws(head), _draws(base)
    pairs = zip([*ours[1:], *ours[:1]], theirs, strict=True)
    found = [(cost * was, number * before) for (cost, number), (before, was) in pairs]
    found.sort(key=lambda each: each[0] / each[1] if each[1] else float("inf"))
    return Interval(_more(found[_OUTSIDE - 1]), _more(found[-_OUTSIDE]))


def _more(times: tuple[int, int]) -> Decimal | None:
    return round_fraction(Fraction(*times) - 1) if times[1] else None


def _draws(of: Sample) -> list[tuple[int, int]]:
    """The cost and the successes of each draw."""
    if len(of.drawn) > MOST_DRAWN:
        raise ValueError(f"{len(of.drawn)} tasks: draw at most {MOST_DRAWN}, or blocks of them")
    more = _whole(of.besides)
    drawn = _shuffled(sorted((_whole(task.cost), task.successes) for task in of.drawn), more)
    costs = _sums([cost for cost, _ in drawn])
    successes = _sums([number for _, number in drawn])
    return [(more + cost, number) for cost, number in zip(costs, successes, strict=True)]


def _whole(amount: Decimal) -> int:
    return int(amount.scaleb(SCALE, context=EXACT))


def _shuffled(drawn: Sequence[tuple[int, int]], more: int) -> list[tuple[int, int]]:
    """The same in an order by chance, so that the draws of one group are not those of another.

    A hash is the source, for what Python's own generator makes of a seed may change with its version.
    """
    seed = hashlib.sha256(repr((more, drawn)).encode()).digest()
    keys = hashlib.shake_128(seed).digest(_KEY * len(drawn))
    order = sorted(range(len(drawn)), key=lambda n: keys[_KEY * n : _KEY * (n + 1)])
    return [drawn[n] for n in order]


def _sums(values: Sequence[int]) -> list[int]:
    """The sum of each draw: as many values as there are, chosen by random numbers.

    All draws are added up at once, as lanes of one great number: by whole numbers of their common
    unit above the least, which are short.
    """
    least = min(values)
    unit = math.gcd(*(value - least for value in values)) or 1
    parts = [(value - least) // unit for value in values]
    width = (len(parts) * max(parts)).bit_length() // 8 + 1
    lanes = sum(map(operator.mul, parts, _lanes(len(parts), width)))
    stream = lanes.to_bytes(width * _DRAWS, "little")
    return [
        int.from_bytes(stream[start : start + width], "little") * unit + least * len(parts)
        for start in range(0, len(stream), width)
    ]


@lru_cache(maxsize=8)
def _lanes(count: int, width: int) -> list[int]:
    """How often each of `count` values is drawn: a number each, with a lane of `width` bytes a draw."""
    found: list[int] = []
    for times in _times(count):
        lanes = bytearray(width * _DRAWS)
        lanes[::width] = times
        found.append(int.from_bytes(lanes, "little"))
    return found


@lru_cache(maxsize=8)
def _times(count: int) -> list[bytearray]:
    """How often each of `count` values is drawn: a byte a draw."""
    width = 2 * count
    stream = hashlib.shake_128(str(count).encode()).digest(width * _DRAWS)
    found = [bytearray(_DRAWS) for _ in range(count)]
    for draw in range(_DRAWS):
        for number in struct.unpack(f"<{count}H", stream[draw * width : (draw + 1) * width]):
            found[number * count // _CHOICES][draw] += 1
    return found


def _per_success(drawn: tuple[int, int]) -> Decimal | None:
    cost, successes = drawn
    return ratio(Decimal(cost).scaleb(-SCALE, context=EXACT), successes)
