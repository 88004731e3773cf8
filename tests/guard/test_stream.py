"""Answers that come in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from tokenomics.books import Book
from tokenomics.guard import Guard
from tokenomics.guard.stream import GuardedStream, Tally, is_stream

# 1,000 x 2 + 100 x 10 per million.
MOST = Decimal("0.003")
USED = {"usage": {"prompt_tokens": 500, "completion_tokens": 10}}  # 0.001 + 0.0001


class Refused(Exception):
    """What a provider's library raises."""

    status_code = 500


@pytest.fixture
def guard(acme: Book) -> Guard:
    """A dollar."""
    return Guard("1 USD", book=acme)


def _stream(guard: Guard, pieces: Iterator[Any], *, hides: bool = False) -> GuardedStream:
    return GuardedStream(
        pieces, guard.reserve("small", input_tokens=1000, max_output=100), hides=hides
    )


def test_a_stream_is_settled_at_its_end(guard: Guard) -> None:
    """Not before: 500 x 2 + 10 x 10 per million."""
    stream = _stream(guard, iter([{"choices": [1]}, {"choices": [], **USED}]))
    assert next(stream) == {"choices": [1]}
    assert guard.state.reserved == MOST

    assert len(list(stream)) == 1
    assert (guard.spent, guard.state.reserved) == (Decimal("0.0011"), 0)


def test_a_piece_that_nobody_asked_for_is_not_shown(guard: Guard) -> None:
    """The usage without choices is the guard's own question."""
    stream = _stream(guard, iter([{"choices": [1]}, {"choices": [], **USED}]), hides=True)

    assert list(stream) == [{"choices": [1]}]
    assert guard.spent == Decimal("0.0011")


def test_a_stream_that_is_left_counts_all_that_was_reserved(guard: Guard) -> None:
    """Closed, or left by `with`; also where it has no usage at its end."""
    closed = _stream(guard, (piece for piece in [{"choices": [1]}]))
    closed.close()
    assert guard.spent == MOST
    with _stream(guard, iter([{"choices": [1]}])) as stream:
        next(stream)
    assert guard.spent == 2 * MOST

    list(_stream(guard, iter([{"choices": [1]}])))
    assert guard.spent == 3 * MOST


def test_an_error_is_free_only_before_the_first_piece(guard: Guard) -> None:
    """What was generated before it is billed."""

    def breaking(*pieces: Any) -> Iterator[Any]:
        yield from pieces
        raise Refused

    with pytest.raises(Refused):
        list(_stream(guard, breaking()))
    assert guard.spent == 0
    with pytest.raises(Refused):
        list(_stream(guard, breaking({"choices": [1]})))
    assert guard.spent == MOST


def test_pieces_of_messages_go_on_counting() -> None:
    """Anthropic says what was sent at the start and what was generated at the end."""
    tally = Tally()
    start = {"id": "m1", "model": "small", "usage": {"input_tokens": 500, "output_tokens": 1}}
    tally.add({"type": "message_start", "message": start})
    assert tally.usage is None
    tally.add(SimpleNamespace(type="content_block_delta"))
    tally.add(SimpleNamespace(type="message_delta", usage=SimpleNamespace(output_tokens=10)))
    tally.add({"type": "message_stop"})

    assert tally.usage is not None
    assert (tally.usage.meters, tally.usage.response_id) == ({"input": 500, "output": 10}, "m1")


def test_a_response_s_last_event_has_its_usage() -> None:
    """OpenAI's responses come whole at the end."""
    tally = Tally()
    usage = {"input_tokens": 5, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 2}
    tally.add({"type": "response.created", "response": {"id": "r1", "usage": None}})
    tally.add({"type": "response.completed", "response": {"id": "r1", "usage": usage}})

    assert tally.usage is not None
    assert tally.usage.meters == {"input": 5, "output": 2}


def test_a_stream_is_what_has_a_next_piece() -> None:
    """A list has none."""
    assert is_stream(iter([]))
    assert not is_stream([])


def test_searches_that_an_earlier_piece_told_are_not_forgotten() -> None:
    """Gemini's last piece counts all tokens, but need not repeat what it was grounded by."""
    used = {"promptTokenCount": 5, "candidatesTokenCount": 7}
    grounded = {
        "candidates": [{"groundingMetadata": {"webSearchQueries": ["a"]}}],
        "usageMetadata": used,
    }
    tally = Tally()
    for piece in (grounded, {"usageMetadata": {**used, "candidatesTokenCount": 9}}):
        tally.add({"modelVersion": "gemini-2.5-pro", **piece})

    assert tally.usage is not None
    assert tally.usage.meters == {"input": 5, "output": 9, "web_search": 1}
