"""What is said now, by what holds and what was said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tokenomics.alert import Message
from tokenomics.watching.conditions import Condition, Said, State, due, unheard

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def _point(level: int, state: State = "on", **more: Any) -> Condition:
    message = Message(f"support/{level}", f"support: {level} %", "Spent.", NOW)
    return Condition(message, state, "support", level, ("mail",))._replace(**more)


def _said(conditions: list[Condition], history: dict[tuple[str, str], Said]) -> list[Any]:
    """What is due, noted in the history as if it was sent."""
    found = list(due(conditions, dict(history)))
    history |= {(step.condition.key, step.channel): step.said for step in found}
    return [(step.condition.level, step.said) for step in found]


def test_one_overrun_over_three_nights_is_one_message() -> None:
    """80 % is reached on the first night and holds: nothing more is said of it."""
    history: dict[tuple[str, str], Said] = {}

    nights = [_said([_point(80), _point(100, "off")], history) for _ in range(3)]
    assert nights == [[(80, "alert")], [], []]


def test_the_next_point_is_one_more_message_and_the_end_one() -> None:
    """80, then 100, then money is given back: the graver is resolved, the lower goes with it."""
    history: dict[tuple[str, str], Said] = {}

    assert _said([_point(80), _point(100, "off")], history) == [(80, "alert")]
    assert _said([_point(80), _point(100)], history) == [(100, "alert")]
    both_over = [_point(80, "off"), _point(100, "off")]
    assert _said(both_over, history) == [(100, "resolved"), (80, "covered")]
    assert _said(both_over, history) == []


def test_points_that_are_passed_at_once_are_one_message() -> None:
    """50, 80 and 100 in one night: the gravest is said and stands for the others."""
    history: dict[tuple[str, str], Said] = {}
    points = [_point(50), _point(80), _point(100)]

    assert _said(points, history) == [(100, "alert"), (80, "covered"), (50, "covered")]
    assert _said(points, history) == []


def test_a_point_added_late_was_said_by_the_graver_one() -> None:
    """The budget is over already when 90 % is added to its points."""
    history: dict[tuple[str, str], Said] = {("support/100", "mail"): "alert"}

    assert _said([_point(90), _point(100)], history) == [(90, "covered")]


def test_what_swings_around_a_point_is_said_once() -> None:
    """On, in doubt, on, in doubt, off: an alert and a resolution, and no second alert."""
    history: dict[tuple[str, str], Said] = {}
    states: list[State] = ["on", "in doubt", "on", "in doubt", "off", "on"]

    assert [_said([_point(100, state)], history) for state in states] == [
        [(100, "alert")], [], [], [], [(100, "resolved")], [],
    ]  # fmt: skip


def test_where_a_lower_point_still_holds_the_end_of_the_graver_is_said() -> None:
    """100 % is over, 80 % holds: money was got back, and that is news."""
    history: dict[tuple[str, str], Said] = {
        ("support/100", "mail"): "alert",
        ("support/80", "mail"): "covered",
    }

    assert _said([_point(80), _point(100, "off")], history) == [(100, "resolved")]


def test_what_happened_has_no_end() -> None:
    """A spike is over when it is over, and nobody needs a mail about that."""
    history: dict[tuple[str, str], Said] = {("support/1", "mail"): "alert"}

    assert _said([_point(1, "off", ends=False)], history) == []


def test_each_channel_has_its_own_history() -> None:
    """Mail took the message, the chat did not: the chat alone is due."""
    history: dict[tuple[str, str], Said] = {("support/80", "mail"): "alert"}
    found = list(due([_point(80, channels=("mail", "chat"))], history))

    assert [(step.channel, step.said) for step in found] == [("chat", "alert")]


def test_groups_say_nothing_of_each_other() -> None:
    """Another budget's lower point is no less news."""
    other = _point(50, group="search", message=_point(50).message._replace(key="search/50"))

    assert _said([_point(100), other], {}) == [(100, "alert"), (50, "alert")]


def test_a_condition_without_a_channel_is_named() -> None:
    """Nobody would hear of it."""
    assert unheard([_point(80, channels=()), _point(100)], ["mail"]) == ("support: 80 %",)


def test_of_a_group_that_nobody_hears_the_gravest_is_named() -> None:
    """Not each of its points, every night."""
    points = [_point(level, channels=()) for level in (50, 100, 80)]

    assert unheard(points, ["mail"]) == ("support: 100 %",)


@given(
    st.lists(
        st.dictionaries(st.sampled_from([50, 80, 100]), st.sampled_from(["on", "off", "in doubt"])),
        max_size=6,
    )
)
def test_nothing_is_ever_said_twice(nights: list[dict[int, State]]) -> None:
    """Whatever comes and goes: an alert and a resolution of each point at most, in this order."""
    history: dict[tuple[str, str], Said] = {}
    told = [
        step
        for night in nights
        for step in _said([_point(level, state) for level, state in night.items()], history)
    ]

    sent = [step for step in told if step[1] != "covered"]
    assert len(set(sent)) == len(sent)
    for level, said in sent:
        if said == "resolved":
            assert sent.index((level, "alert")) < sent.index((level, said))


def test_what_comes_again_is_told_again() -> None:
    """On for two nights, over, on again for two, over: two messages and the end of each, under keys of their own."""
    history: dict[tuple[str, str], Said] = {}
    states: list[State] = ["on", "on", "off", "off", "on", "in doubt", "off"]
    nights = [_said([_point(80, state, again=True)], history) for state in states]

    assert nights == [
        [(80, "alert")], [], [(80, "resolved")], [],
        [(80, "alert")], [], [(80, "resolved")],
    ]  # fmt: skip
    assert list(history) == [("support/80", "mail"), ("support/80/2", "mail")]


def test_what_comes_once_is_told_once() -> None:
    """Points of a month that is not over: what is reached a second time was said."""
    history: dict[tuple[str, str], Said] = {}
    nights = [_said([_point(80, state)], history) for state in ("on", "off", "on")]

    assert nights == [[(80, "alert")], [(80, "resolved")], []]


def test_what_was_covered_may_come_again_by_itself() -> None:
    """80 went with 100; both are over in one message; then 80 comes alone and is told."""
    history: dict[tuple[str, str], Said] = {}

    def night(lower: State, upper: State) -> list[Any]:
        return _said([_point(80, lower, again=True), _point(100, upper, again=True)], history)

    assert night("on", "on") == [(100, "alert"), (80, "covered")]
    assert night("off", "off") == [(100, "resolved"), (80, "over")]
    assert night("on", "off") == [(80, "alert")]


def test_times_are_counted_by_channel() -> None:
    """One channel took the end of the first time, the other one did not: it is still in the first."""
    history: dict[tuple[str, str], Said] = {
        ("support/80", "mail"): "resolved",
        ("support/80", "chat"): "alert",
    }
    found = due([_point(80, again=True, channels=("mail", "chat"))], history)

    assert [(step.condition.key, step.channel, step.said) for step in found] == [
        ("support/80/2", "mail", "alert")
    ]
