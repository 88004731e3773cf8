"""OpenTelemetry logs: Claude Code's calls, and what was judged."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support import claude
from support.draft import Draft, drafts, drafts_of, golden, problems, sample, shown
from support.ledgers import rejects, select, take
from support.otel import SECOND, START, TRACE, asked, evaluation, event, logged, request, used
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import otel_logs, registry
from tokenomics.sources.contract import Hints, Sample
from tokenomics.sources.otel_logs import events

HERE = Path(__file__).parent
LOGS = HERE / "logs.jsonl"
JUDGED = "target_kind, target_id, name, value, label"


def one(record: dict[str, Any], **resource: Any) -> Draft:
    """The draft of a file of one log record."""
    (row,) = events.events(logged(record, **resource))
    assert isinstance(row, dict)
    (draft,) = drafts_of(otel_logs.SOURCE, [(1, row)])
    return draft


def judged(folder: Path, *records: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The judgements that a ledger has of these log records."""
    take(folder / "ledger", claude.write(folder / "logs.jsonl", [logged(*records)]))
    return select(folder / "ledger", JUDGED, "outcome", "ORDER BY ALL")


def test_drafts_are_as_expected() -> None:
    """Calls, a failure and what is refused are as they lie beside the file; what is no call is skipped."""
    found = [draft for draft in drafts(otel_logs.SOURCE, LOGS, "jsonl") if not draft.get("skip")]

    assert [shown(draft) for draft in found] == golden(found, HERE / "logs.jsonl.expected.json")
    assert registry.claim(sample(LOGS, "jsonl"), Config()) == otel_logs.SOURCE


def test_every_record_is_accounted_for(tmp_path: Path) -> None:
    """15 log records: one call twice, another one, a failure, 3 refused, 8 that are no calls, 3 judgements."""
    (file,) = take(tmp_path / "ledger", LOGS).files
    again = take(tmp_path / "ledger", LOGS)

    assert (file.rows, file.records, file.rejected, file.skipped) == (15, 4, 3, 8)
    assert (again.added, again.changed) == (0, 0)
    assert select(tmp_path / "ledger", "count(*), sum(input), sum(output)") == [(3, 4, 520)]
    assert [reject[1:] for reject in rejects(tmp_path / "ledger")] == [
        (3, "input_tokens", "not a whole number of 0 or more"),
        (4, "gen_ai.evaluation.score.value", "not a number"),
        (4, "gen_ai.evaluation.score.value", "missing"),
    ]
    # The last decision about an edit that a person made is a refusal.
    assert select(tmp_path / "ledger", JUDGED, "outcome", "ORDER BY name") == [
        ("session", "s-1", "edit", 0, "reject"),
        ("request", "msg_1", "ticket_resolved", 1, "pass"),
        ("trace", TRACE, "tone", None, "friendly"),
    ]


def test_lines_of_a_file_in_any_parts_are_the_same(tmp_path: Path) -> None:
    """Each line in a file of its own, in any order, gives what the whole file gives."""
    lines = LOGS.read_text("utf-8").splitlines(keepends=True)
    for number, line in enumerate(lines):
        (tmp_path / f"{number}.jsonl").write_text(line, "utf-8")
    for number in (2, 0, 3, 1):
        take(tmp_path / "parts", tmp_path / f"{number}.jsonl")
    take(tmp_path / "whole", LOGS)

    for what, kind in (("lower(hex(record_id)), merge_rank", "usage"), (JUDGED, "outcome")):
        parts, whole = (select(tmp_path / name, what, kind, "ORDER BY ALL") for name in ("parts", "whole"))  # fmt: skip
        assert parts == whole


@pytest.mark.parametrize("known", ["req_1", None])
def test_a_call_of_a_session_log_counts_once(known: str | None, tmp_path: Path) -> None:
    """By the request's id, or without one by model, tokens and time; the session's split of cache writes stands.

    Opus 4.6 at 5, 25, 0.5 and 10 per million: 2 x 5 + 260 x 25 + 15,030 x 0.5 + 8,655 x 10 = 100,575 millionths.
    """
    usage = claude.usage(
        2, 260, cache_creation_input_tokens=8_655, cache_read_input_tokens=15_030,
        cache_creation={"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 8_655},
    )  # fmt: skip
    line = claude.line("msg_A", used=usage, requestId=known, timestamp="2026-11-02T09:21:03.000Z")
    line["message"]["model"] = "claude-opus-4-6"
    session = claude.write(tmp_path / "session.jsonl", [line])
    stated: dict[str, Any] = {} if known is None else {"request_id": known}
    logs = claude.write(tmp_path / "logs.jsonl", [logged(asked(user__id="ann", **stated))])
    for order in (1, -1):
        ledger = tmp_path / f"ledger{order}"
        take(ledger, *(session, logs)[::order])
        assert total_cost(ledger) == Decimal("0.100575")
    take(tmp_path / "alone", logs)
    # At the price of a write for five minutes, 6.25: 8,655 x 3.75 millionths less.
    assert total_cost(tmp_path / "alone") == Decimal("0.068118750")


def test_calls_that_no_session_log_states_are_added(tmp_path: Path) -> None:
    """What is asked in the background is in the events alone: 1,000 x 1 + 10 x 5 millionths more."""
    session = claude.write(tmp_path / "session.jsonl", [claude.line("msg_A", requestId="req_1")])
    small: dict[str, Any] = {
        "cache_read_tokens": 0,
        "cache_creation_tokens": 0,
        "model": "claude-haiku-4-5",
    }
    logs = claude.write(
        tmp_path / "logs.jsonl",
        [logged(asked(request_id="req_2", input_tokens=1_000, output_tokens=10, **small))],
    )
    take(tmp_path / "one", session)
    take(tmp_path / "both", session, logs)

    assert (total_cost(tmp_path / "both") or 0) - (total_cost(tmp_path / "one") or 0) == Decimal("0.00105")  # fmt: skip


def test_a_call_belongs_to_when_it_began() -> None:
    """It is logged when it is over: 2 seconds later than 09:20:58; a duration beyond all years is none."""
    found = one(asked())

    assert (found["ts"], found["ts_end"]) == ("2026-11-02T09:20:58.000000Z", "2026-11-02T09:21:00.000000Z")  # fmt: skip
    assert one(asked(duration_ms=10**14))["ts"] == "2026-11-02T09:21:00.000000Z"


def test_a_failure_keeps_its_code() -> None:
    """The message may quote the prompt; what the call used is unknown."""
    found = one(event("api_error", error="I read: secret", status_code=529, attempt=3))

    assert [found[name] for name in ("status", "error_type", "attempt", "input", "problem")] == [
        "failure", "529", 3, None, None,
    ]  # fmt: skip
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("model", "provider"),
    [
        ("claude-sonnet-4-5", "anthropic"), ("claude-sonnet-4-5@20250929", "google-vertex"),
        ("eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws-bedrock"),
    ],
)  # fmt: skip
def test_the_models_name_tells_who_serves(model: str, provider: str) -> None:
    """The clouds spell models in ways of their own."""
    assert one(asked(model=model))["provider"] == provider


