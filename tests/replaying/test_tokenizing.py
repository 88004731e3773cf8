"""Calls as another model's tokenizer counts them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.usage import call
from support.worlds import figures, replayed
from tokenomics import tokens
from tokenomics.books import bundled
from tokenomics.records.errors import ConfigError
from tokenomics.replaying import tokenizing
from tokenomics.replaying.tokenizing import texts_of

# 12 tokens of cl100k_base are 6 of o200k_base.
PAIR = {"cl100k_base": 12, "o200k_base": 6}


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file of text that is counted as PAIR says, with or without the extra."""
    monkeypatch.setattr(tokens, "is_installed", lambda: True)
    monkeypatch.setattr(tokens, "encoded", lambda _, rule: PAIR[rule.encoding])
    (tmp_path / "a.txt").write_text("some text", "utf-8")
    return str(tmp_path / "*.txt")


def test_a_call_has_the_tokens_that_the_other_model_counts(tmp_path: Path, sample: str) -> None:
    """1 M tokens of gpt-4-0613 at 30 are 0.5 M of gpt-4o at 2.5; an odd token is rounded up."""
    rows = [call(provider="openai", model_served="gpt-4-0613", input=1_000_000)]
    design = {"route": ["all -> openai/gpt-4o"], "tokenizer": [sample]}
    found = replayed(tmp_path, bundled(), rows, design)

    assert figures(found)[1] == (1, Decimal("2.5"), Decimal("1.25"), Decimal("1.25"))
    assert "gpt-4-0613 to gpt-4o: 50 % of the tokens" in found.remarks


def test_models_of_one_encoding_count_alike(tmp_path: Path, sample: str) -> None:
    """gpt-5 and gpt-4o share theirs."""
    rows = [call(provider="openai", model_served="gpt-4o", input=1_000_000)]
    design = {"route": ["all -> openai/gpt-5"], "tokenizer": [sample]}

    assert figures(replayed(tmp_path, bundled(), rows, design))[1][0] == 0


def test_a_tokenizer_that_nobody_knows_exactly_changes_nothing(tmp_path: Path, sample: str) -> None:
    """Claude's is known by a ratio alone."""
    rows = [call(provider="openai", model_served="gpt-4o", input=1_000_000)]
    design = {"route": ["all -> anthropic/claude-haiku-4-5"], "tokenizer": [sample]}
    found = replayed(tmp_path, bundled(), rows, design)

    assert figures(found)[1][0] == 0
    assert any("gpt-4o to claude-haiku-4-5" in text for text in found.remarks)


def test_files_without_a_text_are_a_mistake(tmp_path: Path) -> None:
    """None is found, or it is empty."""
    (tmp_path / "empty.txt").write_text(" \n", "utf-8")
    for pattern in ("none-*.txt", "empty.txt"):
        with pytest.raises(ConfigError, match="there is no text"):
            texts_of([str(tmp_path / pattern)])


def test_without_the_tokenizer_it_says_what_to_install(
    tmp_path: Path, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra's name is in the sentence."""
    monkeypatch.setattr(tokens, "is_installed", lambda: False)
    with pytest.raises(ConfigError, match="tokens"):
        replayed(tmp_path, bundled(), [call()], {"tokenizer": [sample]})


def test_a_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    """Two patterns find the same file."""
    (tmp_path / "a.txt").write_text("x", "utf-8")

    assert texts_of([str(tmp_path / "a.txt"), str(tmp_path / "*.txt")]) == tokenizing.Texts(1, "x")
