"""Which spans of a trace are calls."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.draft import problems
from support.ledgers import select, take
from support.otel import agent, calls, chat, drafted, request, span, stating, used
from support.reports import costs_by

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


def test_a_call_with_a_small_one_below_it_is_counted(tmp_path: Path) -> None:
    """An embedding below a chat does not repeat it: 0 of 40 tokens made. Neither names the other."""
    small = stating(chat("b", "a", input_tokens=7), gen_ai__operation__name="embeddings")
    found = drafted(tmp_path, request(used("a"), small))

    assert calls(found) == [("a", 100, 40), ("b", 7, None)]
    assert [draft["parent_id"] for draft in found] == [None, None]


def test_attempts_below_a_frameworks_call_are_all_counted(tmp_path: Path) -> None:
    """The framework states the attempt that succeeded; the provider bills both."""
    found = drafted(tmp_path, request(used("a"), used("b", "a", made=10), used("c", "a")))

    assert calls(found) == [("b", 100, 10), ("c", 100, 40)]


def test_a_sum_above_mute_calls_is_a_call(tmp_path: Path) -> None:
    """Calls that state nothing are part of the agent's counts, and not missed."""
    found = drafted(tmp_path, request(agent("a", sent=90, made=9), chat("b", "a"), chat("c", "a")))

    assert calls(found) == [("a", 90, 9)]


def test_every_level_of_sums_is_left_out(tmp_path: Path) -> None:
    """Workflow, agent and framework repeat one call, which names the nearest of them."""
    found = drafted(
        tmp_path,
        request(agent("a", sent=100, made=40), agent("b", "a", sent=100, made=40)),
        request(span("c", "b"), used("d", "c"), used("e", "d")),
    )

    assert calls(found) == [("e", 100, 40)]
    assert found[0]["parent_id"] == "d".rjust(16, "0")


def test_other_traces_are_other_trees(tmp_path: Path) -> None:
    """Equal span ids of two traces are two spans."""
    other = {**used("b", "a"), "traceId": "f" * 32}

    assert calls(drafted(tmp_path, request(agent("a", sent=5, made=1), other))) == [
        ("a", 5, 1), ("b", 100, 40),
    ]  # fmt: skip


def test_a_failed_attempt_does_not_take_its_call_away(tmp_path: Path) -> None:
    """A failure without counts below a call is a record of its own, and names no parent."""
    failed = {**chat("b", "a"), "status": {"code": 2}}
    take(tmp_path / "ledger", claude.write(tmp_path / "t.jsonl", [request(used("a"), failed)]))

    assert costs_by(tmp_path / "ledger").totals.requests == 2
    assert select(tmp_path / "ledger", "status, parent_id", rest="ORDER BY 1") == [
        ("failure", None), ("success", None),
    ]  # fmt: skip


def test_one_failure_at_two_levels_is_one(tmp_path: Path) -> None:
    """The framework's span of a call that failed repeats the client's."""
    above, below = chat("a"), chat("b", "a")
    failed = [{**span, "status": {"code": 2}} for span in (above, below)]

    assert calls(drafted(tmp_path, request(*failed))) == [("b", None, None)]


def test_files_of_one_trace_are_told_apart_by_the_report(tmp_path: Path) -> None:
    """Where parent and child lie in two files the report leaves out the sum, whatever came first."""
    parts = [
        claude.write(tmp_path / "1.jsonl", [request(agent("a", sent=200, made=80))]),
        claude.write(tmp_path / "2.jsonl", [request(span("b", "a"), used("c", "b"), used("d", "b"))]),
    ]  # fmt: skip
    for n, order in enumerate((parts, parts[::-1])):
        for path in order:
            take(tmp_path / str(n), path)
        report = costs_by(tmp_path / str(n))
        assert (report.totals.requests, report.totals.meters["input"]) == (2, 200)


def test_a_late_parent_changes_nothing(tmp_path: Path) -> None:
    """A file that grows by the sum of what it held counts the same."""
    path = claude.write(tmp_path / "t.jsonl", [request(used("b", "a"))])
    take(tmp_path / "ledger", path)
    claude.write(path, [request(used("b", "a")), request(agent("a", sent=100, made=40))])
    take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", SUMS) == [(1, 100, 40)]


def test_a_circle_of_parents_is_refused(tmp_path: Path) -> None:
    """Each of two spans that are above one another would repeat the other, and both be gone."""
    found = drafted(tmp_path, request(used("a", "b"), used("b", "a"), used("c", "c")))

    assert problems(found) == ["parentSpanId: a span above itself"] * 3


def test_a_call_that_states_nothing_is_refused(tmp_path: Path) -> None:
    """It would look free, as a stream does that was ended with its first chunk; a failure may be mute."""
    failed = stating(chat("a"), error__type="429")

    assert problems(drafted(tmp_path, request(chat("a")))) == ["usage: none stated"]
    assert problems(drafted(tmp_path, request(chat("a", input_tokens=0)))) == [None]
    (draft,) = drafted(tmp_path, request(failed))
    assert (draft["problem"], draft["status"], draft["input"]) == (None, "failure", None)


def test_a_mute_call_beside_counted_ones_is_refused(tmp_path: Path) -> None:
    """The agent's sum is left out for the call that has counts, so the other's are missed."""
    found = drafted(tmp_path, request(agent("a", sent=200, made=80), used("b", "a"), chat("c", "a")))  # fmt: skip

    assert problems(found) == [None, "usage: none stated"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"gen_ai.operation.name": "execute_tool"},
        {"gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 0},
        {"openinference.span.kind": "CHAIN"},
        {"logfire.metrics": '{"gen_ai.client.token.usage": {"total": 297}}'},
        {"gen_ai.usage.partial.input_tokens": 5},
        {"gen_ai.operation.name": "chat", "gen_ai.usage.input_tokens": 5, "logfire.span_type": "pending_span"},
    ],
)  # fmt: skip
def test_other_work_is_skipped(said: dict[str, Any], tmp_path: Path) -> None:
    """A span that states no usage of its own is no call, whatever it sums up."""
    assert drafted(tmp_path, request(span("a", stated=said))) == []


def test_a_count_that_cannot_be_read_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    """Work that states counts is no call where they are nothing, and a reject where they are unreadable."""
    tool = {"gen_ai.operation.name": "execute_tool", "gen_ai.usage.input_tokens": "many"}

    assert problems(drafted(tmp_path, request(span("a", stated=tool)))) == [
        "input_tokens: not a whole number of 0 or more"
    ]
