"""`tokenomics estimate`, as it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import Done, command
from support.schemas import LISTINGS, validator

SAYS = [{"role": "user", "content": "one two three"}]
NOW = "2026-11-26"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two prompts of ten tokens each, one of which says how long its answer may be."""
    (tmp_path / "a.md").write_text("one two three", "utf-8")
    request = {"model": "gpt-5", "messages": SAYS, "max_completion_tokens": 200}
    (tmp_path / "b.json").write_text(json.dumps(request), "utf-8")
    return tmp_path


def _run(folder: Path, *words: str) -> Done:
    return command("estimate", *words, "--now", NOW, cwd=folder)


def test_prompts_are_estimated_before_they_are_sent(folder: Path) -> None:
    """10 tokens at 1.25 and 100 at 10 dollars a million: 0.0010125 each, 0.002025 together."""
    found = json.loads(_run(folder, "a.md", "b.json", "-m", "gpt-5", "--output", "100", "--format", "json").out)  # fmt: skip
    rows = [(row["file"], row["model"], row["counted"], row["cost"]) for row in found["rows"]]

    assert rows == [
        ("a.md", "openai/gpt-5", "exact", "0.0010125"), ("b.json", "openai/gpt-5", "exact", "0.0010125"),
    ]  # fmt: skip
    assert found["totals"]["cost"] == "0.002025"
    assert list(validator("estimate", *LISTINGS["estimate"]).iter_errors(found)) == []


def test_every_form_has_the_same_figures(folder: Path) -> None:
    """Table, Markdown and CSV have the cost that JSON has."""
    words = ("b.json",)

    assert "0.002012" in _run(folder, *words).out
    assert "0.002012" in _run(folder, *words, "--format", "markdown").out
    assert "0.0020125" in _run(folder, *words, "--format", "csv").out


def test_no_prompt_is_printed(folder: Path) -> None:
    """Whatever the form, the text of a prompt stays where it is."""
    for form in ("table", "json", "csv", "markdown"):
        done = _run(folder, "a.md", "b.json", "-m", "gpt-5", "--format", form)
        assert "one two" not in done.out + done.err


def test_a_gate_on_prompt_files(folder: Path) -> None:
    """0.0020125 of b.json: within a cent, beyond a tenth of one, which is exit code 1 and one sentence."""
    within = _run(folder, "b.json", "--max-cost", "0.01")
    beyond = _run(folder, "b.json", "--max-cost", "0.001")
    unknown = _run(folder, "a.md", "-m", "gpt-5", "--max-cost", "0.01")

    assert (within.code, within.err) == (
        0, "max cost: b.json costs 0.002012 USD at most, within 0.01 USD\n",
    )  # fmt: skip
    assert beyond.code == 1
    assert beyond.err.startswith(
        "error: max cost: b.json may cost 0.002012 USD, more than 0.001 USD: "
    )
    # As long an answer as the model allows: 128,000 tokens.
    assert unknown.code == 1
    assert "an answer may have 128,000 tokens, say how many with --output N" in unknown.err


def test_models_are_compared(folder: Path) -> None:
    """The cheapest first, with its share of the one that is asked for."""
    done = _run(folder, "b.json", "--compare", "gpt-5-mini,claude-opus-5")
    models = [line.split()[0] for line in done.out.splitlines()[4:7]]

    assert models == ["openai/gpt-5-mini", "openai/gpt-5", "anthropic/claude-opus-5"]
    assert "cheapest: openai/gpt-5-mini, 0.000" in done.out


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("a.md",), "a.md: no model is named: say it with --model"),
        (("a.md", "-m", "gpt-55"), "unknown model 'gpt-55': did you mean 'gpt-5"),
        (("missing.md", "-m", "gpt-5"), "missing.md"),
        (("a.md", "-m", "gpt-5", "--max-cost", "much"), "'much' is not an amount of money"),
        (("a.md", "--compare", "gpt-5", "--max-cost", "1"), "--max-cost judges one model: name it with --model"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(folder: Path, words: tuple[str, ...], problem: str) -> None:
    """In one line, with exit code 2."""
    done = _run(folder, *words)

    assert (done.code, done.out) == (2, "")
    assert problem in done.err
