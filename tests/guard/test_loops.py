"""Loops that are stopped whatever they cost."""

from __future__ import annotations

from typing import Any

import pytest

from tokenomics.guard.loops import LoopBreaker
from tokenomics.records.errors import LoopStopped

TASK = {"task": "t1"}


def _call(breaker: LoopBreaker, asked: Any = None, sent: int = 10) -> None:
    breaker.check("m", asked, sent)
    breaker.made("m", asked, sent)


def test_the_same_call_is_let_through_so_often() -> None:
    """Twice, and not a third time; another one is another one, whatever the order of its keys."""
    breaker = LoopBreaker(TASK, repeats=2)
    _call(breaker, [{"role": "user", "content": "a"}])
    _call(breaker, [{"content": "a", "role": "user"}])
    _call(breaker, [{"role": "user", "content": "b"}])

    with pytest.raises(
        LoopStopped, match="task t1: the same call of m was made 2 times"
    ) as stopped:
        _call(breaker, [{"role": "user", "content": "a"}])
    assert stopped.value.scope == TASK


def test_failures_in_a_row_stop_and_a_success_forgives() -> None:
    """Two failures, a success, two failures: only then is it a storm."""
    breaker = LoopBreaker(TASK, failures=2)
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    _call(breaker)
    breaker.failed()

    with pytest.raises(LoopStopped, match="2 calls in a row have failed"):
        _call(breaker)
    breaker.reset()
    _call(breaker)


def test_a_context_may_grow_so_many_times() -> None:
    """From 100 to 400 tokens is four times; 401 are more, after the first calls."""
    breaker = LoopBreaker(TASK, growth=4)
    for sent in (100, 900, 300, 400):
        _call(breaker, sent=sent)

    with pytest.raises(LoopStopped, match="grown from 100 to 401 tokens in 4 calls, over 4 times"):
        _call(breaker, sent=401)


def test_without_a_limit_nothing_is_watched() -> None:
    """Nor digested."""
    breaker = LoopBreaker({})
    for _ in range(9):
        breaker.failed()
        _call(breaker, "same", 10**9)

    assert not breaker.watches
