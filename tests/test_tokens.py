"""Tests of tokens.py."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tokenomics import tokens
from tokenomics.tokens import RULES, count, rule_of

HUNDRED = "one " * 100


@pytest.mark.parametrize(
    ("text", "latest", "older"),
    [
        ("", 0, 0),
        ("hello world", 2, 2),
        ("tiktoken is great!", 6, 6),
        ("antidisestablishmentarianism", 6, 6),
        ("2 + 2 = 4", 7, 7),
        ("お誕生日おめでとう", 8, 9),
    ],
)
def test_openai_s_own_counts(text: str, latest: int, older: int) -> None:
    """Counts that OpenAI publishes for these texts, of o200k_base and cl100k_base."""
    assert (count(text, "gpt-5.6-sol"), count(text, "gpt-4-0613")) == (latest, older)


@pytest.mark.parametrize(
    ("model", "encoding", "hundredths"),
    [
        ("gpt-4o-2024-08-06", "o200k_base", 100),
        ("openai/gpt-4.1", "o200k_base", 100),
        ("ft:gpt-4o-mini:acme::1", "o200k_base", 100),
        ("o3", "o200k_base", 100),
        ("gpt-4-turbo", "cl100k_base", 100),
        ("gpt-3.5-turbo", "cl100k_base", 100),
        ("text-embedding-3-small", "cl100k_base", 100),
        ("voyage-3.5", "voyage3_base", 100),
        ("claude-3-5-sonnet-20241022", "o200k_base", 115),
        ("claude-sonnet-4-20250514", "o200k_base", 115),
        ("claude-opus-4-6", "o200k_base", 115),
        ("claude-opus-4-7", "o200k_base", 145),
        ("anthropic.claude-opus-5-v1:0", "o200k_base", 145),
        ("Mistral-Large-Latest", "o200k_base", 106),
        ("deepseek-chat", "o200k_base", 104),
        ("gemini-3.7-flash", "o200k_base", 100),
        (None, "o200k_base", 100),
    ],
)
def test_each_model_has_a_rule(model: str | None, encoding: str, hundredths: int) -> None:
    """A model's own encoding where it is public, else the latest of OpenAI's times a ratio."""
    rule = rule_of(model)

    assert (rule.encoding, rule.hundredths) == (encoding, hundredths)


def test_rules_say_how_they_are_known() -> None:
    """Each rule is dated and names its source; the last one is for everything else."""
    assert all(rule.source and date.fromisoformat(rule.checked) for rule in RULES)
    assert all(re.compile(rule.models) for rule in RULES)
    assert RULES[-1].source == "assumed"


def test_ratios_are_rounded() -> None:
    """101 tokens x 1.45 = 146.45 and x 1.06 = 107.06; 2 x 1.15 = 2.3; halves are rounded up."""
    assert count(HUNDRED, "gpt-5") == 101
    assert (count(HUNDRED, "claude-opus-5"), count(HUNDRED, "mistral-small")) == (146, 107)
    assert count("hello world", "claude-3-haiku") == 2
    # 10 x 1.15 = 11.5
    assert count("one " * 9, "gpt-5") == 10
    assert count("one " * 9, "claude-3-haiku") == 12


def test_special_tokens_are_text() -> None:
    """What looks like a marker of the encoding's own is counted as it is written."""
    assert count("a <|endoftext|> b", "gpt-5") > 3


def test_any_text_is_counted() -> None:
    """However long it is, with or without spaces, and whatever characters it is made of."""
    assert count("word " * 300_000, "gpt-5") == 300_001
    assert count("a" * 1_000_000, "gpt-5") == 125_000
    assert count("\ud800", "gpt-5") == 1


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["gpt-5", "gpt-4", "voyage-3", "m"]))
def test_no_text_is_more_tokens_than_bytes(text: str, model: str) -> None:
    """A token of an encoding is a byte or more of it."""
    assert count(text, model) <= len(text.encode("utf-8", "replace"))


def test_without_the_tokenizer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tokenizer is an extra, and the package knows whether it is there."""
    assert tokens.is_installed()

    monkeypatch.setattr(tokens, "_PACKAGE", "no_such_package")
    assert not tokens.is_installed()
