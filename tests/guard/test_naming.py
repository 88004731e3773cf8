"""Which provider's model a name means."""

from __future__ import annotations

import pytest

from tokenomics.books import bundled
from tokenomics.guard.naming import NOBODY, alike, meant, meant_or_unknown
from tokenomics.records.errors import PriceError


def test_a_name_alone_is_its_makers() -> None:
    """Clouds sell it as well; a provider before it, or beside it, is who is meant."""
    book = bundled()

    assert meant(book, "claude-opus-5") == ("anthropic", "claude-opus-5")
    assert meant(book, "openai/gpt-5") == meant(book, "gpt-5") == ("openai", "gpt-5")
    assert meant(book, "gpt-5", "azure")[0] == "azure"


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    """Of all providers, or of the one that is named."""
    with pytest.raises(PriceError, match="unknown model 'gpt-55': did you mean 'gpt-5"):
        meant(bundled(), "gpt-55")
    with pytest.raises(PriceError, match="openai has no price of 'claude-opus-5'"):
        meant(bundled(), "claude-opus-5", "openai")


def test_a_request_may_name_what_nobody_knows() -> None:
    """It has no price, and names that are like it."""
    assert meant_or_unknown(bundled(), "my-own-model") == (NOBODY, "my-own-model")
    assert meant_or_unknown(bundled(), "openai/my-own-model") == ("openai", "my-own-model")
    assert meant_or_unknown(bundled(), "gpt-5") == ("openai", "gpt-5")
    assert "openai/gpt-5" in alike(bundled(), "gpt-5x")
