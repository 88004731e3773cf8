"""The models' own caps."""

from __future__ import annotations

from tokenomics.books import bundled
from tokenomics.guard.caps import output_cap


def test_a_model_generates_so_much_at_most() -> None:
    """As its provider's page says; of models that nobody knows nothing is said."""
    assert output_cap("gpt-5") == 128_000
    assert output_cap("gpt-99") is None


def test_most_models_of_chat_have_a_cap_under_the_book_s_name() -> None:
    """Names that no book has would never be asked for."""
    models = {model for _, model in bundled().models}

    assert sum(output_cap(model) is not None for model in models) >= 250
