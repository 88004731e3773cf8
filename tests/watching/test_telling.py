"""Messages sent one by one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tokenomics.alert import Delivered, Message
from tokenomics.channels import ChannelConfig, SummaryConfig
from tokenomics.records.errors import DeliveryError
from tokenomics.watching.conditions import Condition, Said, Step
from tokenomics.watching.telling import planned, tell

NOW = datetime(2026, 11, 26, tzinfo=UTC)
CHANNELS: dict[str, ChannelConfig] = {"mail": SummaryConfig(), "chat": SummaryConfig()}


def _step(name: str, channel: str = "mail", said: Said = "alert") -> Step:
    message = Message(name, f"subject of {name}", "Spent.", NOW)
    return Step(Condition(message, "on", name, 0, (channel,)), channel, said)


class _World:
    """Notes what is sent and kept, in order; some channels are down."""

    def __init__(self, *down: str) -> None:
        self.down = down
        self.log: list[tuple[str, str, str]] = []

    def send(self, name: str, _: ChannelConfig, message: Message) -> Delivered:
        if name in self.down:
            raise DeliveryError(f"channel {name}: no answer")
        self.log.append(("sent", message.key, message.status))
        return Delivered(name, name)

    def keep(self, step: Step) -> None:
        self.log.append(("kept", step.condition.key, step.said))


def test_each_message_is_kept_right_after_it_was_taken() -> None:
    """Not all at the end: what ends in between loses none and repeats one at most."""
    world = _World()
    told = tell(
        [_step("a"), _step("b", said="resolved")], CHANNELS, send=world.send, keep=world.keep
    )

    assert world.log == [
        ("sent", "a", "alert"), ("kept", "a", "alert"),
        ("sent", "b", "resolved"), ("kept", "b", "resolved"),
    ]  # fmt: skip
    assert [taken.channel for _, taken in told.sent] == ["mail", "mail"]


def test_what_is_covered_is_kept_and_not_sent() -> None:
    """Nobody gets a message of it."""
    world = _World()
    tell([_step("a", said="covered")], CHANNELS, send=world.send, keep=world.keep)

    assert world.log == [("kept", "a", "covered")]


def test_a_dead_channel_is_asked_once_and_holds_up_no_other() -> None:
    """Its messages are not kept, so they are due again; the chat gets its own."""
    world = _World("mail")
    told = tell(
        [_step("a"), _step("b"), _step("a", "chat")], CHANNELS, send=world.send, keep=world.keep
    )

    assert world.log == [("sent", "a", "alert"), ("kept", "a", "alert")]
    assert told.problems == ("channel mail: no answer",)


def test_a_ledger_that_cannot_be_written_stops_at_once() -> None:
    """Nothing more is sent that could not be noted."""
    world = _World()

    def full(_: Step) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        tell([_step("a"), _step("b")], CHANNELS, send=world.send, keep=full)
    assert world.log == [("sent", "a", "alert")]


def test_what_would_be_said_is_a_line_each() -> None:
    """What is covered is not said."""
    assert planned([_step("a"), _step("b", said="covered")]) == ("mail: alert: subject of a",)


def test_a_picture_is_made_for_what_is_sent_alone() -> None:
    """It takes a second: not for what is covered, and not for an end."""
    drawn: list[str] = []
    sent: list[bytes | None] = []

    def step(name: str, said: Said) -> Step:
        plain = _step(name, said=said)
        return plain._replace(
            condition=plain.condition._replace(picture=lambda: drawn.append(name) or b"PNG")  # type: ignore[func-returns-value]
        )

    def send(name: str, _: ChannelConfig, message: Message) -> Delivered:
        sent.append(message.chart)
        return Delivered(name, name)

    tell(
        [step("a", "alert"), step("b", "covered"), step("c", "resolved")], CHANNELS,
        send=send, keep=lambda _: None,
    )  # fmt: skip
    assert (drawn, sent) == (["a"], [b"PNG", None])