def test_the_user_says_who_served(tmp_path: Path) -> None:
    """A provider that is named with --provider stands."""
    found = otel_logs.claim(Sample(tmp_path, "jsonl", (logged(),), ()), Hints(provider="azure"))

    assert found is not None
    path = claude.write(tmp_path / "t.jsonl", [logged(asked())])
    assert [draft["provider"] for draft in drafts(found, path, "jsonl")] == ["azure"]


def test_a_call_of_which_a_count_is_missing_is_partial() -> None:
    """What it was asked or answered with is unknown and no 0."""
    found = [
        one(record)
        for record in (asked(input_tokens=None), asked(output_tokens=None), asked(speed=None))
    ]

    assert [draft["token_basis"] for draft in found] == ["partial", "partial", "reported"]


def test_problems_name_their_field() -> None:
    """A call without counts, a count, a cost and an instant that are none, an evaluation of nothing."""
    bare = event("api_request", model="m")
    found = [
        one(record)
        for record in (
            bare, asked(cost_usd="free"), asked(at=7), evaluation("tone", score__value=1),
            {**asked(), "timeUnixNano": None}, {**evaluation("x", response="r", score__value=1), "attributes": []},
        )
    ]  # fmt: skip

    assert problems(found) == [
        "input_tokens: no tokens stated", "cost_usd: not an amount", "timeUnixNano: not nanoseconds since 1970",
        "gen_ai.response.id: missing", "timeUnixNano: missing", "gen_ai.evaluation.name: missing",
    ]  # fmt: skip


def test_an_evaluation_is_of_a_response_or_of_a_trace(tmp_path: Path) -> None:
    """What names neither is of its session, else of its span; one that failed judges nothing."""
    found = judged(
        tmp_path,
        evaluation("a", response="r-1", trace=TRACE, score__value=0.5),
        evaluation("b", trace=TRACE, span="00000000000000a4", score__label="pass"),
        evaluation("c", span="00000000000000a4", score__value=1),
        {**evaluation("d", score__value=1), "attributes": [
            *evaluation("d", score__value=1)["attributes"], {"key": "gen_ai.conversation.id", "value": {"stringValue": "c-1"}},
        ]},
        {**evaluation("e", response="r-1"), "attributes": [
            *evaluation("e", response="r-1")["attributes"], {"key": "error.type", "value": {"stringValue": "timeout"}},
        ]},
    )  # fmt: skip

    assert found == [
        ("request", "00000000000000a4", "c", 1, None),
        ("request", "r-1", "a", 0.5, None),
        ("session", "c-1", "d", 1, None),
        ("trace", TRACE, "b", None, "pass"),
    ]


def test_the_latest_evaluation_stands(tmp_path: Path) -> None:
    """Whatever the order in which two of one name arrive."""
    early = evaluation("tone", response="r", score__value=0.2)
    late = evaluation("tone", response="r", score__value=0.9, at=START + SECOND)

    assert judged(tmp_path / "one", early, late) == judged(tmp_path / "two", late, early) == [
        ("request", "r", "tone", 0.9, None),
    ]  # fmt: skip


def test_files_that_hold_nothing_to_read_say_so(tmp_path: Path) -> None:
    """Logs of another kind are read to nothing, and a note says what to ingest."""
    other = logged({"timeUnixNano": str(START), "body": {"stringValue": "said"}})
    path = claude.write(tmp_path / "other.jsonl", [other])
    done = take(tmp_path / "ledger", path)

    assert (done.files[0].records, done.files[0].skipped) == (0, 1)
    assert any("ingest the traces too" in note for note in done.notes)
    assert not otel_logs.SOURCE.notes


def test_requests_of_spans_are_anothers() -> None:
    """A file of both signals is the traces'."""
    both = Sample(Path("x"), "jsonl", (request(used("a")), logged(asked())), ())

    assert otel_logs.claim(both) is None
    assert registry.claim(both, Config()) is not None
