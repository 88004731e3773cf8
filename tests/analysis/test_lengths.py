"""Calls longer than usual."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from support.usage import T0, call
from support.waste import TWENTY, M, Rows, based, figures, stake_of, stakes_by
from tokenomics.analysis.lengths import Groups, long_input, long_output
from tokenomics.analysis.stakes import Base, Finding
from tokenomics.books import Book


def usual(number: int = TWENTY, **columns: Any) -> list[dict[str, Any]]:
    """Calls of feature `chat`, each of 100,000 in and 10,000 out."""
    return [call(**{"feature": "chat", "input": M // 10, "output": M // 100, **columns})] * number


LONG = call(feature="chat", input=M // 10, output=M)
BLOATED = call(feature="chat", input=M, output=M // 100)


def _output(base: Base) -> Finding:
    found = long_output(base)
    assert found is not None
    return found.finding


def _input(base: Base) -> Finding:
    found = long_input(base)
    assert found is not None
    return found.finding


def _groups(book: Book, rows: Rows) -> Groups:
    with based(book, rows) as base:
        found = long_output(base)
    assert found is not None
    return found.groups


def test_output_beyond_twice_the_median_is_at_stake(book: Book) -> None:
    """The median is 10,000: of 1 M of output 980,000 at 8 a million, 7.84 of the call's 8.2."""
    stake = stake_of(book, [*usual(), LONG], _output)

    assert figures(stake) == (1, 980_000, Decimal("8.2"), Decimal("7.84"))


def test_input_beyond_twice_the_median_is_at_stake(book: Book) -> None:
    """The median is 100,000: of 1 M of input 800,000 at 2 a million, 1.6 of the call's 2.08."""
    stake = stake_of(book, [*usual(), BLOATED], _input)

    assert figures(stake) == (1, 800_000, Decimal("2.08"), Decimal("1.6"))


def test_of_input_what_is_cheapest_is_taken_to_be_too_much(book: Book) -> None:
    """600,000 cached and 200,000 plain, 600,000 too many: all of them cached at 0.5, 0.3 dollars."""
    rows = [*usual(), call(feature="chat", input=200_000, cache_read=600_000)]

    assert figures(stake_of(book, rows, _input)) == (1, 600_000, Decimal("0.7"), Decimal("0.3"))


def test_beyond_what_is_cached_input_is_too_much(book: Book) -> None:
    """500,000 cached and 500,000 plain, 800,000 too many: 0.25 + 300,000 at 2 a million 0.6 = 0.85."""
    rows = [*usual(), call(feature="chat", input=500_000, cache_read=500_000)]

    assert stake_of(book, rows, _input).at_stake == Decimal("0.85")


def test_a_shorter_context_may_have_a_cheaper_price(book: Book) -> None:
    """`large` takes 10 a million beyond 272,000 and 5 below: 4 dollars for 400,000, 1 for 200,000."""
    rows = [*usual(model_served="large"), call(feature="chat", model_served="large", input=400_000)]

    assert figures(stake_of(book, rows, _input)) == (1, 200_000, Decimal(4), Decimal(3))


@pytest.mark.parametrize(
    "other", [{"feature": "search"}, {"step": "plan"}, {"model_served": "large"}]
)
def test_equal_calls_are_compared(book: Book, other: dict[str, str]) -> None:
    """Another feature, step or model has a median of its own, here of one call, which is too few."""
    assert stake_of(book, [*usual(), {**LONG, **other}], _output).calls == 0
    assert _groups(book, [*usual(), {**LONG, **other}]) == Groups(few=1, calls=1)


def test_input_is_compared_over_models(book: Book) -> None:
    """What a feature sends does not depend on who answers."""
    rows = [*usual(), {**BLOATED, "model_served": "undated"}]

    assert stake_of(book, rows, _input).calls == 1


def test_few_calls_have_no_median(book: Book) -> None:
    """18 calls and the long one: nineteen are left out, and said."""
    rows = [*usual(TWENTY - 2), LONG]

    assert stake_of(book, rows, _output).calls == 0
    assert _groups(book, rows) == Groups(few=1, calls=TWENTY - 1)


@pytest.mark.parametrize(
    "odd", [{"status": "failure"}, {"billing": "free"}, {"grain": "bucket"}, {"feature": None}]
)
def test_what_tells_nothing_of_a_usual_length_is_left_out(book: Book, odd: dict[str, str]) -> None:
    """Failed and free calls, sums, and calls of no feature: neither measured nor measured by.

    Forty such calls without output would make the median of all 0; it is still 10,000.
    """
    odd = {"status": "success", **odd}
    rows = [*usual(status="success"), *usual(2 * TWENTY, output=1, **odd), {**LONG, **odd}, LONG]

    assert figures(stake_of(book, rows, _output)) == (1, 980_000, Decimal("8.2"), Decimal("7.84"))


def test_filters_do_not_change_what_is_usual(book: Book) -> None:
    """One customer's row is the same alone and among all, though it has a call only."""
    rows = [*usual(), {**LONG, "customer": "c"}]
    alone = stake_of(book, rows, _output, where=(("customer", "c"),))

    assert alone == stakes_by(book, rows, _output, "customer").by_key["c",]
    assert alone.calls == 1


def test_the_period_decides_what_is_usual(book: Book) -> None:
    """Before the period answers were as long as now in it, so nothing is too long."""
    rows = [*usual(ts=T0.replace(day=1)), *[LONG] * TWENTY]

    assert stake_of(book, rows, _output, since=T0).calls == 0


def test_other_names_change_nothing(book: Book) -> None:
    """Features and steps by any name: the same amounts."""
    rows = [*usual(step="a"), {**LONG, "step": "a"}]
    renamed = [{**row, "feature": "x'y", "step": None} for row in rows]

    assert stake_of(book, rows, _output) == stake_of(book, renamed, _output)


def test_without_features_or_output_nothing_is_said(book: Book) -> None:
    """None, not zero."""
    with based(book, [call(input=M)]) as base:
        assert (long_output(base), long_input(base)) == (None, None)
