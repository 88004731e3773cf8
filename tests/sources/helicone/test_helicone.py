"""Helicone's exports of requests."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.draft import drafts, drafts_of, golden, problems, sample, shown
from support.ledgers import rejects, select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import helicone, registry
from tokenomics.sources.contract import Container, Hints

HERE = Path(__file__).parent
LINES, TABLE = HERE / "requests.jsonl", HERE / "requests.csv"


def row(**given: Any) -> dict[str, Any]:
    """A row of an export, with what is given."""
    plain = {
        "response_id": "r", "request_created_at": "2026-11-02T10:00:00Z", "response_status": 200, "request_properties": {},
        "prompt_tokens": 1000, "completion_tokens": 10, "provider": "OPENAI", "model": "gpt-4o",
    }  # fmt: skip
    return {**plain, **given}


@pytest.mark.parametrize(("path", "container"), [(LINES, "jsonl"), (TABLE, "csv")])
def test_drafts_are_as_expected(path: Path, container: Container) -> None:
    """JSON and CSV give the drafts that lie beside them."""
    found = drafts(helicone.SOURCE, path, container)

    assert [shown(draft) for draft in found] == golden(found, Path(f"{path}.expected.json"))
    assert registry.claim(sample(path, container), Config()) == helicone.SOURCE


def test_a_request_counts_once_in_json_and_csv(tmp_path: Path) -> None:
    """Five requests, one of them in both: JSON stands, which states the cache; two rows are refused."""
    for order in (1, -1):
        ledger = tmp_path / f"ledger{order}"
        for path in (LINES, TABLE)[::order]:
            take(ledger, path)

        assert select(ledger, "count(*), sum(cache_read)") == [(5, 20_800)]
        assert [reject[1:] for reject in rejects(ledger)] == [
            (4, "prompt_tokens", "not a whole number of 0 or more"),
            (5, "prompt_tokens", "not a whole number of 0 or more"),
        ]


def test_an_answer_of_the_cache_costs_nothing(tmp_path: Path) -> None:
    """Of two equal calls the one that Helicone answered is kept with its tokens and costs 0: 0.018 in all."""
    path = tmp_path / "two.jsonl"
    path.write_text("\n".join(LINES.read_text("utf-8").splitlines()[:2]) + "\n", "utf-8")
    take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "gateway_cache_hit, billing, output", rest="ORDER BY ts") == [
        (False, "unknown", 400),
        (True, "cached", 400),
    ]  # fmt: skip
    assert total_cost(tmp_path / "ledger") == Decimal("0.018")


@pytest.mark.parametrize(
    ("given", "counts", "basis"),
    [
        ({"prompt_cache_read_tokens": 800}, (200, 800), "partial"),
        ({"prompt_cache_read_tokens": 800, "total_tokens": 1810}, (1000, 800), "reported"),
        ({"prompt_cache_read_tokens": 8000}, (1000, 8000), "reported"),
        (
            {
                "prompt_cache_read_tokens": 800,
                "provider": "ANTHROPIC",
                "model": "claude-sonnet-4-5",
            },
            (1000, 800),
            "reported",
        ),
        (
            {"prompt_audio_tokens": 300, "total_tokens": 1010, "request_id": "q"},
            (700, None),
            "partial",
        ),
        ({}, (1000, None), "partial"),
        ({"prompt_cache_read_tokens": 0}, (1000, 0), "reported"),
    ],
)
def test_where_the_cache_is_counted(
    given: dict[str, Any], counts: tuple[int, int | None], basis: str
) -> None:
    """1,000 with 800 cached are 200 unless the total, the counts or the vendor say that 800 stand beside."""
    (found,) = drafts_of(helicone.SOURCE, [(1, row(**given))])

    assert (found["input"], found["cache_read"], found["token_basis"]) == (*counts, basis)


def test_failures_are_kept() -> None:
    """A call that was refused is a failure of no tokens; one that broke off keeps its own."""
    refused, broken = drafts_of(
        helicone.SOURCE, [(1, row(response_status=429, prompt_tokens=0, completion_tokens=0)), (2, row(response_status=-3))]
    )  # fmt: skip

    assert (refused["status"], refused["error_type"], refused["input"]) == ("failure", "429", 0)
    assert (broken["status"], broken["input"]) == ("failure", 1000)


def test_who_served_a_row_that_does_not_say() -> None:
    """The user's word stands before the model's name."""
    bare = row(provider=None)
    told = registry.claim(sample(TABLE, "csv"), Config(), Hints(provider="azure"))

    assert told is not None
    assert [drafts_of(source, [(1, bare)])[0]["provider"] for source in (helicone.SOURCE, told)] == ["openai", "azure"]  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_feedback_and_scores_are_outcomes(order: int, tmp_path: Path) -> None:
    """A rating and two scores of one request are three outcomes, read again or in another order too."""
    for path in (LINES, TABLE)[::order]:
        done = take(tmp_path / "ledger", path)
        assert done.repeats == 0 or order == -1
    take(tmp_path / "again", LINES, TABLE)
    again = take(tmp_path / "again", LINES)

    columns = "target_kind, target_id, name, value, label"
    for ledger in ("ledger", "again"):
        assert select(tmp_path / ledger, columns, "outcome", "ORDER BY name") == [
            ("request", "rq-a", "feedback", 1, "success"),
            ("request", "rq-a", "resolved", 1, None),
            ("request", "rq-a", "tone", 0.75, None),
        ]
    assert (again.added, again.changed) == (0, 0)


def test_of_a_refused_row_no_feedback_is_kept(tmp_path: Path) -> None:
    """A row without counts is refused with all it says; feedback that is none refuses the row, too."""
    path = tmp_path / "rows.jsonl"
    bad = [
        row(response_id="a", prompt_tokens="x", feedback_rating=True),
        row(response_id="b", feedback_rating="perhaps"),
        row(response_id="c", scores={"tone": "warm", "safe": True, "none": None}),
        row(response_id="d", feedback_rating=False, scores={"safe": True, "none": None}),
    ]
    path.write_text("".join(f"{json.dumps(each)}\n" for each in bad), "utf-8")
    done = take(tmp_path / "ledger", path)

    assert [(reject[1], reject[2]) for reject in rejects(tmp_path / "ledger")] == [
        (1, "prompt_tokens"),
        (2, "feedback_rating"),
        (3, "scores"),
    ]
    assert select(tmp_path / "ledger", "target_id, name, value, label", "outcome", "ORDER BY name") == [
        ("d", "feedback", 0, "failure"), ("d", "safe", 1, None),
    ]  # fmt: skip
    assert (done.files[0].records, done.files[0].beside, done.added) == (1, 2, 3)


def test_problems_name_their_field() -> None:
    """A count that is none, no count at all, properties that are none."""
    found = drafts_of(
        helicone.SOURCE,
        [
            (1, row(prompt_tokens=None, completion_tokens=None, total_tokens=5)),
            (2, row(request_properties="{oops")),
            (3, row(request_created_at=None)),
        ],
    )

    assert problems(found) == [
        "prompt_tokens: no tokens stated",
        "request_properties: not an object of properties",
        "request_created_at: missing",
    ]
