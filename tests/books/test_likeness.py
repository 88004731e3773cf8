"""Tests of hints: near names are found, and few are compared."""

from __future__ import annotations

import pytest

from tokenomics.books import likeness
from tokenomics.books.likeness import known_names, most_like

KNOWN = known_names(["claude-opus-4-6", "claude-opus-5", "claude-sonnet-4-6", "gpt-5", "o3"])


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("claude-opus-5-5", "claude-opus-5"),
        ("cluade-opus-5", "claude-opus-5"),
        ("claude-sonet-4-6", "claude-sonnet-4-6"),
        ("gpt5", "gpt-5"),
    ],
)
def test_one_slip_finds_the_name(name: str, first: str) -> None:
    """A letter too many, too few or exchanged leaves the start and the end as they were."""
    assert most_like(name, KNOWN)[0] == first


def test_nothing_is_near_what_looks_like_nothing() -> None:
    """Less than three fifths in common are no hint."""
    assert most_like("our-chat-model", KNOWN) == ()


def test_an_empty_name_is_near_nothing() -> None:
    """Neither an empty name nor an empty book has neighbours."""
    assert (most_like("", KNOWN), most_like("gpt-5", known_names([]))) == ((), ())


def test_a_larger_book_costs_no_more_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten thousand names eight at most are compared."""
    compared: list[str] = []
    known = known_names(f"model-{number}" for number in range(10_000))
    real = likeness.in_common

    def counted(one: str, other: str) -> float:
        compared.append(other)
        return real(one, other)

    monkeypatch.setattr(likeness, "in_common", counted)

    assert most_like("model-77777", known)[0] == "model-7777"
    assert len(compared) <= 8
