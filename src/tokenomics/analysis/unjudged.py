"""Flows whose hours cannot be judged, or only where they stray far: they come and go, or in few calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tokenomics.analysis.rhythm import Course, Pace
from tokenomics.analysis.spikes import SPARSE, Flow, Steps


def sparse(series: Mapping[Flow, Sequence[float]], pace: Pace) -> tuple[Flow, ...]:
    """The flows that cost something in too few of the last steps for any to be usual."""
    lately = 4 * pace.season
    return tuple(
        flow
        for flow, values in series.items()
        if sum(1 for value in values[-lately:] if value) < SPARSE * min(lately, len(values))
    )


def faint(series: Mapping[Flow, Sequence[float]], steps: Steps) -> tuple[Flow, ...]:
    """The flows of which three times the usual in two steps is no more than chance brings.

    They come in few calls, of which some more cost as much.
    """
    found: list[Flow] = []
    for flow, values in series.items():
        course = Course(steps.pace)
        first = next((at for at, value in enumerate(values) if value), len(values))
        for value, slot in zip(values[first:], steps.slots[first : len(values)], strict=True):
            course.see(value, slot)
        if len(course) > steps.pace.first and not course.tells(3, 2):
            found.append(flow)
    return tuple(found)
