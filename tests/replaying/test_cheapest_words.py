"""Which models were chosen and why, in sentences."""

from __future__ import annotations

from decimal import Decimal

from support.usage import T0
from tokenomics.replaying.cheapest_words import remarks, sentences
from tokenomics.replaying.choosing import Candidate, Chosen, Load
from tokenomics.replaying.holding import Tally
from tokenomics.replaying.wishes import wish_of

TO = Candidate("acme", "small", Tally(8, 10), Decimal(1), region="eu")
SLOW = TO._replace(region=None, reason="takes 900 ms (p95)")
HELD = "small, which succeeds in 80 % (49 % to 94 %) of 10 tasks"
WISH = wish_of(["0.9"])


def _load(calls: int) -> Load:
    return Load("chat", 0, calls, {}, T0)


def test_ten_choices_are_told_and_how_many_more() -> None:
    """Twelve, those of most calls first: 2 + 1 are left."""
    said = sentences([Chosen(_load(calls), TO, [], None) for calls in range(1, 13)])

    assert len(said) == 11
    assert said[0] == f"chat, <1k input: 12 calls by {HELD.replace('small', 'small in eu')}."
    assert said[-1] == "And 2 more features and sizes, of 3 calls."


def test_where_every_cheaper_model_fails_a_constraint_it_is_told() -> None:
    """Four such, of which three are told."""
    found = [Chosen(_load(calls), None, [SLOW], None) for calls in (1, 2, 3, 4)]
    said = list(remarks(found, WISH, 0))

    assert said[0] == f"chat, <1k input: 4 calls stay: not {HELD}: it takes 900 ms (p95)"
    assert said[3:] == ["and 1 more whose models fail a constraint: 1 call stays"]


def test_what_nobody_did_has_no_best() -> None:
    """Four such, of which three are told."""
    found = [Chosen(_load(1), None, [], None)] * 4

    assert list(remarks(found, WISH, 2)) == [
        (
            "no evidence, 4 calls stay: no model with 200 judged tasks or more surely succeeds in 90 % of them:"
            " chat, <1k input none; chat, <1k input none; chat, <1k input none; and 1 more"
        ),
        "no evidence, 2 calls stay: no feature, model or size is stated",
    ]
