"""Classes of tasks put together, and options put to them, against sums done by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tokenomics.weighing.offers import Fixed, per_task
from tokenomics.weighing.options import Option
from tokenomics.weighing.priced import Price
from tokenomics.weighing.tasks import Work, stated_offer

# 80 of 90 judged tasks succeeded; ten were never judged. All took a million tokens and 6 dollars of review.
WORK = Work(80, 10, 10, 1_000_000, Decimal(20), Decimal(5), Decimal(6), is_priced=True)


def _option(**more: object) -> Option:
    return Option("own", "local", {})._replace(**more)  # pyright: ignore[reportArgumentType]


def test_counts_of_work() -> None:
    """90 judged, 100 altogether."""
    assert (WORK.judged, WORK.tasks) == (90, 100)


def test_an_option_has_the_tokens_and_people_of_the_tasks() -> None:
    """A million tokens at 2 a million, 100 tasks at 0.03, and 6 of review: 11 dollars, 0.11 a task."""
    of = stated_offer(
        _option(per_token=Fraction(2, 10**6), per_task=Fraction("0.03")), WORK, Fraction(1), None
    )

    assert (of.tokens, of.besides, of.fixed) == (2, 9, Fixed())
    assert per_task(of) == Fraction("0.11")


def test_a_stated_rate_is_of_as_many_tasks_as_were_judged() -> None:
    """Half of 90; without a rate nobody knows."""
    known = stated_offer(_option(rate=Fraction(1, 2)), WORK, Fraction(1), None)
    unknown = stated_offer(_option(), WORK, Fraction(1), None)

    assert (known.successes, known.is_evidence) == (45, True)
    assert (unknown.successes, unknown.is_evidence) == (None, False)


def test_what_is_paid_a_month_is_that_of_the_period() -> None:
    """Half a month of 100 dollars for four million tokens a month: 50, of which a million takes a half."""
    of = stated_offer(
        _option(monthly=Fraction(100), capacity=Fraction(4_000_000)), WORK, Fraction(1, 2), None
    )

    assert of.fixed == Fixed(Fraction(50), Fraction(1, 2))


def test_a_model_costs_what_its_calls_would() -> None:
    """7 dollars as the book says; where some calls have no price there, it has none."""
    option = _option(model="small", kind="api")
    whole = stated_offer(option, WORK, Fraction(1), Price(Decimal(7), is_whole=True))
    partly = stated_offer(option, WORK, Fraction(1), Price(Decimal(7), is_whole=False))

    assert (whole.tokens, whole.is_priced, whole.is_sold) == (7, True, True)
    assert (partly.is_priced, per_task(partly)) == (False, None)
    assert not stated_offer(option, WORK, Fraction(1), None).is_priced
