"""Tests of iterations.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support import claude
from support.ledgers import select, take
from support.responses import DAY, MESSAGE, Body, answers, meters
from tokenomics.sources.responses.iterations import beside


def worked(*iterations: Any) -> Body:
    """A message that more than one model worked for."""
    usage = {
        "input_tokens": 10,
        "output_tokens": 20,
        "service_tier": "priority",
        "iterations": list(iterations),
    }
    return MESSAGE | {"usage": usage}


def did(kind: str, read: int, made: int, **more: Any) -> Body:
    """A piece of work and its tokens."""
    return {"type": kind, "input_tokens": read, "output_tokens": made, **more}


def test_an_advisor_is_beside_its_message() -> None:
    """10 + 20 of the message, and 300 + 40 of another model, which no other record may be taken for."""
    advisor = did("advisor_message", 300, 40, model="claude-haiku-4-5")
    message, other = answers(worked(did("message", 10, 20), advisor), hints=DAY)

    assert meters(message) == {"input": 10, "output": 20}
    assert meters(other) == {"input": 300, "output": 40}
    assert (other["model_served"], other["operation"], other["service_tier"]) == (
        "claude-haiku-4-5", "advisor_message", "priority",
    )  # fmt: skip
    assert (message["response_id"], other["response_id"]) == ("msg_9", None)
    assert (message["key"], other["key"]) == ("msg_9", "msg_9|advisor_message 2")


def test_a_compaction_is_the_same_model_s() -> None:
    """A message's own counts leave out what compacting took."""
    compaction = did("compaction", 180_000, 3_500)
    _, other = answers(worked(compaction, did("message", 10, 20)), hints=DAY)

    assert (other["model_served"], meters(other)) == (
        "claude-opus-5",
        {"input": 180_000, "output": 3_500},
    )


def test_what_declined_is_billed_where_it_had_begun() -> None:
    """The message's counts are the answering model's; a refusal before any output costs nothing."""
    fallback = did("fallback_message", 10, 20, model="claude-opus-5")
    begun = did("message", 12, 5, model="claude-fable-5")
    refused = did("message", 12, 0, model="claude-fable-5")

    assert [part.model for part in beside(worked(begun, fallback))] == ["claude-fable-5"]
    assert list(beside(worked(refused, fallback))) == []


def test_plain_messages_have_nothing_beside_them() -> None:
    """Whatever stands where the work should be listed."""
    for body in (
        MESSAGE,
        worked(did("message", 10, 20)),
        worked(3),
        MESSAGE | {"usage": {"iterations": "x"}},
        {"usage": None},
    ):
        assert list(beside(body)) == []


def test_further_work_is_counted_once_beside_its_message(tmp_path: Path) -> None:
    """Two copies of a message in two files are the message and its advisor, once each."""
    row = worked(did("advisor_message", 300, 40, model="claude-haiku-4-5")) | {
        "timestamp": "2026-11-02T09:21:00Z"
    }
    for name in "ab":
        claude.write(tmp_path / f"{name}.jsonl", [row] if name == "a" else [{"x": 1}, row])
        take(tmp_path / "ledger", tmp_path / f"{name}.jsonl")

    assert select(tmp_path / "ledger", "count(*), sum(input), sum(output)") == [(2, 310, 60)]


def test_a_line_is_refused_once() -> None:
    """A message that says not when is one refused row, whoever else worked for it."""
    found = answers(worked(did("advisor_message", 300, 40)))

    assert [(draft["skip"], draft["problem"] is None) for draft in found] == [
        (False, False),
        (True, False),
    ]
