"""What estimates rest on, in sentences."""

from __future__ import annotations

from pathlib import Path

from support.prompts import guess
from tokenomics.estimating import Plan
from tokenomics.estimating.words import answers, counting, limits


def test_how_tokens_are_counted_is_told_by_model(tmp_path: Path) -> None:
    """A model nobody measured, one with a ratio, one by bytes."""
    small = guess(tmp_path)
    claude = small._replace(provider="anthropic", model="claude-opus-5")

    assert next(counting([small])).startswith("ratio: acme/small: tokens are taken for those of o200k_base, which nobody measured")  # fmt: skip
    assert "1.45 times those of o200k_base" in next(counting([claude]))
    assert "a token is taken for 4 bytes" in next(counting([small._replace(counted="bytes")]))


def test_what_is_assumed_of_answers_is_told(tmp_path: Path) -> None:
    """By the user, by the request, or by nobody."""
    assert list(answers([guess(tmp_path, plan=Plan(output=5))], 5)) == [
        "each answer is assumed to have 5 tokens, thoughts included"
    ]
    assert list(answers([guess(tmp_path, max_tokens=5)] * 2, None)) == [
        "answers of 2 requests are taken to be as long as they allow"
    ]
    assert "say --output N" in next(answers([guess(tmp_path)], None))


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    """An image; a conversation that goes on."""
    image = guess(tmp_path, text=[{"type": "image", "source": {}}])

    assert list(limits([image])) == [
        "images and other parts of 1 request that are no text are not counted: say --media-tokens N"
    ]
    assert list(limits([guess(tmp_path, conversation="c")])) == [
        "1 request goes on with what the provider keeps, which is not counted"
    ]
    assert list(limits([guess(tmp_path)])) == []
