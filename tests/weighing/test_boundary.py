"""Boundaries between AI and a person, against sums done by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.analysis.intervals import Interval
from tokenomics.weighing import boundary
from tokenomics.weighing.boundary import (
    AI,
    NO_EVIDENCE,
    PERSON,
    TOO_CLOSE,
    Workflow,
    all_in,
    room,
    verdict,
)

# Of 40 tasks AI does 36. Calls cost 8, review 120, and mending ten of them 60; a person costs 20 a task.
DRAFTS = Workflow(36, 4, 0, Fraction(8), Fraction(0), Fraction(120), Fraction(60), 10)
TWENTY = Fraction(20)

_amounts = st.fractions(0, 1000)
_workflows = st.builds(
    Workflow, st.integers(0, 50), st.integers(0, 50), st.integers(0, 50),
    _amounts, _amounts, _amounts, _amounts, st.integers(0, 50),
)  # fmt: skip
_persons = st.fractions(Fraction(1, 100), 1000)


def test_a_failed_task_costs_a_person_as_well() -> None:
    """8 + 120 + 60 = 188 and four tasks of a person at 20: 268 / 40 = 6.70 a task."""
    assert all_in(DRAFTS, TWENTY) == Fraction("6.70")


def test_the_room_is_what_a_person_would_cost_for_successes() -> None:
    """36 x 20 - 188 = 532, which is 40 x (20 - 6.70)."""
    assert room(DRAFTS, TWENTY) == 532 == 40 * (20 - all_in(DRAFTS, TWENTY))


def test_the_price_may_rise_until_the_room_is_used_up() -> None:
    """8 may become 8 + 532 = 540: 67.5 times as much."""
    assert boundary.price_multiple(DRAFTS, TWENTY) == Fraction("67.5")


def test_so_many_may_fail() -> None:
    """A task costs AI 188 / 40 = 4.70; where 4.70 / 20 = 23.5 % succeed it is as dear: 76.5 % may fail."""
    assert boundary.failure_rate(DRAFTS, TWENTY) == Fraction("0.765")


def test_so_many_may_be_mended() -> None:
    """One costs 6. 60 + 532 = 592 are 98.67 of them: of 40 tasks 246.7 %, so that all may be."""
    assert boundary.rework_rate(DRAFTS, TWENTY) == Fraction(592, 6) / 40


def test_people_may_take_so_long() -> None:
    """180 + 532 = 712 at 60 an hour are 712 minutes: 17.8 a task."""
    assert boundary.minutes(DRAFTS, TWENTY, Fraction(60)) == Fraction("17.8")


def test_what_nobody_judged_is_spent_and_not_done() -> None:
    """Of 8 for 40 tasks half were never judged: 8 for 18 successes, (8 + 2 x 20) / 20 = 2.40 a task."""
    of = Workflow(18, 2, 20, Fraction(8))

    assert (of.judged, of.tried) == (20, 40)
    assert all_in(of, TWENTY) == Fraction("2.40")


def test_where_nothing_would_do_there_is_no_boundary() -> None:
    """Overheads of 900 for 40 tasks are 22.50 each: dearer than 20, with free tokens and without a failure."""
    of = DRAFTS._replace(besides=Fraction(900))

    assert boundary.price_multiple(of, TWENTY) is None
    assert boundary.failure_rate(of, TWENTY) is None
    assert boundary.rework_rate(of, TWENTY) is None
    assert boundary.minutes(of, TWENTY, Fraction(60)) is None


def test_what_is_not_there_has_no_boundary() -> None:
    """Free tokens, nothing mended, an hour without a price, nothing judged."""
    free = Workflow(36, 4, 0, Fraction(0))

    assert boundary.price_multiple(free, TWENTY) is None
    assert boundary.rework_rate(free, TWENTY) is None
    assert boundary.minutes(free, TWENTY, None) is None
    assert boundary.failure_rate(Workflow(0, 0, 3, Fraction(1)), TWENTY) is None


@given(_workflows, _persons)
def test_at_the_price_multiple_both_cost_the_same(of: Workflow, person: Fraction) -> None:
    """To the last digit, whatever else there is."""
    times = boundary.price_multiple(of, person)
    if times is not None:
        assert room(of._replace(tokens=of.tokens * times), person) == 0


@given(_workflows, _persons, st.fractions(1, 200))
def test_at_the_other_boundaries_too(of: Workflow, person: Fraction, hourly: Fraction) -> None:
    """People's minutes, the share of tasks mended, and the share of failures."""
    minutes = boundary.minutes(of, person, hourly)
    mended = boundary.rework_rate(of, person)
    failing = boundary.failure_rate(of, person)
    if minutes is not None:
        spent = minutes * of.tried * hourly / 60
        assert room(of._replace(review=spent, rework=Fraction(0)), person) == 0
    if mended is not None:
        assert room(of._replace(rework=of.rework / of.mended * mended * of.tried), person) == 0
    if failing is not None:
        assert (1 - failing) * of.judged * person == of.spent


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("4.9", "5.5", AI), ("4.9", "20", TOO_CLOSE), ("4.9", None, TOO_CLOSE),
        ("19", "21", TOO_CLOSE), ("20.1", "22", PERSON), ("20.1", None, PERSON), (None, None, NO_EVIDENCE),
    ],
)  # fmt: skip
def test_whoever_is_surely_cheaper_is(low: str | None, high: str | None, said: str) -> None:
    """All of the interval of a success must lie on one side of a person's 20."""
    sure = Interval(*(None if end is None else Decimal(end) for end in (low, high)))

    assert verdict(DRAFTS, TWENTY, sure, is_priced=True) == said


def test_what_was_never_judged_may_have_succeeded() -> None:
    """36 successes at 21 or more are 18 or more each, if six others were successes too: 21 x 36 / 42."""
    sure = Interval(Decimal(21), Decimal(25))

    assert verdict(DRAFTS, TWENTY, sure, is_priced=True) == PERSON
    assert verdict(DRAFTS._replace(unknown=6), TWENTY, sure, is_priced=True) == TOO_CLOSE


def test_few_tasks_and_missing_prices_are_no_evidence() -> None:
    """29 judged tasks, or calls without a price, decide nothing."""
    sure = Interval(Decimal(1), Decimal(2))

    few = DRAFTS._replace(successes=25)

    assert verdict(few, TWENTY, sure, is_priced=True) == NO_EVIDENCE
    assert verdict(DRAFTS, TWENTY, sure, is_priced=False) == NO_EVIDENCE


def test_who_never_succeeds_is_dearer_than_a_person() -> None:
    """Forty failures for 8; were one more task a success at 20, nobody could tell."""
    never, unsure = DRAFTS._replace(successes=0, failures=40), Interval(None, None)

    assert verdict(never, TWENTY, unsure, is_priced=True) == PERSON
    assert verdict(never._replace(unknown=10), TWENTY, unsure, is_priced=True) == TOO_CLOSE
