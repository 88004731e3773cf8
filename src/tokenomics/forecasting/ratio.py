"""A model beside a baseline, with an interval that says what luck may have done."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import NamedTuple

DRAWS = 2000

Pair = tuple[float, float]


class Ratio(NamedTuple):
    """How much of the baseline's error a model makes: below one is better.

    `low` and `high` hold it with 95 %, as far as others would be like those measured.
    """

    value: float
    low: float
    high: float


def over_series(pairs: Sequence[Pair]) -> Ratio | None:
    """The geometric mean of a model's errors in proportion to the baseline's, a pair a series.

    Pairs with an error of zero have no proportion and are left out; None where no pair is left.
    """
    return _drawn(
        [(mine, baseline) for mine, baseline in pairs if mine > 0 and baseline > 0],
        lambda drawn: math.exp(fmean(math.log(mine / baseline) for mine, baseline in drawn)),
    )


def over_windows(pairs: Sequence[Pair]) -> Ratio | None:
    """A model's errors in proportion to the baseline's, all together, a pair a window of one series.

    Windows overlap and are like one another, so the interval is rather too narrow. None where the
    baseline made no error.
    """
    return _drawn(
        [(mine, baseline) for mine, baseline in pairs if baseline > 0],
        lambda drawn: sum(mine for mine, _ in drawn) / sum(baseline for _, baseline in drawn),
    )


def _drawn(pairs: Sequence[Pair], figure: Callable[[Sequence[Pair]], float]) -> Ratio | None:
    """A figure of all pairs, and the middle 95 % of it over as many pairs drawn from them.

    What is drawn depends on the pairs alone, so equal figures have equal intervals.
    """
    if not pairs:
        return None
    chance = random.Random(_digest(pairs))  # noqa: S311 - statistics, no secret
    found = sorted(figure(chance.choices(pairs, k=len(pairs))) for _ in range(DRAWS))
    return Ratio(figure(pairs), found[int(DRAWS * 0.025)], found[int(DRAWS * 0.975)])


def _digest(pairs: Sequence[Pair]) -> int:
    text = ",".join(f"{mine:.9g}/{baseline:.9g}" for mine, baseline in pairs)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
