"""Whether prompts may cost more than they may."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from support.prompts import asked, prices, prompt
from tokenomics.books import bundled
from tokenomics.estimating import Estimated, Plan, Prices, estimate
from tokenomics.estimating.files import Prompt
from tokenomics.estimating.judging import Limit, judge, parse_limit
from tokenomics.records.errors import ConfigError, InputError
from tokenomics.records.money import Money

PLAN = Plan(output=100_000)  # 0.80 dollars with small


def _judged(folder: Path, limit: str, *found: Estimated) -> tuple[bool, str]:
    verdict = judge(found, parse_limit(limit, "USD"), PLAN, prices(folder))
    return verdict.passed, verdict.sentence


def test_a_limit_is_of_all_of_each_file_or_of_each_request() -> None:
    """In the currency of the report where none is written."""
    assert parse_limit("0.50", "USD") == Limit(Money(Decimal("0.50"), "USD"))
    assert parse_limit("0.02 USD / request", "USD").words == "0.02 USD a request"
    with pytest.raises(ConfigError, match="unknown unit 'fiel': did you mean 'file'"):
        parse_limit("1/fiel", "USD")
    with pytest.raises(ConfigError, match="a limit in EUR cannot judge an estimate in USD"):
        parse_limit("1 EUR", "USD")
    with pytest.raises(ConfigError, match="lets nothing pass"):
        parse_limit("-1", "USD")
    with pytest.raises(InputError, match="is not an amount of money"):
        parse_limit("much", "USD")


def test_what_is_within_its_limit_passes(tmp_path: Path) -> None:
    """0.80 and the prompt, of a dollar; two files are together beyond it, and each within."""
    one = prompt(tmp_path, plan=PLAN)
    two = (one, prompt(tmp_path, "b.md", plan=PLAN))

    assert _judged(tmp_path, "1", one) == (True, "a.md costs 0.8000 USD at most, within 1 USD")
    assert _judged(tmp_path, "1", *two)[0] is False
    assert _judged(tmp_path, "1/file", *two)[0] is True
    assert _judged(tmp_path, "0.5/request", *two)[0] is False


def test_the_dearest_is_named_with_what_to_do(tmp_path: Path) -> None:
    """Nothing of this provider is cheaper: shorten it, or allow more."""
    passed, sentence = _judged(tmp_path, "0.5", prompt(tmp_path, plan=PLAN))

    assert not passed
    assert sentence.startswith("a.md may cost 0.8000 USD, more than 0.5 USD: ")


def test_the_nearest_cheaper_model_is_named() -> None:
    """gpt-5's 1,000 tokens of answer cost a cent: a smaller model would do."""
    book = Prices(bundled(), datetime(2026, 11, 26, tzinfo=UTC))
    plan = Plan(output=1_000)
    found = Estimated(
        Prompt("a.md", None, asked()), estimate(asked(), ("openai", "gpt-5"), plan, book)
    )
    verdict = judge([found], parse_limit("0.005", "USD"), plan, book)

    assert not verdict.passed
    assert "openai/gpt-" in verdict.sentence.split(": ", 1)[1]
    assert "would cost" in verdict.sentence


def test_what_nobody_knows_does_not_pass(tmp_path: Path) -> None:
    """Without a price, without an end of the answer, with an image: each says what to do."""
    image = [{"type": "image", "source": {}}]
    for found, why in (
        (prompt(tmp_path, model=("acme", "new"), plan=PLAN), "acme new has no price: "),
        (prompt(tmp_path), "its answer has no end that is known: say --output N"),
        (prompt(tmp_path, text=image, plan=PLAN), "say --media-tokens N"),
        (prompt(tmp_path, plan=PLAN, conversation="c"), "goes on with what the provider keeps"),
    ):
        passed, sentence = _judged(tmp_path, "1000", found)
        assert not passed
        assert sentence.startswith("what a.md may cost is not known: ")
        assert why in sentence
