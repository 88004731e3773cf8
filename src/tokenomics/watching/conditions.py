"""Conditions that are worth a message while they hold, and what is to be said about each now.

A condition is on, off, or in doubt: too near to the point to say that it is over. So what swings
around a threshold is said once. Within a group, such as the points of one budget in one period, only
the gravest that is new is said; it covers the others. What comes again after it was over is said anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Literal, NamedTuple

from tokenomics.alert import Message

State = Literal["on", "off", "in doubt"]
Said = Literal["alert", "resolved", "covered", "over"]


Picture = Callable[[], bytes | None]


class Condition(NamedTuple):
    """Something that is worth a message while it is on.

    `message` is what is said of it as it stands: an alert where it is on, else its resolution; both
    have the condition's own key. Of those of a `group` that are new at once the one of greatest
    `level` stands for all, and for good for those of its `series`, such as what is spent or what is
    expected. `channels` are names. What never `ends` gets no resolution. What is told `again` may
    come back after it was over.
    `picture` makes the alert's chart, which takes a second, so only for what is sent.
    """

    message: Message
    state: State
    group: str
    level: int
    channels: tuple[str, ...]
    series: str = ""
    ends: bool = True
    again: bool = False
    picture: Picture | None = None

    @property
    def key(self) -> str:
        """What tells it from every other condition, at any time."""
        return self.message.key


class Step(NamedTuple):
    """What is to be done: a message to one channel, or the note that another message covers it.

    `over` notes the end of what was covered, or whose end another message tells.
    """

    condition: Condition
    channel: str
    said: Said


# The last that was said of a condition in a channel.
History = Mapping[tuple[str, str], Said]


def due(conditions: Sequence[Condition], history: History) -> Iterator[Step]:
    """What is to be said now, alerts of a group before what they cover, in the conditions' order."""
    for channel in dict.fromkeys(name for found in conditions for name in found.channels):
        mine = [
            _this_time(found, channel, history) for found in conditions if channel in found.channels
        ]
        for group in dict.fromkeys(found.group for found in mine):
            yield from _of_group([c for c in mine if c.group == group], channel, history)


def _this_time(condition: Condition, channel: str, history: History) -> Condition:
    """What may come again, under a key that says how often it came: each time is another message."""
    if not condition.again:
        return condition
    keys = chain([condition.key], (f"{condition.key}/{nth}" for nth in count(2)))
    key = next(each for each in keys if history.get((each, channel)) not in {"resolved", "over"})
    return condition._replace(message=condition.message._replace(key=key))


def _of_group(group: Sequence[Condition], channel: str, history: History) -> Iterator[Step]:
    """At most one alert or resolution of a group, and what it covers."""
    said: dict[str, Said | None] = {c.key: history.get((c.key, channel)) for c in group}
    new = sorted(
        (c for c in group if c.state == "on" and said[c.key] is None), key=lambda c: -c.level
    )
    told = [c for c in group if said[c.key] in {"alert", "covered"} and c.state != "off"]
    for rank, condition in enumerate(new):
        # A lower point that comes late, as when one is added, was said by the graver one.
        graver = any(c.series == condition.series and c.level >= condition.level for c in told)
        yield Step(condition, channel, "covered" if rank or graver else "alert")
    if new:
        return
    yield from _ends(group, said, channel)


def _ends(
    group: Sequence[Condition], said: Mapping[str, Said | None], channel: str
) -> Iterator[Step]:
    """What is over: the gravest that was told says so."""
    over = [c for c in group if c.state == "off" and c.ends]
    told = sorted((c for c in over if said[c.key] == "alert"), key=lambda c: -c.level)
    for rank, condition in enumerate(told):
        yield Step(condition, channel, _silent(condition) if rank else "resolved")
    for condition in over:
        if condition.again and said[condition.key] == "covered":
            yield Step(condition, channel, "over")


def _silent(condition: Condition) -> Said:
    return "over" if condition.again else "covered"


def unheard(conditions: Sequence[Condition], channels: Collection[str]) -> tuple[str, ...]:
    """The subjects of conditions that are on and have no channel to be said in, the gravest of each group."""
    gravest: dict[str, Condition] = {}
    for found in conditions:
        if found.state == "on" and not any(name in channels for name in found.channels):
            known = gravest.setdefault(found.group, found)
            gravest[found.group] = max(known, found, key=lambda condition: condition.level)
    return tuple(found.message.subject for found in gravest.values())
