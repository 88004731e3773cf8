"""How sure a share of successes and a cost per success are, as intervals of 95 %.

Pure functions of counts and amounts: equal inputs give equal figures on every machine.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.records.money import EXACT, SCALE, ZERO, ratio, rounded

# The 97.5 % point of the normal distribution: 2.5 % lie above it and 2.5 % below its negative.
_Z = Decimal("1.959963984540054")
# Of 999 draws in order the 25th and the 975th leave 2.5 % of 1,000 outside on each side.
_DRAWS = 999
_OUTSIDE = 25
# Bits that hold the successes of a draw below its cost, so that one sum adds up both.
_BITS = 64
# Random numbers below this choose a task each: so many, that no task has one more in a hundred than another.
_CHOICES = 1 << 16
# More tasks than this are drawn in blocks of several.
MOST_DRAWN = 256


class Interval(NamedTuple):
    """What lies between `low` and `high` is likely; None is where there is no end."""

    low: Decimal | None
    high: Decimal | None


class Drawn(NamedTuple):
    """A task, or several that are drawn together: what was spent on them, and how many succeeded."""

    cost: Decimal
    successes: int


def wilson(successes: int, judged: int) -> Interval:
    """The Wilson score interval of a share of successes, to 18 decimals; no ends of nothing.

    Unlike a mean and its deviation it stays within 0 and 1 and is right for few tasks, and for shares near 0 and 1.
    """
    if not judged:
        return Interval(None, None)
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


def bootstrap(tasks: Sequence[Drawn], besides: Decimal = ZERO) -> Interval:
    """The interval of a cost per success, where other tasks of the same kind might have come.

    As many tasks as there are, are drawn from them with repetitions, 999 times; the interval leaves out the
    25 cheapest and the 25 dearest results of 1,000. `besides` is spent whichever tasks come. Where so many
    draws have no success there is no upper end. Draws are seeded by a digest of the tasks: their order and
    their names change nothing. Raises ValueError for more than MOST_DRAWN tasks: put them into blocks.
    """
    if len(tasks) > MOST_DRAWN:
        raise ValueError(f"{len(tasks)} tasks: draw at most {MOST_DRAWN}, or blocks of them")
    if not any(task.successes for task in tasks):
        return Interval(None, None)
    values = sorted((_whole(task.cost) << _BITS) + task.successes for task in tasks)
    more = _whole(besides) << _BITS
    drawn = [_split(more + value) for value in _sums(values, more)]
    drawn.sort(key=lambda each: each[0] / each[1] if each[1] else float("inf"))
    return Interval(_per_success(drawn[_OUTSIDE - 1]), _per_success(drawn[-_OUTSIDE]))


def _whole(amount: Decimal) -> int:
    return int(amount.scaleb(SCALE, context=EXACT))


def _split(value: int) -> tuple[int, int]:
    return value >> _BITS, value & ((1 << _BITS) - 1)


def _sums(values: Sequence[int], more: int) -> Iterator[int]:
    """The sum of each draw: as many values as there are, chosen by random numbers.

    A hash is the source, for what Python's own generator makes of a seed may change with its version.
    Of as many values as a byte has, bytes choose, which is twice as fast.
    """
    count = len(values)
    by_byte = count == 1 << 8
    chosen = (
        values if by_byte else [values[number * count // _CHOICES] for number in range(_CHOICES)]
    )
    width = count if by_byte else 2 * count
    seed = hashlib.sha256(",".join(map(str, (more, *values))).encode()).digest()
    stream = hashlib.shake_128(seed).digest(width * _DRAWS)
    for start in range(0, len(stream), width):
        part = stream[start : start + width]
        yield sum(map(chosen.__getitem__, part if by_byte else struct.unpack(f"<{count}H", part)))


def _per_success(drawn: tuple[int, int]) -> Decimal | None:
    cost, successes = drawn
    return ratio(Decimal(cost).scaleb(-SCALE, context=EXACT), successes)
