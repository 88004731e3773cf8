"""Tests of envelopes.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tokenomics.auditing.envelopes import Difference, differences, figures, read, words_of
from tokenomics.records.errors import InputError

REPORT: dict[str, Any] = {
    "schema": "tokenomics/cost.v1", "kind": "cost", "tool_version": "1", "generated_at": "2026-11-15T12:00:00Z",
    "command": {"name": "report", "parameters": {"by": "model", "where": ["a=b", "c!=d"], "limit": 3, "month": None}},
    "ledger": {"path": "l", "version": 4}, "config_digest": "", "pricebooks": [], "rows": [{"cost": "1"}],
    "totals": {"cost": "1"}, "notes": [],
}  # fmt: skip


def _asking(name: str, parameters: dict[str, Any], version: int | None = None) -> tuple[str, ...]:
    asked = {
        **REPORT, "command": {"name": name, "parameters": parameters}, "ledger": {"path": "l", "version": version},
    }  # fmt: skip
    return words_of(asked)[: -2 if "--" in words_of(asked) else None]


def test_a_report_is_read(tmp_path: Path) -> None:
    """As it was written."""
    (tmp_path / "r.json").write_text(json.dumps(REPORT), "utf-8")

    assert read(tmp_path / "r.json") == REPORT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read: No such file"),
        ("{", "no report in JSON: make one with --format json"),
        ("[]", "no report in JSON"),
        ("{}", "no report of tokenomics: it has no 'tool_version'"),
        (json.dumps({**REPORT, "schema": "else/1"}), "its schema is 'else/1'"),
        ("[" * 100_000, "no report in JSON"),
        (json.dumps({**REPORT, "notes": ["\ud800"]}), "no report in JSON"),
        (
            json.dumps(REPORT).replace('"cost": "1"', '"cost": "2", "cost": "1"'),
            "states 'cost' twice",
        ),
        (
            json.dumps({**REPORT, "command": {"name": "forget", "parameters": {}}}),
            "'forget' is no command",
        ),
    ],
)
def test_what_is_no_report_is_refused(text: str | None, said: str, tmp_path: Path) -> None:
    """In one line that says what is missing."""
    path = tmp_path / "r.json"
    if text is not None:
        path.write_text(text, "utf-8")

    with pytest.raises(InputError, match=said):
        read(path)


def test_the_words_ask_for_the_version_and_the_instant() -> None:
    """Of where the ledger lies now, where that is told, and as prices were known."""
    words = words_of(REPORT, ledger=Path("here"), config=Path("c"), known="2026-10-01")

    assert words == (
        "report", "--by=model", "--where=a=b", "--where=c!=d", "--limit=3", "--ledger-at=4",
        "--prices-known=2026-10-01", "--ledger=here", "--config=c", "--now=2026-11-15T12:00:00Z", "--format", "json",
    )  # fmt: skip
    assert "--ledger=l" in words_of(REPORT)


def test_files_stand_behind_a_mark() -> None:
    """Logs that were read into a ledger that stays are asked of it; others are read again."""
    asked = {"paths": ["-x.jsonl", "b"], "by": "day"}
    said = {**REPORT, "command": {"name": "report", "parameters": asked}}

    assert "-x.jsonl" not in words_of(said)
    assert words_of({**said, "ledger": {"path": None, "version": None}})[-3:] == ("--", "-x.jsonl", "b")  # fmt: skip


def test_steps_of_a_design_are_options() -> None:
    """What a chosen model must do besides has options of its own."""
    design = {"route": ["a -> b", "c -> d"], "cheapest-that-holds": ["0.9", "max-latency=2s", "only=provider=x"]}  # fmt: skip

    assert _asking("whatif", {"design": design})[:7] == (
        "whatif", "replay", "--route=a -> b", "--route=c -> d", "--cheapest-that-holds=0.9", "--max-latency=2s",
        "--only=provider=x",
    )  # fmt: skip


def test_a_month_is_a_period_of_its_own() -> None:
    """The instants that it stands for are not named beside it."""
    words = _asking("chargeback", {"since": "2026-10-01", "until": "2026-11-01", "month": "2026-10"})  # fmt: skip

    assert words[:2] == ("chargeback", "--month=2026-10")


def test_flags_and_lists_are_said_as_commands_take_them() -> None:
    """What is off is not said, models to compare are one word."""
    assert _asking("estimate", {"compare": ["a", "b"], "no_forecast": True, "usage": False})[:3] == (
        "estimate", "--compare=a,b", "--no-forecast",
    )  # fmt: skip


def test_differences_say_where_they_are() -> None:
    """Values that are new, gone or other, in the order of the first text."""
    one, other = {"rows": [{"a": 1}, {"a": 2}], "x": None}, {"rows": [{"a": 1, "b": 5}], "x": None}

    assert list(differences(one, other)) == [
        Difference("rows[0].b", None, 5), Difference("rows[1]", {"a": 2}, None),
    ]  # fmt: skip
    assert list(differences(one, one)) == []
    assert list(differences({"a": True, "b": 1.0}, {"a": 1, "b": 1})) == [Difference("a", True, 1)]


def test_figures_are_what_is_answered() -> None:
    """What a report was made with is none of them."""
    assert set(figures(REPORT)) == {"schema", "kind", "rows", "totals", "notes"}
