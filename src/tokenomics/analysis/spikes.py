"""Anomalies in the costs of flows, step by step: noticed, named by the flow that explains them, told once.

All flows are followed at once. Where some stray from their usual course, the one that carries most of
the excess and is least usual names the anomaly; what shares its calls is explained by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tokenomics.analysis.rhythm import Course, Pace, Stray

# A dimension and its value; the whole has neither.
Flow = tuple[str, str | None]
WHOLE: Flow = ("", None)
Kind = Literal["spike", "drop", "new", "gap"]
# What two flows cost together in steps, from the first up to the last, itself not included.
Shared = Callable[[Flow, Flow, int, int], float]

# A flow that carries so much of an excess may name it, and what has so much of its cost is told too.
_CARRIES, _BELONGS = 0.85, 0.9
# An excess is explained where anomalies told already share so much of it.
_EXPLAINED = 0.5
# Flows are as unusual where their usual shares of the cost differ by no more than this.
_ALIKE = 0.1
# Nothing at all for so many steps, where so many deviations are missing, is a gap in the data.
_GAP_STEPS, _GAP_DEVIATIONS = {"hour": 3, "day": 1}, 4.0
# Where fewer steps have any cost, a flow comes and goes and no step is usual.
_SPARSE = 0.15
# So many usual steps in a row end an anomaly.
_CALM = 2


class Stakes(NamedTuple):
    """The money that makes an anomaly worth telling, as shares of the usual cost of a day."""

    more: float
    less: float
    new: float


class Steps(NamedTuple):
    """The steps of a series: how it is judged, how many make a day, and the place of each in its season.

    `bounds` has where each begins in the steps that `Shared` counts, and where the last ends.
    """

    length: Literal["hour", "day"]
    pace: Pace
    a_day: int
    stakes: Stakes
    slots: Sequence[int]
    bounds: Sequence[int]


class Found(NamedTuple):
    """An anomaly from step `first` up to `end`, noticed at the end of step `noticed`.

    `flow` explains it, and `besides` are flows that all of it belongs to. `is_open` says that it had
    not ended, `is_lasting` that it became the usual level.
    """

    kind: Kind
    flow: Flow
    besides: tuple[Flow, ...]
    first: int
    end: int
    noticed: int
    actual: float
    expected: float
    is_open: bool
    is_lasting: bool


@dataclass
class _Event:
    """An anomaly as it goes on. `flows` are all that it was seen in."""

    kind: Kind
    flow: Flow
    besides: tuple[Flow, ...]
    first: int
    end: int
    noticed: int
    sign: int
    flows: set[Flow] = field(default_factory=set[Flow])
    is_open: bool = True
    is_lasting: bool = False


def find(
    series: Mapping[Flow, Sequence[float]],
    steps: Steps,
    shared: Shared,
    *,
    told: Sequence[tuple[Flow, int, int]] = (),
) -> tuple[Found, ...]:
    """The anomalies of series of one length, in order of being noticed; what comes later changes none.

    `series` has the whole and flows of several dimensions, those first that are better names. `told`
    are anomalies told already, in the steps of `shared`.
    """
    search = _Search(series, steps, shared, told)
    for at in range(len(series[WHOLE])):
        search.step(at)
    return tuple(search.found())


def sparse(series: Mapping[Flow, Sequence[float]], pace: Pace) -> tuple[Flow, ...]:
    """The flows that cost something in too few of the last steps for any to be usual."""
    lately = 4 * pace.season
    return tuple(
        flow
        for flow, values in series.items()
        if sum(1 for value in values[-lately:] if value) < _SPARSE * min(lately, len(values))
    )


class _Search:
    """All flows followed at once."""

    def __init__(
        self,
        series: Mapping[Flow, Sequence[float]],
        steps: Steps,
        shared: Shared,
        told: Sequence[tuple[Flow, int, int]],
    ) -> None:
        self._series, self._steps, self._shared, self._told = series, steps, shared, told
        self._events: list[_Event] = []
        self._courses: dict[Flow, Course] = {}
        self._born: dict[Flow, int] = {}
        self._nothing = 0
        self._gap: _Event | None = None

    def step(self, at: int) -> None:
        """Take step `at` of every flow."""
        self._follow(at)
        self._close_gap(at)
        self._go_on(at)
        alarms = dict(self._alarms(at))
        self._open_gap(at)
        # The whole last: what is left of it when its flows are told.
        for flow in sorted(alarms, key=lambda each: (each == WHOLE, -_excess(alarms[each]))):
            self._judge(flow, alarms[flow], at)
        self._welcome(at)

    def found(self) -> Iterator[Found]:
        """What was found."""
        for event in self._events:
            actual, expected = self._over(event.flow, event.first, event.end)
            if event.kind == "gap":
                actual, expected = 0.0, self._missing(event)
            yield Found(
                event.kind, event.flow, event.besides, event.first, event.end, event.noticed,
                actual, expected, event.is_open, event.is_lasting,
            )  # fmt: skip

    @property
    def _day(self) -> float:
        """What a day usually costs."""
        return self._courses[WHOLE].level * self._steps.a_day

    def _follow(self, at: int) -> None:
        for flow, values in self._series.items():
            course = self._courses.get(flow)
            if course is None:
                if not values[at] and flow != WHOLE:
                    continue
                course = self._courses[flow] = Course(self._steps.pace)
                self._born[flow] = at
            missing = self._gap is not None and not self._series[WHOLE][at]
            course.see(None if missing else values[at], self._steps.slots[at])

    def _is_young(self, flow: Flow, at: int) -> bool:
        """Whether a flow began in the last season, all others being older."""
        season = self._steps.pace.season
        return at - self._born[flow] < season <= self._born[flow]

    def _over(self, flow: Flow, first: int, end: int) -> tuple[float, float]:
        """What a flow cost from one step up to another, and what was expected."""
        born = self._born.get(flow)
        if born is None or end <= born:
            return 0.0, 0.0
        return self._courses[flow].over(max(first - born, 0), end - born)

    def _leave_out(self, flow: Flow, first: int, end: int) -> None:
        born = self._born[flow]
        if end > born:
            self._courses[flow].leave_out(max(first - born, 0), end - born)

    def _alarms(self, at: int) -> Iterator[tuple[Flow, Stray]]:
        stakes, day = self._steps.stakes, self._day
        busy = {event.flow for event in self._events if event.is_open}
        for flow, course in self._courses.items():
            if flow in busy:
                continue
            found = course.stray(stakes.more * day, stakes.less * day)
            if found and course.active() >= _SPARSE:
                yield flow, found

    def _judge(self, flow: Flow, stray: Stray, at: int) -> None:
        first = at + 1 - stray.steps
        event = self._explained(flow, stray, first, at + 1)
        if event is None:
            name = self._name(flow, stray, first, at + 1)
            event = self._begin(name, stray.sign, first, at)
        if event is not _TOLD:
            event.flows.add(flow)
        self._leave_out(flow, first, at + 1)

    def _explained(self, flow: Flow, stray: Stray, first: int, end: int) -> _Event | None:
        """The anomaly that an alarm is of: they share so much of the excess."""
        excess, explained, best = _excess(stray), 0.0, None
        bounds = self._steps.bounds
        for event in self._events:
            until = event.first + self._steps.pace.season if event.kind == "new" else event.end
            from_, to = max(first, event.first), min(end, max(until, event.end))
            if from_ >= to or (event.sign != stray.sign and event.kind != "gap"):
                continue
            share = self._in_common(event, flow, from_, to)
            explained += share
            if best is None or share > best[0]:
                best = share, event
        for other, start, stop in self._told:
            from_, to = max(bounds[first], start), min(bounds[end], stop)
            if from_ < to and stray.sign > 0:
                explained += self._shared(other, flow, from_, to)
        if explained < _EXPLAINED * excess:
            return None
        return best[1] if best else _TOLD

    def _in_common(self, event: _Event, flow: Flow, first: int, end: int) -> float:
        """What of a flow's excess may be an event's: their shared cost, or of a drop what is missing."""
        if event.sign < 0:
            actual, expected = self._over(event.flow, first, end)
            return max(expected - actual, 0.0) if flow != event.flow else 0.0
        bounds = self._steps.bounds
        return self._shared(event.flow, flow, bounds[first], bounds[end])

    def _name(self, flow: Flow, stray: Stray, first: int, end: int) -> Flow:
        """The flow that carries most of an excess and is least usual; the better name among equals."""
        excess = _excess(stray)
        carrying: list[tuple[float, Flow]] = []
        for other in self._courses:
            if other == WHOLE or other[1] is None or (other[0] == flow[0] and other != flow):
                continue
            actual, expected = self._over(other, first, end)
            mine = stray.sign * (actual - expected)
            if mine < _CARRIES * excess:
                continue
            if stray.sign > 0 and other != flow and self._together(other, flow, first, end) < _CARRIES * excess:
                continue
            carrying.append((expected, other))
        if not carrying:
            return flow
        least = min(expected for expected, _ in carrying)
        room = least + _ALIKE * max(stray.expected, excess)
        return next(other for expected, other in carrying if expected <= room)

    def _together(self, one: Flow, other: Flow, first: int, end: int) -> float:
        bounds = self._steps.bounds
        return self._shared(one, other, bounds[first], bounds[end])

    def _begin(self, flow: Flow, sign: int, first: int, at: int) -> _Event:
        born, course = self._born[flow], self._courses[flow]
        odd = (n for n in range(max(first, born), at + 1) if course.is_odd(n - born, sign))
        start = next(odd, max(first, born))
        young = self._is_young(flow, at)
        kind: Kind = "drop" if sign < 0 else "new" if young else "spike"
        if young:
            start = born
        event = _Event(kind, flow, self._besides(flow, start, at + 1), start, at + 1, at, sign)
        event.flows.add(flow)
        self._leave_out(flow, start, at + 1)
        self._events.append(event)
        return event

    def _besides(self, flow: Flow, first: int, end: int) -> tuple[Flow, ...]:
        """The flows of other dimensions that nearly all of a flow's cost belongs to."""
        if flow == WHOLE:
            return ()
        actual, _ = self._over(flow, first, end)
        others = (each for each in self._courses if each[0] not in {flow[0], ""} and each[1])
        return tuple(
            each
            for each in others
            if actual > 0 and self._together(flow, each, first, end) >= _BELONGS * actual
        )

    def _go_on(self, at: int) -> None:
        """Open anomalies: does the flow still stray, and for how long."""
        for event in self._events:
            if not event.is_open or event.kind == "gap":
                continue
            born, course = self._born[event.flow], self._courses[event.flow]
            if event.kind == "new":
                event.end = min(at + 1, event.first + self._steps.a_day)
                event.is_open = at + 1 < event.end or at + 1 < event.first + self._steps.a_day
            elif course.is_odd(at - born, event.sign):
                event.end = at + 1
            elif at + 1 - event.end >= (_CALM if self._steps.length == "hour" else 1):
                event.is_open = False
            if event.is_open:
                self._leave_out(event.flow, event.end - 1, event.end)
            if event.end - event.first >= self._steps.pace.adopted and event.kind != "new":
                event.is_open, event.is_lasting = False, True
                for flow in event.flows:
                    if event.first > self._born[flow]:
                        self._courses[flow].adopt(event.first - self._born[flow])

    def _welcome(self, at: int) -> None:
        """Flows that are new and cost enough to be told."""
        told = {event.flow for event in self._events if event.kind == "new"}
        for flow, born in self._born.items():
            if flow in told or flow[1] is None or at + 1 - born > self._steps.a_day or not self._is_young(flow, at):
                continue
            actual, _ = self._over(flow, born, at + 1)
            if actual < self._steps.stakes.new * self._day:
                continue
            stray = Stray(at + 1 - born, actual, 0.0, 1)
            if self._explained(flow, stray, born, at + 1) is None:
                self._begin(flow, 1, born, at)

    def _open_gap(self, at: int) -> None:
        if self._series[WHOLE][at]:
            self._nothing = 0
            return
        self._nothing += 1
        course = self._courses[WHOLE]
        if self._gap or self._nothing < _GAP_STEPS[self._steps.length] or len(course) <= self._steps.pace.first:
            return
        first = at + 1 - self._nothing
        usual = sum(value or 0.0 for value in course.expected[first : at + 1])
        if usual >= self._steps.stakes.less * self._day and course.lacks(self._nothing) >= _GAP_DEVIATIONS:
            self._gap = _Event("gap", WHOLE, (), first, at + 1, at, -1)
            self._events.append(self._gap)
            for flow, born in self._born.items():
                if at + 1 > born:
                    self._courses[flow].forget(max(first - born, 0), at + 1 - born)

    def _close_gap(self, at: int) -> None:
        if self._gap is None:
            return
        if self._series[WHOLE][at]:
            self._gap.is_open, self._gap = False, None
        else:
            self._gap.end = at + 1

    def _missing(self, event: _Event) -> float:
        return sum(v or 0.0 for v in self._courses[WHOLE].expected[event.first : event.end])


# What an anomaly of another length explains.
_TOLD = _Event("spike", WHOLE, (), 0, 0, 0, 1)


def _excess(stray: Stray) -> float:
    return abs(stray.actual - stray.expected)
