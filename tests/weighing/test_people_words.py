"""AI or a person in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from tokenomics.analysis.intervals import Interval
from tokenomics.costing import CostQuery
from tokenomics.costing.run import no_costs
from tokenomics.costing.tasks import TaskCounts
from tokenomics.outcomes.groups import Spent
from tokenomics.weighing.boundary import Workflow
from tokenomics.weighing.people_words import Found, remarks, sentences
from tokenomics.weighing.persons import NOBODY, Person, Persons

NOW = datetime(2026, 11, 27, tzinfo=UTC)
NO_TIME = Spent(Decimal(0), Decimal(0), 0, 0, 0)
TIME = Spent(Decimal(180), Decimal(60), 40, 10, 10)
SIXTY = Fraction(60)
CLERK = Person({}, Fraction(20), SIXTY)
# 36 of 40 drafts: calls 8, review 120, rework 60; a success costs 188 / 36 = 5.222.
DRAFTS = Found(
    ("draft",), Workflow(36, 4, 0, Fraction(8), Fraction(0), Fraction(120), Fraction(60), 10),
    TaskCounts(36, 4, 0, 0, Decimal(188)), TIME, Interval(Decimal("4.9"), Decimal("5.5")), SIXTY,
    is_priced=True, person=CLERK,
)  # fmt: skip


def _one(found: Found) -> str:
    (said,) = sentences([found], "USD")
    return said


def _remarks(found: Found, persons: Persons = Persons((CLERK,))) -> Sequence[str]:  # noqa: B008
    return list(
        remarks(found, [found], no_costs(CostQuery(by=("feature",)))._replace(first=NOW), persons)
    )


def test_the_cheaper_one_is_named_and_until_when() -> None:
    """All four mended is not enough to turn it: a rework rate above 100 % is none."""
    assert _one(DRAFTS) == (
        "draft: AI is cheaper: a task costs 6.700 USD with AI, all in, and 20.00 USD by a person."
        " AI stays cheaper up to 67.5 x the token price, or a failure rate of 76 %, or 17.8 minutes of"
        " review and rework a task"
    )


def test_a_rework_rate_that_turns_it_is_told() -> None:
    """At 6 a task (36 x 6 = 216, room 28): (60 + 28) / 6 / 40 = 36.7 % mended."""
    assert "a rework rate of 37 %" in _one(DRAFTS._replace(person=Person({}, Fraction(6), SIXTY)))


def test_what_would_make_ai_cheaper_is_told() -> None:
    """At 5 a task 36 are 180, 8 less than 188: with free tokens it would be as dear."""
    said = _one(DRAFTS._replace(person=Person({}, Fraction(5), SIXTY)))

    assert said.startswith("draft: too close to tell: a task costs 5.200 USD")
    assert "AI is cheaper up to 0 x the token price, or a failure rate of 6 %" in said


def test_what_nothing_would_turn_is_said() -> None:
    """At 3 a task 36 are 108, less than people's time alone."""
    of = DRAFTS.of._replace(besides=Fraction(500))
    dear = DRAFTS._replace(of=of, sure=Interval(Decimal(18), Decimal(20)))

    assert _one(dear._replace(person=Person({}, Fraction(3), SIXTY))).endswith(
        "AI would be dearer even with free tokens, and even if it never failed"
    )


def test_without_a_person_it_is_told_from_which_cost_on() -> None:
    """188 / 36, with its interval."""
    assert _one(DRAFTS._replace(person=None)) == (
        "draft: AI is cheaper where a person costs more than 5.222 USD (4.900 to 5.500) a task"
    )
    assert "5.222 USD a task" in _one(DRAFTS._replace(person=None, sure=Interval(None, None)))


def test_five_classes_are_told() -> None:
    """Those that cost most; what is unpriced or not judged has no sentence."""
    unpriced = DRAFTS._replace(is_priced=False)

    assert len(list(sentences([unpriced, *([DRAFTS] * 6)], "USD"))) == 5


@pytest.mark.parametrize(
    ("found", "mark"),
    [
        (DRAFTS, None),
        (DRAFTS._replace(person=None), "no person"),
        (DRAFTS._replace(time=NO_TIME), "no minutes"),
        (DRAFTS._replace(hourly=None), "unpriced"),
        (DRAFTS._replace(is_priced=False), "unpriced"),
        (DRAFTS._replace(of=DRAFTS.of._replace(successes=25)), "small sample"),
        (DRAFTS._replace(of=Workflow(0, 0, 1, Fraction(8))), "not judged"),
    ],
)
def test_why_there_is_no_verdict(found: Found, mark: str | None) -> None:
    """The gravest reason first."""
    assert found.mark == mark


def test_what_is_missing_is_remarked() -> None:
    """Nobody, no hour's price, no minutes, no judgement, and what was never judged."""
    nobody = "what a person needs for a task is yours to say: --minutes and --hourly, or [[person]]"
    free = Person({}, Fraction(20), None)

    assert nobody in _remarks(DRAFTS._replace(person=None), NOBODY)
    assert "what an hour of a person costs is not stated: --hourly, or [labour] hourly" in _remarks(
        DRAFTS._replace(person=free), Persons((free,))
    )
    assert "no outcome states minutes of review or rework: people's time is in no cost of AI's" in (
        _remarks(DRAFTS._replace(time=NO_TIME))
    )
    assert "180 minutes of review and rework have no price: --hourly, or [labour] hourly" in (
        _remarks(DRAFTS._replace(hourly=None))
    )
    assert any("3 tasks never judged" in said for said in _remarks(
        DRAFTS._replace(counts=TaskCounts(36, 4, 0, 3, Decimal(188)))
    ))  # fmt: skip
    assert any("nothing is claimed" in said for said in _remarks(
        DRAFTS._replace(of=DRAFTS.of._replace(successes=25))
    ))  # fmt: skip


def test_classes_without_peoples_time_are_counted() -> None:
    """One of two states no minutes; a class that nobody judged is none."""
    rows = [
        DRAFTS,
        DRAFTS._replace(time=NO_TIME),
        DRAFTS._replace(of=Workflow(0, 0, 1, Fraction(8))),
    ]
    report = no_costs(CostQuery(by=("feature",)))._replace(first=NOW)

    assert any(
        "minutes of review or rework in 1 of 2 judged rows, where people's time" in said
        for said in remarks(DRAFTS, rows, report, Persons((CLERK,)))
    )
