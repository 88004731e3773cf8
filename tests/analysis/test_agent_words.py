"""Agents' figures in sentences."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from support.agents import LOOP, agents_of, asked, ingested
from support.usage import T0, call, kept
from tokenomics.analysis.agent_words import sentences
from tokenomics.analysis.agents import COLUMNS
from tokenomics.books import Book
from tokenomics.config import Config, TaskConfig


def test_a_loop_in_words(tmp_path: Path, book: Book) -> None:
    """What the loop by hand comes to, and what of it five calls of one task cannot tell."""
    listing = asked(ingested(tmp_path, LOOP), book)

    assert listing.sentences == (
        "The task takes 20 x the tokens of its first call",
        "The input of a task's last call is 6.11 x that of its first in the median, 1,150 tokens more with each call",
        "An hour in which a user is active costs 0.1816 USD",
    )
    assert listing.remarks == (
        "of 1 task the p99 is the greatest, and what the dearest 1 % take is not told",
        "no call of a task states an agent in its tags: what sub-agents take is not known",
        "no call states uses of providers' tools: their fees are not known",
    )


def test_what_is_known_is_said_with_amounts_and_shares(tmp_path: Path, book: Book) -> None:
    """Twenty tasks of 1,000 tokens and one of 4 calls, of which a sub-agent made one, with a search.

    24 x 1,000 x 2 a million = 0.048, the search 0.01: 0.058. The dearest 5 % are the task of
    4 x 0.002 + 0.01 = 0.018, 31 %; the sub-agent's call is 0.012, 21 %; the search 17 %. Tokens are
    24,000 / 21,000 = 1.14 x.
    """
    once = [call(task_id=f"t{n}", input=1_000) for n in range(20)]
    loop = [call(task_id="loop", ts=T0 + timedelta(minutes=n), input=1_000) for n in range(3)]
    sub = call(
        task_id="loop", ts=T0 + timedelta(minutes=3), input=1_000, web_search=Decimal(1),
        tags={"agent": "a"},
    )  # fmt: skip
    listing = agents_of(book, tmp_path, *once, *loop, sub)

    assert listing.sentences == (
        "Tasks take 1.14 x the tokens of their first calls: half of them at most 1 x, one in ten 1 x or more",
        "The input of a task's last call is 1 x that of its first in the median, 0 tokens more with each call",
        "The dearest 5 % of tasks (1) take 31 % of what tasks cost",
        "1 task of more than 3 calls, three times what nine of ten stay within, takes 31 % of what tasks cost",
        "Sub-agents (1) take 21 % of what tasks cost, 0.01200 USD",
        "Tools' fees are 17 % of the cost: 0.01000 USD for 1 uses",
    )
    assert "no call states a user: active hours are not known" in listing.remarks


def test_what_no_call_states_has_no_sentence() -> None:
    """Every figure but the number of tasks unknown: nothing is said, and nothing fails."""
    said = {column.name: None for column in COLUMNS}

    assert list(sentences({**said, "tasks": 0, "runaway_tasks": 0}, "USD")) == []


def test_groups_say_where_a_task_counts(tmp_path: Path, book: Book) -> None:
    """Asked by a dimension, a remark says that a task is in one group alone."""
    listing = agents_of(book, tmp_path, call(task_id="t1", input=1), by=("feature",))

    assert any(remark.startswith("a task is in one row") for remark in listing.remarks)
    assert any(remark.startswith("runaway tasks go by") for remark in listing.remarks)


def test_days_say_by_which_call_a_task_counts(tmp_path: Path, book: Book) -> None:
    """By its last call, or by its first where the configuration says so."""
    ledger = kept(tmp_path, call(task_id="t1", input=1))
    first = asked(ledger, book, "day", config=Config(task=TaskConfig(period="first")))

    assert (
        "a task is in one day with all its calls: that of its last"
        in asked(ledger, book, "day").remarks
    )
    assert "a task is in one day with all its calls: that of its first" in first.remarks
