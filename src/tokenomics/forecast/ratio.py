"""A model beside a baseline over several series, with an interval that says what luck may have done."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

DRAWS = 2000


class Ratio(NamedTuple):
    """How much of the baseline's error a model makes: below one is better.

    `low` and `high` hold it with 95 %, as far as other series would be like these.
    """

    value: float
    low: float
    high: float


def ratio(mine: Sequence[float], baseline: Sequence[float]) -> Ratio | None:
    """The geometric mean of a model's errors in proportion to the baseline's, a pair a series.

    Its interval is that of means of as many series drawn from these. What is drawn depends on the
    figures alone, so that equal figures have equal intervals. Pairs with an error of zero have no
    proportion and are left out; None where no pair is left.
    """
    logs = [math.log(a / b) for a, b in zip(mine, baseline, strict=True) if a > 0 and b > 0]
    if not logs:
        return None
    chance = random.Random(_digest(logs))  # noqa: S311 - statistics, no secret
    means = sorted(fmean(chance.choices(logs, k=len(logs))) for _ in range(DRAWS))
    ends = (means[int(DRAWS * 0.025)], means[int(DRAWS * 0.975)])
    return Ratio(math.exp(fmean(logs)), *(math.exp(end) for end in ends))


def _digest(values: Sequence[float]) -> int:
    text = ",".join(f"{value:.9g}" for value in values)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
