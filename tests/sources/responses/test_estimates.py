"""Tests of estimates.py: what nobody counted, from the text to a record."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support import claude
from support.ledgers import select, take
from support.reports import costs_by
from support.responses import CHAT, DAY, GEMINI, MESSAGE, RESPONSE, Body, answer, answers, meters
from support.strange import variants
from tokenomics import tokens
from tokenomics.sources.responses.bodies import find
from tokenomics.sources.responses.estimates import Chunks, estimate

ANSWER: Body = {"choices": [{"message": {"content": "tiktoken is great!"}}], "usage": None}
ASKED: Body = {"messages": [{"role": "user", "content": "hello world"}]}
UNCOUNTED = [{"meter": "uncounted_input", "quantity": Decimal(1), "unit": "call"}]


def chunk(text: str, name: str = "chatcmpl-9", **more: object) -> Body:
    """A piece of a stream."""
    return CHAT | {
        "id": name,
        "object": "chat.completion.chunk",
        "choices": [{"delta": {"content": text}}],
        "usage": None,
        **more,
    }


def test_both_sides_are_counted() -> None:
    """`hello world` is 2 tokens, `tiktoken is great!` is 6: an estimate of one's own."""
    draft = answer({"request": ASKED, "response": CHAT | ANSWER})

    assert meters(draft) == {"input": 2, "output": 6}
    assert (draft["problem"], draft["token_basis"], draft["stated_by"]) == (
        None,
        "estimated",
        "own",
    )
    assert draft["other"] is None


@pytest.mark.parametrize("body", [CHAT, RESPONSE, MESSAGE, chunk("a")])
def test_anything_may_stand_in_a_text(body: Body) -> None:
    """Whatever stands in the place of a value of an uncounted call, its file is read."""
    answered = {**body, "output": ASKED["messages"], "usage": None, "service_tier": None}
    given = DAY._replace(provider="acme")
    found = answers(*variants({"request": ASKED, "response": answered}), CHAT, hints=given)

    assert meters(found[-1]) == {"input": 100, "output": 40}


def test_an_answer_alone() -> None:
    """Where the prompt is not there, what is left out stands in the record, and has no price."""
    draft = answer(CHAT, **ANSWER)

    assert (meters(draft), draft["token_basis"], draft["other"]) == (
        {"output": 6},
        "estimated",
        UNCOUNTED,
    )


def test_pictures_are_left_out() -> None:
    """A prompt with a picture is not counted in full."""
    content = [
        {"type": "text", "text": "hello world"},
        {"type": "image_url", "image_url": {"url": "x"}},
    ]
    draft = answer({"request": {"messages": [{"content": content}]}, "response": CHAT | ANSWER})

    assert (meters(draft)["input"], draft["other"]) == (2, UNCOUNTED)


@pytest.mark.parametrize(
    ("body", "output"),
    [
        (MESSAGE | {"usage": None, "content": [{"type": "text", "text": "one " * 9}]}, 15),
        (
            GEMINI
            | {
                "usageMetadata": None,
                "candidates": [{"content": {"parts": [{"text": "hello world"}]}}],
            },
            2,
        ),
        (
            RESPONSE
            | {
                "usage": None,
                "output": [{"type": "message", "content": [{"text": "hello world"}]}],
            },
            2,
        ),
    ],
)
def test_each_vendor(body: Body, output: int) -> None:
    """Text is counted for the model that wrote it: 10 x 1.45 = 14.5 for Claude."""
    draft = answer(body, hints=DAY)

    assert (draft["problem"], meters(draft)) == (None, {"output": output})


def test_counts_that_are_stated_are_never_estimated() -> None:
    """Text beside counts is nobody's business."""
    found = find({"request": ASKED, "response": CHAT})

    assert found is not None
    assert answer({"request": ASKED, "response": CHAT})["token_basis"] == "reported"


@pytest.mark.parametrize(
    "changes",
    [{"status": "failed"}, {"status": "in_progress"}, {"error": {"code": "x"}}, {"choices": []}],
)
def test_nothing_to_estimate(changes: Body) -> None:
    """A call that failed, is not done or says nothing has no estimate."""
    found = find(CHAT | ANSWER | changes)

    assert found is not None
    assert estimate(found) is None


def test_streams_without_counts() -> None:
    """The chunks of an answer are one text, whatever lies between them: 6 tokens, once."""
    rows = [chunk("tikt"), chunk("x", "chatcmpl-8"), chunk("oken is"), chunk(" great!")]
    found = [draft for draft in answers(*rows) if not draft["skip"]]

    assert [(d["key"], d["output"], d["source_line"], d["token_basis"]) for d in found] == [
        ("chatcmpl-8", 1, 2, "estimated"), ("chatcmpl-9", 6, 4, "estimated"),
    ]  # fmt: skip


def test_streams_with_counts() -> None:
    """A stream that states its counts at the end, or whose whole answer is there, needs no estimate."""
    ended = answers(chunk("a"), chunk("", usage=CHAT["usage"], choices=[]))
    whole = answers(chunk("a"), CHAT)

    for found in (ended, whole):
        assert [draft["token_basis"] for draft in found if not draft["skip"]] == ["reported"]


def test_chunks_without_a_name() -> None:
    """Pieces of nobody's answer cannot be put together."""
    found = find(chunk("a", "chatcmpl-9") | {"id": None})
    chunks = Chunks()

    assert found is not None
    chunks.take(1, found, None)
    assert list(chunks.uncounted()) == []


def test_a_count_stands_before_an_estimate(tmp_path: Path) -> None:
    """Of two copies of a call the one that states its counts stands, however few they are."""
    claude.write(tmp_path / "a.jsonl", [CHAT | ANSWER])
    claude.write(
        tmp_path / "b.jsonl", [CHAT | {"usage": {"prompt_tokens": 1, "completion_tokens": 1}}]
    )
    for order in ("ab", "ba"):
        for name in order:
            take(tmp_path / order, tmp_path / f"{name}.jsonl")

        assert select(tmp_path / order, "token_basis, input, output") == [("reported", 1, 1)]


def test_without_the_tokenizer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be counted is refused, and says what to install."""
    monkeypatch.setattr(tokens, "_PACKAGE", "no_such_package")
    sentence = f"usage: states no usage; to count its text: {tokens.INSTALL}"

    assert answer(CHAT, **ANSWER)["problem"] == sentence
    assert [d["problem"] for d in answers(chunk("a")) if not d["skip"]] == [sentence]


def test_text_is_counted_and_not_kept(tmp_path: Path) -> None:
    """Of prompts and answers a ledger holds the number of their tokens, and a report says so."""
    secret = {"choices": [{"message": {"content": "a secret answer"}}], "usage": None}
    asked = {"messages": [{"role": "user", "content": "a secret prompt"}]}
    claude.write(
        tmp_path / "a.jsonl",
        [{"request": asked, "response": CHAT | secret}, chunk("a secret piece", "chatcmpl-2")],
    )
    take(tmp_path / "ledger", tmp_path / "a.jsonl")

    assert select(tmp_path / "ledger", "count(*), sum(input), sum(output)") == [(2, 3, 6)]
    held = select(tmp_path / "ledger", "CAST(COLUMNS(*) AS VARCHAR)")
    assert "secret" not in json.dumps(held)
    assert all(
        b"secret" not in p.read_bytes() for p in (tmp_path / "ledger").rglob("*") if p.is_file()
    )
    assert costs_by(tmp_path / "ledger").coverage.estimated == 2
