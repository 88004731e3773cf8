"""Equal steps of time: what was spent at each, with gaps as nothing and unknown steps told apart."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean
from typing import TypeVar

from tokenomics.records.errors import InputError

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

# A date, or a datetime with or without a zone: both can be counted up in steps.
Step = TypeVar("Step", bound=date)


def regular(
    amounts: Mapping[Step, float],
    start: Step,
    end: Step,
    *,
    step: timedelta = DAY,
    unknown: Collection[Step] = (),
) -> tuple[float | None, ...]:
    """A value for each step from `start` up to and without `end`.

    A step without an amount cost nothing; one in `unknown` (still running, its logs missing) is
    None and is no evidence.
    """
    missing = set(unknown)
    values: list[float | None] = []
    at = start
    while at < end:
        values.append(None if at in missing else float(amounts.get(at, 0.0)))
        at += step
    return tuple(values)


def checked(values: Sequence[float | None]) -> None:
    """Raises InputError for a value that is no finite number."""
    for index, value in enumerate(values):
        if value is not None and not math.isfinite(value):
            raise InputError(
                f"value {index} of the series is {value}: give a finite number, "
                "or None for a step of which nothing is known"
            )


def begun(values: Sequence[float | None]) -> tuple[float | None, ...]:
    """The series from its first spending on: what came before says nothing of what follows."""
    first = next((index for index, value in enumerate(values) if value), len(values))
    return tuple(values[first:])


def filled(values: Sequence[float | None], season: int) -> tuple[float, ...]:
    """Unknown steps replaced by the mean of the nearest known ones of the same phase.

    A phase of which nothing is known gets the mean of everything known, zero where that is nothing.
    """
    known = [value for value in values if value is not None]
    average = fmean(known) if known else 0.0
    return tuple(
        _nearest(values, index, season, average) if value is None else value
        for index, value in enumerate(values)
    )


def _nearest(values: Sequence[float | None], index: int, season: int, average: float) -> float:
    """What the steps of one phase around an unknown one were, on average."""
    before = next((v for v in values[index % season : index : season][::-1] if v is not None), None)
    after = next((v for v in values[index + season :: season] if v is not None), None)
    beside = [value for value in (before, after) if value is not None]
    return fmean(beside) if beside else average


def phases(values: Sequence[float], season: int) -> tuple[tuple[float, ...], ...]:
    """The values of each phase of a season, oldest first; the first phase is that of `values[0]`."""
    return tuple(tuple(values[phase::season]) for phase in range(season))


def weekday_factors(values: Sequence[float], first_weekday: int) -> tuple[float, ...]:
    """What each weekday spends as a multiple of an average day, Monday first.

    `first_weekday` is that of `values[0]`, Monday is 0. One for every day while there is no whole
    week, or where nothing was spent.
    """
    average = fmean(values) if values else 0.0
    if len(values) < 7 or not average:
        return (1.0,) * 7
    means = [fmean(phase) for phase in phases(values, 7)]
    level = fmean(means)
    return tuple(means[(day - first_weekday) % 7] / level if level else 1.0 for day in range(7))


def is_sparse(values: Sequence[float], season: int) -> bool:
    """Whether spending comes now and then: over a quarter of the last four seasons' steps are zero.

    Phases that never spend, such as weekends, are no gaps. Where nothing at all was spent of late,
    all that was earlier came now and then.
    """
    recent = [phase for phase in phases(values[-4 * season :], season) if any(phase)]
    steps = [value for phase in recent for value in phase]
    return 4 * sum(not value for value in steps) > len(steps) if steps else any(values)
