"""Comparisons as tables and JSON."""

from __future__ import annotations

from support.diffs import diff_of
from tokenomics.comparing.verdicts import Verdict
from tokenomics.report.diff import headline, notes, table, title, verdicts


def test_the_headline_is_from_old_to_new() -> None:
    """A request cost 1 and costs 2; without any at one side the whole cost is told."""
    assert headline(diff_of({"a": "1"}, {"a": "2"})) == (
        "cost per request 1.000 \N{RIGHTWARDS ARROW} 2.000 USD (+100 %)"
    )
    assert headline(diff_of({}, {"a": "2"})) == "cost 0.000 \N{RIGHTWARDS ARROW} 2.000 USD"
    assert headline(diff_of({"a": "1"}, {"a": "1"})) == "no change"


def test_a_gate_that_passes_needs_no_words() -> None:
    """The others say what became of them, and why."""
    diff = diff_of(
        {"a": "1"}, {"a": "2"}, Verdict("unpriced", "passed"), Verdict("cost>+1%", "failed", "why")
    )

    assert list(verdicts(diff)) == ["gate cost>+1% failed: why"]
    assert "gate cost>+1% failed: why" in notes(diff)


def test_the_table_names_both_sides() -> None:
    """It fits its width; a base without records is told."""
    text = table(diff_of({}, {"a": "2"}), prices="list prices", width=60)

    assert (
        title(diff_of({}, {"a": "2"}), "list prices")
        == "What changed from a to b, USD, list prices"
    )
    assert all(len(line) <= 60 for line in text.splitlines())
    assert "the base has no record" in text
