"""Which spans of a trace are calls."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.ledgers import select, take
from support.otel import chat, request, span, stating

AGENT = {"gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 30, "gen_ai.usage.output_tokens": 3}  # fmt: skip
SUMS = "count(*), sum(input), sum(output)"


def counted(folder: Path, *spans: dict[str, Any]) -> list[tuple[object, ...]]:
    """What a ledger holds of some spans, each exported in a request of its own."""
    path = claude.write(folder / "trace.jsonl", [request(one) for one in spans])
    take(folder / "ledger", path)
    return select(folder / "ledger", SUMS)


def test_a_span_that_sums_up_others_is_no_call(tmp_path: Path) -> None:
    """An agent repeats its calls, 10 + 20 input and 1 + 2 output; with a tool between them too."""
    spans = (
        span("a", stated=AGENT),
        chat("b", "a", input_tokens=10, output_tokens=1),
        span("c", "a"),
        chat("d", "c", input_tokens=20, output_tokens=2),
    )

    assert counted(tmp_path, *spans) == [(2, 30, 3)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_spans_come_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    """A parent may be exported before its children or after them, and twice."""
    spans = (
        span("a", stated=AGENT),
        span("c", "a"),
        chat("d", "c", input_tokens=7, output_tokens=1),
    )

    assert counted(tmp_path, *[spans[i] for i in order], spans[order[0]]) == [(1, 7, 1)]


def test_a_sum_without_the_calls_is_what_there_is(tmp_path: Path) -> None:
    """Where only the root states tokens, it is counted; counts that are only partial are none."""
    spans = (
        span("a", stated=AGENT),
        span("b", "a", stated={"gen_ai.usage.partial.input_tokens": 5}),
    )

    assert counted(tmp_path, *spans) == [(1, 30, 3)]


def test_two_libraries_around_one_call_are_one_call(tmp_path: Path) -> None:
    """The span nearest to the provider counts, whether or not both know the response."""
    for number, response in enumerate(({}, {"gen_ai__response__id": "r-1"})):
        outer = stating(chat("a", input_tokens=10, output_tokens=1), **response)
        inner = stating(
            chat("b", "a", input_tokens=10, output_tokens=1), gen_ai__response__id="r-1"
        )
        assert counted(tmp_path / str(number), outer, inner) == [(1, 10, 1)]


def test_a_call_that_makes_calls_is_one_too(tmp_path: Path) -> None:
    """Two responses are two calls, though one span lies inside the other."""
    outer = stating(chat("a", input_tokens=10, output_tokens=1), gen_ai__response__id="r-1")
    inner = stating(chat("b", "a", input_tokens=5, output_tokens=1), gen_ai__response__id="r-2")

    assert counted(tmp_path, outer, inner) == [(2, 15, 2)]


def test_a_copy_in_another_file_is_left_out_of_reports(tmp_path: Path) -> None:
    """A call says which span sums it up, or which one it does not know, past spans that do not."""
    path = claude.write(
        tmp_path / "t.jsonl",
        [request(span("c", "a"), chat("d", "c", input_tokens=7), span("e"), chat("f", "e", input_tokens=1))],
    )  # fmt: skip
    take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "request_id, parent_id", rest="ORDER BY request_id") == [
        ("000000000000000d", "000000000000000a"),
        ("000000000000000f", "000000000000000e"),
    ]


def test_a_circle_of_parents_ends(tmp_path: Path) -> None:
    """Two spans that name each other as parent are calls or none, and the reading ends."""
    spans = (chat("a", "b", input_tokens=1), chat("b", "a", input_tokens=1))

    assert len(counted(tmp_path, *spans)) == 1


def test_calls_without_usage_are_attempts(tmp_path: Path) -> None:
    """A failed call used nothing; one that was ended too early used what nobody knows."""
    failed = stating(chat("a"), error__type="429")
    take(tmp_path / "ledger", claude.write(tmp_path / "t.jsonl", [request(failed, chat("b"))]))

    columns = "status, error_type, token_basis, input"
    assert select(tmp_path / "ledger", columns, rest="ORDER BY status") == [
        ("failure", "429", "reported", None),
        ("success", None, "partial", None),
    ]


def test_frameworks_spans_carry_no_usage(tmp_path: Path) -> None:
    """Chains of OpenInference repeat tokens and are no calls; copies of spans in progress neither."""
    chain = {"openinference.span.kind": "CHAIN", "llm.token_count.prompt": 9}
    pending = stating(chat("b", input_tokens=9), logfire__span_type="pending_span")

    assert counted(tmp_path, span("a", stated=chain), pending) == [(0, None, None)]
