"""What one request will cost."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from support.prompts import asked, guess
from tokenomics.books import bundled
from tokenomics.estimating import Plan, Prices, estimate


def test_a_request_costs_what_it_sends_and_what_is_expected(tmp_path: Path) -> None:
    """10 x 2 / 1,000,000 and 100 x 8 / 1,000,000, of which the most is a fifth more of what is sent: 12."""
    found = guess(tmp_path, plan=Plan(output=100))

    assert (found.input_tokens, found.input_tokens_high, found.counted) == (10, 12, "ratio")
    assert (found.input_cost, found.output_cost) == (Decimal("0.00002"), Decimal("0.0008"))
    assert found.cost == Decimal("0.00082")
    assert found.cost_high is not None
    assert found.cost_high >= Decimal("0.000824")


def test_the_requests_own_maximum_is_expected_where_nobody_says_otherwise(tmp_path: Path) -> None:
    """max_tokens = 50 for two answers: 100 tokens."""
    found = guess(tmp_path, max_tokens=50, n=2)

    assert (found.output_tokens, found.output_cost) == (100, Decimal("0.0008"))
    assert "max_tokens" in found.notes


def test_without_a_word_of_the_answer_the_prompt_alone_is_known(tmp_path: Path) -> None:
    """No answer is in the cost, and nobody knows the most of a model without a cap."""
    found = guess(tmp_path)

    assert (found.output_tokens, found.output_cost, found.cost) == (None, None, Decimal("0.00002"))
    assert (found.cost_high, "no_cap" in found.notes) == (None, True)


def test_a_models_own_cap_is_the_most() -> None:
    """gpt-5 generates at most 128,000 tokens at 10 dollars a million: 1.28, and the prompt."""
    book = Prices(bundled(), datetime(2026, 11, 26, tzinfo=UTC))
    found = estimate(asked(), ("openai", "gpt-5"), Plan(), book)

    assert (found.counted, found.input_tokens) == ("exact", 10)
    assert found.cost == Decimal("0.0000125")
    assert found.output_tokens_high == 128_000
    assert found.cost_high is not None
    assert Decimal("1.28") < found.cost_high < Decimal("1.2801")


def test_what_has_no_price_is_never_nothing(tmp_path: Path) -> None:
    """A model that nobody knows: no cost, and why."""
    found = guess(tmp_path, model=("acme", "new"), plan=Plan(output=10))

    assert (found.cost, found.cost_high) == (None, None)
    assert found.unpriced is not None
    assert (found.unpriced.model, dict(found.unpriced.meters)) == (
        "new",
        {"input": 10, "output": 10},
    )


def test_an_image_that_nobody_counted_leaves_the_most_open(tmp_path: Path) -> None:
    """With tokens for it, it is input: 10 + 500."""
    image = [{"type": "text", "text": "one two three"}, {"type": "image_url", "image_url": {}}]
    unknown = guess(tmp_path, text=image, plan=Plan(output=1))
    known = guess(tmp_path, text=image, plan=Plan(output=1, media=500))

    assert (unknown.cost_high, "media" in unknown.notes) == (None, True)
    assert (known.input_tokens, known.cost_high is not None) == (510, True)


def test_a_batch_is_priced_as_one() -> None:
    """Half of gpt-5's prices: 10 x 0.625 / 1,000,000; a tier that is said wins."""
    book = Prices(bundled(), datetime(2026, 11, 26, tzinfo=UTC))
    batch = asked()._replace(in_batch=True)
    found = estimate(batch, ("openai", "gpt-5"), Plan(output=0), book)
    plain = estimate(batch, ("openai", "gpt-5"), Plan(output=0, tier="standard"), book)

    assert (found.cost, plain.cost) == (Decimal("0.00000625"), Decimal("0.0000125"))
    assert "batch" in found.notes
