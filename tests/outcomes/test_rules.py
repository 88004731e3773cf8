"""Tests of the rules for success."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tokenomics.config import Config, SuccessConfig
from tokenomics.outcomes.rules import DEFAULT, Comparison, condition, rules_of, span, unheard
from tokenomics.records.errors import ConfigError


def test_a_condition_is_comparisons_joined_by_and_and_or() -> None:
    """`and` binds tighter than `or`."""
    found = condition('resolved = true and score >= 0.8 or outcome == "done well"')

    assert found.groups == (
        (Comparison("resolved", "=", True), Comparison("score", ">=", Decimal("0.8"))),
        (Comparison("outcome", "=", "done well"),),
    )
    assert found.names == {"resolved", "score", "outcome"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is no comparison: write resolved = true"),
        ("resolved", "'resolved' is no comparison"),
        ("a = 1 and", "no comparison"),
        ("score > high", "> compares numbers, and high is none"),
        ("ok >= true", ">= compares numbers, and true is none"),
    ],
)
def test_what_is_no_condition_is_refused(text: str, message: str) -> None:
    """The error shows the condition and how to write one."""
    with pytest.raises(ConfigError, match="when = ") as caught:
        condition(text)

    assert message in str(caught.value)


def test_a_length_of_time_has_a_unit() -> None:
    """Minutes, hours, days or weeks."""
    assert [span(text) for text in ("90m", "12h", "7d", "2 w")] == [
        timedelta(minutes=90),
        timedelta(hours=12),
        timedelta(days=7),
        timedelta(weeks=2),
    ]
    with pytest.raises(ConfigError, match="wait = 'soon': write a length of time such as 90m"):
        span("soon")


def test_the_rules_of_a_configuration_end_in_the_plain_one() -> None:
    """Tasks that no rule picks succeed where their outcome says so."""
    stated = SuccessConfig(when="resolved = true", where={"feature": "a"}, unknown="failure")
    rules = rules_of(Config(success=(stated,)))

    assert (rules[0].where, rules[0].unknown) == ({"feature": "a"}, "failure")
    assert rules[1:] == (DEFAULT,)


def test_a_judgement_that_nobody_makes_is_named() -> None:
    """With the nearest that somebody makes; the plain rule's own name is no mistake."""
    (rule, _) = rules_of(Config(success=(SuccessConfig(when="resolvd = true"),)))

    assert unheard([rule, DEFAULT], frozenset({"resolved"})) == [
        "[[success]] unknown judgement 'resolvd': did you mean 'resolved'?"
    ]
