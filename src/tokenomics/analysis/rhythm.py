"""The usual course of a series of costs, learnt step by step, and how far each step is from it.

What is usual at a step is the level of the last season times the share that the same slot of
earlier seasons had of theirs: the hour of the week, or the weekday. How much it strays is learnt from
its own past too. What was abnormal is put back to what was expected before anything is learnt from it.
"""

from __future__ import annotations

from collections import deque
from math import copysign, inf, sqrt
from typing import NamedTuple

# Seasons that a slot's share is learnt from, and those that strays are.
_SHARES, _STRAYS = 6, 4
# Steps stray by chance even where next to nothing is usual: as if this much of the level were.
_FLOOR = 0.15
# Beyond so many deviations a step teaches no more than one that strays so far.
_BOUND = 4.0
# So much more is asked for with each season that history is short of three.
_YOUNG = 0.4
# The score of what never happened before, and what is no difference: floats are no exact sums.
_SURE, _SAME = 50.0, 1e-6


class Pace(NamedTuple):
    """How a series is judged: steps of a season and of a day, windows of steps, and what makes them abnormal.

    A window is abnormal where it strays by `deviations` and by `margin` times the most that it
    strayed by in the last four seasons. Nothing is judged in the first `first` steps; a step teaches
    after `lag` steps, if it is still thought normal then. What lasts for `adopted` steps is usual.
    """

    season: int
    day: int
    windows: tuple[int, ...]
    deviations: float
    margin: float
    first: int
    lag: int
    adopted: int
    drops: bool


HOURLY = Pace(168, 24, (1, 2, 4), 4.0, 1.15, 9 * 24, 24, 72, drops=False)
DAILY = Pace(7, 1, (1,), 4.0, 1.15, 14, 1, 7, drops=True)


class Stray(NamedTuple):
    """A window of `steps` whose cost is not the usual one; `sign` is -1 where it is less."""

    steps: int
    actual: float
    expected: float
    sign: int


