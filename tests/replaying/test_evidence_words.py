"""What outcomes tell, in sentences."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.replaying.evidence_words import Compared, expected, mixed, rate, standings, stay
from tokenomics.replaying.holding import Standing, Tally

SOME = Tally(90, 100)


def _compared(calls: int, standing: Standing, then: Tally = SOME) -> Compared:
    return Compared("chat", 0, "large", "small", calls, SOME, then, standing)


def test_a_rate_has_its_interval_and_its_number() -> None:
    """8 of 10: 0.4902 to 0.9433."""
    assert rate(Tally(8, 10)) == "80 % (49 % to 94 %) of 10"


def test_what_is_not_claimed_is_told() -> None:
    """Where staying costs more nothing is claimed, and nothing is not claimed."""
    assert list(stay(0, 5, Decimal(0), "USD")) == []
    assert list(stay(1, 2, Decimal(3), "USD")) == [
        "Outcomes say that quality would fall: 1 of 2 calls stays as it is: 3.000 USD are not claimed."
    ]
    assert list(stay(2, 2, Decimal(-3), "USD")) == [
        "Outcomes say that quality would fall: 2 of 2 calls stay as they are."
    ]


def test_three_of_a_kind_are_told_and_how_many_more() -> None:
    """Those of most calls, what falls before what is unclear."""
    found = [_compared(1, "holds"), *(_compared(calls, "worse") for calls in (1, 5, 4, 3, 2))]
    said = list(standings(found))

    assert [text.rsplit(": ", 1)[1] for text in said[:3]] == [
        "5 calls stay", "4 calls stay", "3 calls stay",
    ]  # fmt: skip
    assert said[3] == "quality falls: and 2 more, of 3 calls"
    assert said[4] == (
        "quality holds (at most 5 points lower): chat, <1k input: small succeeds in 90 % (83 % to 94 %) of"
        " 100 tasks, large in 90 % (83 % to 94 %) of 100: 1 call goes"
    )


def test_without_evidence_the_numbers_of_tasks_are_told() -> None:
    """Of four groups three by name."""
    found = [_compared(calls, "no evidence", Tally(1, 2)) for calls in (1, 2, 3, 4)]

    assert list(standings(found)) == [
        (
            "no evidence whether quality holds of 10 calls that go: fewer than 30 judged tasks of a model"
            " (chat, <1k input: small 2, large 100; chat, <1k input: small 2, large 100; chat, <1k input:"
            " small 2, large 100; and 1 more)"
        )
    ]


def test_tasks_of_several_models_are_told_once() -> None:
    """3 of 100, whichever model the calls have now."""
    found = [_compared(1, "holds", Tally(90, 100, 3)), _compared(2, "holds", Tally(90, 100, 3))]

    assert list(mixed(found)) == [
        (
            "several models worked on 3 of 100 judged tasks of the models that calls go to: a task counts for"
            " the one that began it"
        )
    ]
    assert list(mixed([_compared(1, "holds")])) == []


def test_how_often_tasks_would_succeed_is_told_of_what_goes_and_is_known() -> None:
    """8 of 10 rather than 90 of 100 in three calls of five: one goes unknown, one is of a chain, one stays."""
    then = Tally(8, 10)
    found = [
        _compared(1, "holds", then), _compared(2, "unclear", then), _compared(2, "no evidence", then),
        _compared(9, "worse", then), _compared(7, "unclear", then)._replace(is_chain=True),
    ]  # fmt: skip

    assert list(expected(found)) == [
        (
            "Where outcomes know both models, in 3 of 5 calls that go, tasks would succeed in 80 % (49 % to"
            " 94 %) rather than in 90 % (83 % to 94 %)."
        )
    ]
    assert list(expected(found[2:])) == []
