"""Comparisons as comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.comments import GOLDEN, HOSTILE, SCENARIOS, compared
from tokenomics.records.errors import ConfigError
from tokenomics.report.comment import code, marker, quiet


@pytest.mark.parametrize("name", SCENARIOS)
def test_each_kind_of_change_has_its_comment(name: str, tmp_path: Path) -> None:
    """No change, a regression that fails, an improvement, a new unpriced model, a tiny sample, a new price."""
    done = compared(name, tmp_path)

    assert done.out == (GOLDEN / f"diff-{name}.md").read_text("utf-8")
    assert done.code == (1 if name in {"regression", "new-unpriced-model"} else 0)


def test_no_change_is_one_line_below_its_mark(tmp_path: Path) -> None:
    """A reader who need not look sees so."""
    assert compared("no-change", tmp_path).out.splitlines() == [
        "<!-- tokenomics:diff -->", "No change of AI cost: 40 requests, 10.00 USD",
    ]  # fmt: skip


def test_a_mark_is_a_name_and_nothing_else() -> None:
    """It cannot end the comment that hides it."""
    assert marker("nightly-2") == "<!-- tokenomics:diff nightly-2 -->"
    for name in ("", "a b", "--> <script>", "-a"):
        with pytest.raises(ConfigError, match="--comment-id"):
            marker(name)


def test_a_name_in_code_is_text() -> None:
    """More backticks stand around it than in it, no bar ends its cell, and none is none."""
    assert code("plain") == "`plain`"
    assert code("a`b``c|d") == "``` a`b``c\N{BOX DRAWINGS LIGHT VERTICAL}d ```"
    assert code("(none)") == "(none)"
    assert code(" ") == '" "'


def test_a_sentence_calls_and_links_nobody() -> None:
    """Between the sign and what it would mean stands something unseen, and markup is text."""
    said = quiet(HOSTILE + " www.evil.example")

    assert "&lt;script&gt;" in said
    for lively in ("@everyone", "#12", "https://", "www.", "[a]"):
        assert lively not in said