class Course:
    """A series as it becomes known: `see` takes its next step.

    `actual`, `expected` (None before anything is known) and `clean`, what is learnt from, have a
    value a step. An unknown step is None in `actual`.
    """

    def __init__(self, pace: Pace) -> None:
        """Of steps that are judged as `pace` says."""
        self.pace = pace
        self.actual: list[float | None] = []
        self.expected: list[float | None] = []
        self.clean: list[float] = []
        self._slots: list[int] = []
        self._levels: list[float] = []
        self._shares: dict[int, deque[float]] = {}
        self._noise = [_Noise(pace) for _ in pace.windows]
        self._scores: list[tuple[float, ...]] = []
        self._odd: set[int] = set()
        self._sums = [0.0], [0.0]
        self._sum = 0.0

    def __len__(self) -> int:
        """The steps that were seen."""
        return len(self.actual)

    @property
    def level(self) -> float:
        """The mean of a step over the last season, never negative: what was added and taken away again leaves a trace."""
        return max(self._sum, 0.0) / min(len(self.clean), self.pace.season) if self.clean else 0.0

    def see(self, value: float | None, slot: int) -> None:
        """Take the next step, None where it is not known; `slot` is its place in the season."""
        at, season = len(self.actual), self.pace.season
        usual = None if at < season else self.usual(slot)
        self.actual.append(value)
        self.expected.append(usual)
        self._slots.append(slot)
        self._levels.append(self.level)
        self._add(at)
        known = (usual or 0.0) if value is None else value
        self.clean.append(known if usual is None else self._bounded(known, usual))
        self._sum += self.clean[-1] - (self.clean[at - season] if at >= season else 0.0)
        if value is None:
            self._odd.add(at)
        self._scores.append(self._score(at))
        if at == season - 1:
            self._settle()
        elif at - self.pace.lag >= season:
            self._learn(at - self.pace.lag)

    def usual(self, slot: int) -> float:
        """What is usual of a step to come with that place in the season, by what is known now."""
        shares = self._shares.get(slot)
        return self.level * (sum(shares) / len(shares) if shares else 1.0)

    def stray(self, least: float, less: float = inf) -> Stray | None:
        """The window that ends now and strays furthest, where that is abnormal and by `least` or more.

        `less` is what a drop must come to.
        """
        at = len(self.actual) - 1
        if at < self.pace.first or self.actual[at] is None:
            return None
        found: tuple[float, Stray] | None = None
        for noise, steps, score in zip(
            self._noise, self.pace.windows, self._scores[at], strict=True
        ):
            sign = 1 if score > 0 else -1
            limit = self._limit(noise, sign)
            if abs(score) < limit or (sign < 0 and not self.pace.drops):
                continue
            actual, expected = self.over(at + 1 - steps, at + 1)
            if sign * (actual - expected) < (least if sign > 0 else less):
                continue
            if found is None or abs(score) / limit > found[0]:
                found = abs(score) / limit, Stray(steps, actual, expected, sign)
        return found and found[1]

    def tells(self, times: float, steps: int) -> bool:
        """Whether so many steps at so many times their level would be abnormal, as far as chance strays."""
        noise, usual = self._noise[self.pace.windows.index(steps)], self.level * steps
        return noise.score(times * usual, usual, self.level) >= self._limit(noise, 1)

    def score(self, steps: int) -> float:
        """How many deviations the window of so many steps that ends now is from the usual."""
        return self._scores[-1][self.pace.windows.index(steps)]

    def over(self, first: int, end: int) -> tuple[float, float]:
        """What known steps cost, and what was expected of them."""
        return (
            self._sums[0][end] - self._sums[0][first],
            self._sums[1][end] - self._sums[1][first],
        )

    def is_odd(self, at: int, sign: int) -> bool:
        """Whether a step by itself is more than chance away from the usual, on that side."""
        value, usual = self.actual[at], self.expected[at]
        if value is None or usual is None:
            return False
        return sign * (value - usual) > max(2 * self._deviation(usual), usual / 2)

    def leave_out(self, first: int, end: int) -> None:
        """Learn nothing from steps: they count as what was expected of them."""
        for at in range(max(first, self.pace.season), end):
            self._odd.add(at)
            self._put(at, self.expected[at] or 0.0)

    def forget(self, first: int, end: int) -> None:
        """Steps are not known after all."""
        for at in range(first, end):
            self.actual[at] = None
        for sums in self._sums:
            del sums[first + 1 :]
        for at in range(first, len(self.actual)):
            self._add(at)
        self.leave_out(first, end)

    def adopt(self, first: int) -> None:
        """Take the level since a step as the usual one, and all before it as if it had been so."""
        actual, expected = self.over(first, len(self.actual))
        ratio = actual / expected if expected > 0 else 1.0
        for noise in self._noise:
            noise.rescale(ratio)
        start = max(len(self.clean) - self.pace.season, 0)
        for at in range(start, len(self.clean)):
            value = self.actual[at]
            self._odd.discard(at)
            self._put(at, self.clean[at] * ratio if at < first or value is None else value)

    def lacks(self, steps: int) -> float:
        """How many deviations below the usual nothing at all in the last steps would be."""
        usual = sum(value or 0.0 for value in self.expected[-steps:])
        return -self._noise[0].score(0.0, usual, self.level) if self._noise[0].is_known else 0.0

    def active(self, seasons: int = _STRAYS) -> float:
        """The share of the steps of the last seasons in which anything was spent."""
        lately = self.actual[-seasons * self.pace.season :]
        return sum(1 for value in lately if value) / len(lately) if lately else 0.0

    def _limit(self, noise: _Noise, sign: int) -> float:
        """The deviations from which on a window is abnormal: more, the shorter the history."""
        young = 1 + _YOUNG * max(0.0, 3 - (len(self.actual) - 1) / self.pace.season)
        return young * max(self.pace.deviations, self.pace.margin * noise.furthest(sign))

    def _add(self, at: int) -> None:
        """Sum up what is known through a step, and what was expected of it."""
        value = self.actual[at]
        usual = self.expected[at] if value is not None else None
        for sums, amount in zip(self._sums, (value, usual), strict=True):
            sums.append(sums[at] + (amount or 0.0))

    def _deviation(self, usual: float) -> float:
        return self._noise[0].deviation(max(usual, _FLOOR * self.level))

    def _bounded(self, value: float, usual: float) -> float:
        room = _BOUND * self._deviation(usual)
        if not room or not self._noise[0].is_known:
            return value
        return min(max(value, usual - room), usual + room)

    def _put(self, at: int, value: float) -> None:
        if at >= len(self.clean) - self.pace.season:
            self._sum += value - self.clean[at]
        self.clean[at] = value

    def _score(self, at: int) -> tuple[float, ...]:
        found: list[float] = []
        for noise, steps in zip(self._noise, self.pace.windows, strict=True):
            first = at + 1 - steps
            if first < self.pace.season or not noise.is_known:
                found.append(0.0)
                continue
            actual, usual = self.over(first, at + 1)
            found.append(noise.score(actual, usual, self.level))
        return tuple(found)

    def _settle(self) -> None:
        """The first season: nothing is expected yet, so what towers over its slots' like is cut."""
        values = sorted(value for value in self.clean if value > 0)
        cut = 3 * values[len(values) * 9 // 10] if values else 0.0
        for at, value in enumerate(self.clean):
            self._put(at, min(value, cut))
        for at in range(len(self.clean)):
            self._levels[at] = self.level
            self._share(at)
        self._presume()

    def _presume(self) -> None:
        """Until strays are known, those of the first season count: from the mean of the same time of day."""
        day = self.pace.day
        usual = [0.0] * day
        for at, value in enumerate(self.clean):
            usual[self._slots[at] % day] += value * day / self.pace.season
        for noise, steps in zip(self._noise, self.pace.windows, strict=True):
            for at in range(steps - 1, len(self.clean)):
                window = range(at + 1 - steps, at + 1)
                expected = sum(usual[self._slots[each] % day] for each in window)
                actual = sum(self.clean[each] for each in window)
                noise.learn(actual - expected, max(expected, _FLOOR * self.level * steps), 0.0, at)

    def _learn(self, at: int) -> None:
        self._share(at)
        if at in self._odd:
            return
        for noise, steps, score in zip(
            self._noise, self.pace.windows, self._scores[at], strict=True
        ):
            first = at + 1 - steps
            if first >= self.pace.season:
                actual, usual = self.over(first, at + 1)
                noise.learn(
                    actual - usual, max(usual, _FLOOR * self._levels[at] * steps), score, at
                )

    def _share(self, at: int) -> None:
        if self._levels[at] > 0:
            shares = self._shares.setdefault(self._slots[at], deque(maxlen=_SHARES))
            shares.append(self.clean[at] / self._levels[at])


class _Noise:
    """How much windows stray from the usual: the square of it grows with what is usual."""

    def __init__(self, pace: Pace) -> None:
        self._kept = _STRAYS * pace.season
        self._season = pace.season
        self._past: deque[tuple[float, float]] = deque()
        self._squares = self._usual = 0.0
        self._peaks: dict[int, tuple[float, float]] = {}

    @property
    def is_known(self) -> bool:
        return bool(self._past)

    def deviation(self, usual: float) -> float:
        """What a window with so much usual strays by."""
        return sqrt(max(self._squares, 0.0) / self._usual * usual) if self._usual > 0 else 0.0

    def score(self, actual: float, usual: float, level: float) -> float:
        """How many deviations a window is from the usual, chance being as lopsided as that of counts.

        Costs come in lumps, calls or sessions. With `lump` the square of the deviation of one dollar,
        their number strays as counts do, whose roots stray by a half whatever they are.
        """
        lump = self.deviation(1.0) ** 2
        if not lump:
            return (
                0.0
                if abs(actual - usual) <= _SAME * max(usual, level)
                else copysign(_SURE, actual - usual)
            )
        more = 0.375 * lump
        return max(-_SURE, min(_SURE, 2 * (sqrt(actual + more) - sqrt(usual + more)) / sqrt(lump)))

    def furthest(self, sign: int) -> float:
        """The most that a window strayed by on one side, of late, in deviations."""
        return max((peak[sign < 0] for peak in self._peaks.values()), default=0.0)

    def rescale(self, ratio: float) -> None:
        """All that was learnt from is so many times as much: what strays may stray by as much more."""
        self._past = deque((square * ratio**2, usual * ratio) for square, usual in self._past)
        self._squares *= ratio**2
        self._usual *= ratio

    def learn(self, difference: float, usual: float, score: float, at: int) -> None:
        square = difference * difference
        if self.is_known and self._squares > 0:
            square = min(square, (_BOUND * self.deviation(usual)) ** 2)
        self._past.append((square, usual))
        self._squares += square
        self._usual += usual
        if len(self._past) > self._kept:
            old, was = self._past.popleft()
            self._squares -= old
            self._usual -= was
        season = at // self._season
        high, low = self._peaks.get(season, (0.0, 0.0))
        self._peaks[season] = max(high, score), max(low, -score)
        self._peaks.pop(season - _STRAYS, None)
