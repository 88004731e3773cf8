"""Tests of streams.py."""

from __future__ import annotations

from typing import Any

from support.responses import DAY, MESSAGE, Body, answers, meters
from tokenomics.sources.responses.streams import Streams, event_of, is_event

STOP = {"type": "message_stop"}


def start(name: str = "msg_9") -> Body:
    """The first event of a message, with its counts so far."""
    usage = {"input_tokens": 3, "cache_read_input_tokens": 10, "output_tokens": 2}
    return {"type": "message_start", "message": MESSAGE | {"id": name, "usage": usage}}


def delta(**usage: Any) -> Body:
    """A later event, with what the message has come to."""
    return {"type": "message_delta", "delta": {}, "usage": usage}


def test_the_last_sum_stands() -> None:
    """The sum of a later event is the whole message's, and is not added to the first."""
    first, last, _ = answers(start(), delta(output_tokens=13), STOP, hints=DAY)

    assert meters(last) == {"input": 3, "cache_read": 10, "output": 13}
    assert first["key"] == last["key"] == "msg_9"
    assert first["rank"] < last["rank"]
    assert (first["token_basis"], last["token_basis"]) == ("partial", "reported")


def test_a_whole_answer_stands_before_any_event() -> None:
    """However few its counts are."""
    first, whole = answers(
        start(), MESSAGE | {"usage": {"input_tokens": 1, "output_tokens": 1}}, hints=DAY
    )

    assert first["rank"] < whole["rank"]


def test_events_that_cannot_be_placed() -> None:
    """An event whose message is not there, or one of two, is refused rather than guessed."""
    alone = answers(delta(output_tokens=1), start(), hints=DAY)
    mixed = answers(start("msg_1"), start("msg_2"), delta(output_tokens=1), hints=DAY)

    assert alone[0]["problem"] == "message_delta: its message_start is not in this file"
    assert mixed[2]["problem"] == "message_delta: several messages run into one another"


def test_one_message_after_another() -> None:
    """The end of a message is the end of its counts."""
    found = answers(
        start("msg_1"),
        delta(output_tokens=5),
        STOP,
        start("msg_2"),
        delta(output_tokens=7),
        STOP,
        hints=DAY,
    )

    assert [(d["key"], d["output"]) for d in found if not d["skip"]] == [
        ("msg_1", 2), ("msg_1", 5), ("msg_2", 2), ("msg_2", 7),
    ]  # fmt: skip


def test_events_in_envelopes() -> None:
    """An event may lie in an envelope; other events and rows are none."""
    assert is_event({"data": start()})
    assert not is_event(STOP)
    assert event_of({"type": "content_block_delta"}) is None
    assert Streams().take(MESSAGE) is None
    assert Streams().take({"type": "message_start"}) == (
        None,
        "message_start: holds no message",
        False,
    )


def test_a_beginning_without_counts() -> None:
    """Where the first event counts in no way that can be read, the sum alone stands."""
    first = start() | {"message": MESSAGE | {"usage": "none"}}
    last = answers(first, delta(input_tokens=3, output_tokens=13), hints=DAY)[1]

    assert meters(last) == {"input": 3, "output": 13}
