"""Answers that are given again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import T0, call
from support.worlds import M, figures, replayed
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError


def ask(hour: int, prompt: str | None = "a", **columns: Any) -> dict[str, Any]:
    """A call after some hours, of 2 USD."""
    digest = None if prompt is None else prompt.encode()
    return call(ts=T0 + timedelta(hours=hour), input=M, prompt_digest=digest, **columns)


def test_the_first_pays_and_the_rest_is_free(tmp_path: Path, book: Book) -> None:
    """Of `a` at 0, 24 and 49 hours the second is within a day of the first; `b` is another prompt: 6 of 8."""
    rows = [ask(0), ask(24), ask(49), ask(1, "b")]
    found = replayed(tmp_path, book, rows, {"response-cache": ["24h"]})

    assert figures(found) == [(1, Decimal(8), Decimal(6), Decimal(2))]
    assert found.sentences[1] == (
        "1 of 4 calls (25 %) ask what was answered before: 1 would be answered from a cache."
    )


def test_an_answer_may_be_kept_forever(tmp_path: Path, book: Book) -> None:
    """Of three calls only the first pays: 2 of 6."""
    found = replayed(tmp_path, book, [ask(0), ask(24), ask(490)], {"response-cache": ["forever"]})

    assert figures(found) == [(2, Decimal(6), Decimal(2), Decimal(4))]


def test_retries_are_not_answered_from_a_cache(tmp_path: Path, book: Book) -> None:
    """Of two repeats one is tried again: it pays, and is told of."""
    rows = [ask(0), ask(1, attempt=2), ask(2)]
    found = replayed(tmp_path, book, rows, {"response-cache": ["24h"]})

    assert figures(found) == [(1, Decimal(6), Decimal(4), Decimal(2))]
    assert found.sentences[2] == (
        "1 of these repeats (50 %) are retries (attempt above 1): their answer failed, so they are not"
        " given it again."
    )


@pytest.mark.parametrize(
    "other",
    [{"scope_id": "other"}, {"model_served": "large"}, {"status": "failure"}, {"grain": "bucket"}],
    ids=str,
)
def test_what_leaves_no_answer_for_others(
    other: dict[str, Any], tmp_path: Path, book: Book
) -> None:
    """Another account or model, a failure, and a sum of calls."""
    found = replayed(tmp_path, book, [ask(0, **other), ask(1)], {"response-cache": ["24h"]})

    assert figures(found)[0][0] == 0


def test_filters_do_not_hide_who_asked_first(tmp_path: Path, book: Book) -> None:
    """`y` is answered what `x` was told, and `x` is not asked for."""
    rows = [ask(0, feature="x"), ask(1, feature="y")]
    found = replayed(tmp_path, book, rows, {"response-cache": ["24h"]}, where=(("feature", "y"),))

    assert figures(found) == [(1, Decimal(2), Decimal(0), Decimal(2))]


def test_a_step_may_be_about_some_calls(tmp_path: Path, book: Book) -> None:
    """Only answers of `faq` are kept: one of two repeats."""
    rows = [ask(hour, feature=name) for name in ("faq", "chat") for hour in (0, 1)]
    found = replayed(tmp_path, book, rows, {"response-cache": ["feature=faq -> 24h"]})

    assert figures(found)[0][0] == 1


def test_prompts_alike_are_those_that_the_log_says_are(tmp_path: Path, book: Book) -> None:
    """Two prompts of one cluster get one answer; a call without a cluster is named."""
    rows = [
        ask(0, "a", tags={"cluster": "c1"}), ask(1, "b", tags={"cluster": "c1"}), ask(2, "c"),
    ]  # fmt: skip
    found = replayed(tmp_path, book, rows, {"response-cache": ["24h by tag:cluster"]})

    assert figures(found)[0][0] == 1
    assert found.remarks[0] == "no tag:cluster: 1 call unchanged: have the source state it"
    assert found.remarks[1].startswith("calls of one tag:cluster get one answer")


def test_nothing_is_claimed_of_calls_without_a_prompt(tmp_path: Path, book: Book) -> None:
    """A ledger without digests is left as it is."""
    found = replayed(tmp_path, book, [call(input=M)], {"response-cache": ["24h"]})

    assert figures(found) == [(0, Decimal(2), Decimal(2), Decimal(0))]
    assert found.remarks[0] == "no prompt_digest: 1 call unchanged: have the source state it"


def test_what_is_answered_again_reads_no_prompt_cache(tmp_path: Path, book: Book) -> None:
    """The second is not asked of the model: its block is written by the third: 2.5, nothing, 2.5."""
    prompt = {"prefix_digests": [b"1"], "block_tokens": M}
    later = {**ask(0, "b"), "ts": T0 + timedelta(minutes=6)}
    rows = [
        {**each, **prompt} for each in (ask(0), {**ask(0), "ts": T0 + timedelta(minutes=3)}, later)
    ]
    found = replayed(tmp_path, book, rows, {"response-cache": ["24h"], "cache": ["5m"]})

    assert [row[2] for row in figures(found)] == [Decimal(4), Decimal(5)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("soon", "response-cache = 'soon': write a length of time"),
        ("24h by", "write how long answers are kept"),
        ("24h by colour", "unknown dimension 'colour'"),
        ("24h by day", "'day' cannot be filtered"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, reason: str, tmp_path: Path, book: Book) -> None:
    """A mistake is named before anything is replayed."""
    with pytest.raises(ConfigError, match=reason):
        replayed(tmp_path, book, [ask(0)], {"response-cache": [text]})


def test_sums_of_calls_that_stay_are_counted(tmp_path: Path, book: Book) -> None:
    """Ten calls in one record have ten prompts."""
    rows = [call(input=M, grain="bucket", requests=10)]
    found = replayed(tmp_path, book, rows, {"response-cache": ["24h"]})

    assert any(text.startswith("sums of many calls: 10 calls unchanged") for text in found.remarks)
