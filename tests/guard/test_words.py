"""What a stopped agent is told."""

from __future__ import annotations

from tokenomics.guard.levels import Account, Level, Refusal
from tokenomics.guard.prices import Kind, Size
from tokenomics.guard.units import limit_of
from tokenomics.guard.words import Wanted, exceeded, label_of

LEVEL = Level("k", "task t1", limit_of("0.50"), 3, 1000)
WANTED = Wanted(Kind("acme", "small"), Size(10_000, 8_000), limit_of("0.1"), limit_of("0.02"))


def _said(account: Account, of: str, cheaper: str | None = None) -> str:
    return str(exceeded(Refusal(LEVEL, account, of), WANTED, {"task": "t1"}, "USD", cheaper))


def test_scopes_are_named_in_their_order() -> None:
    """A guard without one is the guard."""
    assert label_of({"task": "t1", "user": "ada"}) == "task t1, user ada"
    assert label_of({}) == "the guard"


def test_money_that_is_too_little_says_what_would_fit() -> None:
    """0.05 is left: the prompt is 0.02, so 0.03 of the 0.08 of 8,000 tokens: 3,000."""
    account = Account(spent=limit_of("0.40"), reserved=limit_of("0.05"))

    assert _said(account, "money", "tiny") == (
        "task t1: 0.0500 of 0.500 USD are left (0.400 spent, 0.0500 reserved), and a call of small with"
        " 10,000 tokens and up to 8,000 generated may cost 0.100: ask for at most 3,000 tokens, use tiny"
        " or raise the limit"
    )


def test_where_not_even_the_prompt_fits_only_the_limit_helps() -> None:
    """0.01 is left, the prompt is 0.02."""
    assert _said(Account(spent=limit_of("0.49")), "money").endswith(
        "may cost 0.100: raise the limit"
    )


def test_steps_tokens_and_closed_guards_have_words_of_their_own() -> None:
    """Each says what it is about."""
    assert _said(Account(steps=3), "steps") == (
        "task t1: all of its 3 calls are made: is the task too large, or a loop?"
    )
    assert "may take 18,000 tokens, and of 1,000 400 are spent and 100 reserved" in _said(
        Account(tokens=400, reserved_tokens=100), "tokens"
    )
    assert "closed, for a reason; 0.00 USD are spent" in _said(Account(closed="a reason"), "closed")
