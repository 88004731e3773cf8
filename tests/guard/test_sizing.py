"""What a call may use at most, as it is asked for."""

from __future__ import annotations

import pytest

from tokenomics.books import Book
from tokenomics.guard.memory import MemoryStore
from tokenomics.guard.prices import Kind, Size
from tokenomics.guard.realm import Realm
from tokenomics.guard.sizing import Wants
from tokenomics.records.errors import InputError, PriceError

from .conftest import Clock

SMALL = Kind("acme", "small")


@pytest.fixture
def realm(acme: Book, clock: Clock) -> Realm:
    """Prices of small and tiny."""
    return Realm(acme, None, MemoryStore(), None, clock)


def test_each_answer_may_take_as_much(realm: Realm) -> None:
    """Three of 50 tokens are 150; tools are counted beside them."""
    wants = Wants(input_tokens=10, max_output=50, choices=3, tools={"web_search": 2})

    assert wants.size(SMALL, realm) == Size(10, 150, (("web_search", 2),))


def test_a_text_has_the_tokens_of_the_model_that_reads_it(realm: Realm) -> None:
    """Claude's are at most 1.15 x 1.2 times those of OpenAI's encoding."""
    wants = Wants("hello world, " * 100, max_output=0)
    gpt, claude = (
        wants.size(Kind("any", name), realm).sent for name in ("gpt-5", "claude-haiku-4-5")
    )

    assert claude > gpt


def test_nobody_who_says_nothing_of_a_prompt_sends_none(realm: Realm) -> None:
    """Whoever forgets what is sent is told so, rather than reserving for an empty prompt."""
    with pytest.raises(InputError, match="Say messages, or input_tokens"):
        Wants(max_output=10).size(SMALL, realm)


def test_a_call_has_an_answer(realm: Realm) -> None:
    """None would be generated for nothing."""
    with pytest.raises(InputError, match="choices = 0"):
        Wants(input_tokens=1, max_output=10, choices=0).size(SMALL, realm)


def test_without_a_maximum_it_is_the_model_s_own(realm: Realm) -> None:
    """GPT-5's is 128,000; small's nobody knows."""
    wants = Wants(input_tokens=1)

    assert wants.size(Kind("openai", "gpt-5"), realm).generated == 128_000
    with pytest.raises(PriceError, match="how much small generates at most is not known"):
        wants.size(SMALL, realm)


def test_what_is_no_number_has_no_size(realm: Realm) -> None:
    """It would be less than any limit."""
    with pytest.raises(InputError, match="input_tokens = nan is no number"):
        Wants(input_tokens=float("nan"), max_output=1).size(SMALL, realm)  # type: ignore[arg-type]
