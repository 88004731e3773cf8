"""Tests of questions.py."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.asked_again import CASES, MANNER, options_of
from tokenomics.auditing.questions import COMMANDS, OPTIONS, checked
from tokenomics.records.errors import InputError

REPORT: dict[str, Any] = {
    "schema": "tokenomics/cost.v1", "kind": "cost", "tool_version": "1", "generated_at": "2026-11-15T12:00:00Z",
    "command": {"name": "report", "parameters": {"by": "model"}}, "ledger": {"path": "l", "version": 4},
    "config_digest": "", "pricebooks": [{"name": "a", "digest": "b", "known_at": None}],
}  # fmt: skip


def _asking(command: str, **parameters: Any) -> dict[str, Any]:
    return {**REPORT, "command": {"name": command, "parameters": parameters}}


def _refused(envelope: dict[str, Any]) -> str:
    with pytest.raises(InputError) as refused:
        checked("r.json", envelope)
    assert str(refused.value).startswith("r.json: ")
    assert str(refused.value).count("\n") == 0
    return str(refused.value)


def test_what_a_report_asks_may_be_asked() -> None:
    """Texts, numbers, switches, lists, places and steps of a design."""
    design = {"route": ["a -> b"], "cheapest-that-holds": ["0.9", "max-latency=2s", "only=provider=x"]}  # fmt: skip

    checked("r.json", REPORT)
    checked("r.json", _asking("whatif", design=design, limit=3, tz=None))
    checked("r.json", _asking("report", paths=["-x.jsonl"], where=["a=b"], keep_user_ids=True))
    checked("r.json", _asking("estimate", files=["p.txt"], output="7"))


def test_all_that_decides_about_figures_may_be_asked_and_nothing_else() -> None:
    """The options of all commands that are asked again, without those of a question's manner."""
    options = {option for case in CASES for option in options_of(case.words)} - MANNER
    names = {" ".join(word for word in case.words[:2] if word.isalpha()) for case in CASES}

    assert OPTIONS - {"ledger_at", "fail_on"} == options
    assert {name.removesuffix(" replay").removesuffix(" prompt") for name in names} <= COMMANDS | {"estimate"}  # fmt: skip


@pytest.mark.parametrize("name", ["forget", "alert", "ledger rotate-key", "ingest", "report --output=x", "export focus", ""])  # fmt: skip
def test_a_command_that_does_something_is_not_run(name: str) -> None:
    """Whatever writes, sends, fetches or forgets is no question, and no option hides in a name."""
    assert "is no command that answers a question" in _refused(_asking(name))


@pytest.mark.parametrize("option", ["output", "statements", "config", "engine", "master", "now", "format", "ledger"])  # fmt: skip
def test_an_option_that_writes_or_runs_is_not_given(option: str) -> None:
    """No file, no engine and no configuration is a report's to choose, in a design neither."""
    wanted = f"{option!r} is no option that decides about figures"

    assert wanted in _refused(_asking("report", **{option: "x"}))
    assert wanted in _refused(_asking("whatif", design={option: ["x"]}))
    assert wanted in _refused(_asking("whatif", design={"cheapest-that-holds": ["1", f"{option}=x"]}))  # fmt: skip


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_text_that_is_no_word_is_refused(text: str) -> None:
    """A process cannot be handed it, wherever it stands."""
    assert "cannot be a word" in _refused(_asking("report", by=text))
    assert "cannot be a word" in _refused(_asking("report", where=[f"a={text}"]))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("command", "report"), ("command", {"name": 1, "parameters": {}}), ("command", {"name": "report", "parameters": [1]}),
        ("command", {"name": "report", "parameters": {"by": [1]}}), ("command", {"name": "report", "parameters": {"paths": 5}}),
        ("command", {"name": "report", "parameters": {"where": "a=b"}}), ("ledger", None), ("ledger", {"path": "l", "version": "1"}),
        ("pricebooks", [1]), ("pricebooks", {"a": "b"}), ("pricebooks", [{"name": "a", "digest": 1, "known_at": None}]),
        ("\ud800", 1), ("generated_at", 5), ("generated_at", "2026-11-15"), ("generated_at", "2026-11-15T12:00:00"), ("tool_version", None),
    ],
    ids=json.dumps,
)  # fmt: skip
def test_a_value_of_another_type_is_refused(place: str, value: object) -> None:
    """In one line that says where, before anything is asked."""
    assert "no report of tokenomics: " in _refused({**REPORT, place: value})
