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

# A new flow that carries so much of an excess names it, and what has so much of its cost is told too.
_CARRIES, _BELONGS = 0.85, 0.9
# An excess is explained where anomalies told already share so much of it.
_EXPLAINED = 0.5
# Flows stray alike where one does by such a part of the other.
_ALIKE = 0.98
# Nothing at all for so many steps, where so many deviations are missing, is a gap in the data.
_GAP_STEPS, _GAP_DEVIATIONS = {"hour": 3, "day": 1}, 4.0
# Where fewer steps have any cost, a flow comes and goes and no step is usual.
SPARSE = 0.15
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

    `flow` explains it, and `besides` are flows that nearly all of it belongs to, those left
    out to which nearly everything does. `is_open` says that it had
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
        self._open_gap(at)
        alarms = dict(self._alarms())
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

    def _alarms(self) -> Iterator[tuple[Flow, Stray]]:
        stakes, day = self._steps.stakes, self._day
        busy = {event.flow for event in self._events if event.is_open}
        for flow, course in self._courses.items():
            if flow in busy:
                continue
            found = course.stray(stakes.more * day, stakes.less * day)
            if found and course.active() >= SPARSE:
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
            from_, to = max(first, event.first), min(end, self._until(event))
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

    def _until(self, event: _Event) -> int:
        """Up to when an anomaly explains others: what is new raises them until they are used to it."""
        return event.first + self._steps.pace.adopted if event.kind == "new" else event.end

    def _in_common(self, event: _Event, flow: Flow, first: int, end: int) -> float:
        """What of a flow's excess may be an event's: their shared cost, or of a drop what is missing."""
        if event.sign > 0:
            return self._together(event.flow, flow, first, end)
        # Of what is missing as much belongs to the flow as did a season ago.
        actual, expected = self._over(event.flow, first, end)
        before = [max(at - self._steps.pace.season, 0) for at in (first, end)]
        whole = self._together(event.flow, event.flow, *before)
        share = self._together(event.flow, flow, *before) / whole if whole else 0.0
        return share * max(expected - actual, 0.0)

    def _name(self, flow: Flow, stray: Stray, first: int, end: int) -> Flow:
        """The flow that has most of an excess and strays furthest; the better name among equals.

        Of flows that are parts of one another the one in which the excess arose strays furthest: a
        wider one has more that is usual, a narrower one less of the excess.
        """
        excess = _excess(stray)
        scores: dict[Flow, float] = {}
        for other in filter(self._born.__contains__, self._series):
            if other == WHOLE or (other[0] == flow[0] and other != flow):
                continue
            actual, expected = self._over(other, first, end)
            if stray.sign * (actual - expected) < _EXPLAINED * excess:
                continue
            if stray.sign > 0 and other != flow:
                if self._together(other, flow, first, end) < _EXPLAINED * excess:
                    continue
                if self._is_young(other, end - 1) and actual >= _CARRIES * excess:
                    return other
            scores[other] = stray.sign * self._courses[other].score(stray.steps)
        least = _ALIKE * max([*scores.values(), 0.0])
        own = stray.sign * self._courses[flow].score(stray.steps)
        return next(
            (each for each, score in scores.items() if score >= max(least, _ALIKE * own)), flow
        )

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
        # What nearly all belongs to tells nothing.
        most = _BELONGS * self._courses[WHOLE].level
        others = (
            each
            for each, course in self._courses.items()
            if each[0] not in {flow[0], ""} and course.level < most
        )
        return tuple(
            each
            for each in sorted(others, key=list(self._series).index)
            if actual > 0 and self._together(flow, each, first, end) >= _BELONGS * actual
        )

    def _go_on(self, at: int) -> None:
        """Open anomalies: does the flow still stray, and for how long."""
        for event in self._events:
            if event.kind == "new":
                event.end = max(event.end, min(at + 1, event.first + self._steps.a_day))
                event.is_open = at + 1 < event.first + self._steps.a_day
                if at + 1 == self._until(event):
                    self._adopt(event)
            elif event.is_open and event.kind != "gap":
                self._go_on_with(event, at)

    def _go_on_with(self, event: _Event, at: int) -> None:
        course = self._courses[event.flow]
        if course.is_odd(at - self._born[event.flow], event.sign):
            event.end = at + 1
            self._leave_out(event.flow, at, at + 1)
        elif at + 1 - event.end >= (_CALM if self._steps.length == "hour" else 1):
            event.is_open = False
        if event.end - event.first >= self._steps.pace.adopted:
            event.is_open, event.is_lasting = False, True
            self._adopt(event)

    def _adopt(self, event: _Event) -> None:
        """The level since an anomaly began is the usual one, in all flows that it was seen in."""
        for flow in event.flows:
            if event.first > self._born[flow]:
                self._courses[flow].adopt(event.first - self._born[flow])

    def _welcome(self, at: int) -> None:
        """Flows that are new and cost enough to be told."""
        told = {event.flow for event in self._events if event.kind == "new"}
        for flow, born in self._born.items():
            if (
                flow in told
                or flow[1] is None
                or at + 1 - born > self._steps.a_day
                or not self._is_young(flow, at)
            ):
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
        if (
            self._gap
            or self._nothing < _GAP_STEPS[self._steps.length]
            or len(course) <= self._steps.pace.first
        ):
            return
        first = at + 1 - self._nothing
        usual = sum(value or 0.0 for value in course.expected[first : at + 1])
        if (
            usual >= self._steps.stakes.less * self._day
            and course.lacks(self._nothing) >= _GAP_DEVIATIONS
        ):
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
