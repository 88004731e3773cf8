"""Dear models on short work."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from support.ledger_rows import stage
from support.tasks import LATER, numbered, outcome
from support.usage import T0, call, usage_rows
from support.waste import TWENTY, Rows, based, figures
from tokenomics.analysis.premium import Premium, Rate, Work, blend, premium, success_rates
from tokenomics.analysis.stakes import Stakes, base_of, stakes
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.outcomes import asked_of
from tokenomics.overlap import Counted

SHORT = {"feature": "chat", "input": 400, "output": 100}
CHEAP = [call(**SHORT)] * TWENTY
DEAR = call(**SHORT, model_served="large")
SMALL, LARGE = ("chat", "acme", "small"), ("chat", "acme", "large")


def asked(
    book: Book, rows: Rows, rates: Mapping[Work, Rate] | None = None, **options: Any
) -> tuple[Premium, Stakes]:
    """The finding of some calls and what it comes to."""
    with based(book, rows, **options) as base:
        found = premium(base, T0, lambda: rates or {})
        assert found is not None
        return found, stakes(base, found.finding)


def test_a_short_call_is_priced_at_the_cheaper_model_of_its_feature(book: Book) -> None:
    """400 in and 100 out of `large`: 0.002 + 0.003; of `small`: 0.0008 + 0.0008; 0.0034 at stake."""
    found, come = asked(book, [*CHEAP, DEAR])

    assert figures(come.whole) == (1, 500, Decimal("0.005"), Decimal("0.0034"))
    assert (found.unmeasured, found.worse, found.compared) == (0, 0, False)


def test_blends_are_three_parts_input(book: Book) -> None:
    """`small`: 0.75 x 2 + 0.25 x 8 = 3.5 dollars a million; `moving` has no price of output."""
    assert blend(book, "acme", "small", T0) == Decimal("0.0000035")
    assert blend(book, "acme", "moving", T0) is None
    assert blend(book, "acme", "nobody", T0) is None


@pytest.mark.parametrize(
    "long", [{"input": 500}, {"output": 200}, {"reasoning": 100}, {"cache_read": 100}]
)
def test_long_work_is_none_of_it(book: Book, long: dict[str, int]) -> None:
    """Thinking is output, and what is read from a cache is input."""
    assert asked(book, [*CHEAP, {**DEAR, **long}])[1].whole.calls == 0


def test_a_model_of_the_cheaper_half_is_not_dear(book: Book) -> None:
    """`small` is the median of 1.25, 3.5 and 11.25: nothing is said of it, though `undated` is cheaper."""
    rows = [*[call(**SHORT, model_served="undated")] * TWENTY, call(**SHORT)]

    assert asked(book, rows)[1].whole.calls == 0


def test_the_cheapest_measured_model_is_taken(book: Book) -> None:
    """`undated` at 1 and 2 a million: 0.0004 + 0.0002, so 0.005 - 0.0006 = 0.0044."""
    cheapest = [call(**SHORT, model_served="undated")] * TWENTY

    assert asked(book, [*CHEAP, *cheapest, DEAR])[1].whole.at_stake == Decimal("0.0044")


@pytest.mark.parametrize(
    "elsewhere",
    [
        CHEAP[1:],
        [call(**{**SHORT, "feature": "search"})] * TWENTY,
        [call(**SHORT, provider="other")] * TWENTY,
        [],
    ],
)
def test_what_the_feature_has_not_used_is_not_supposed(book: Book, elsewhere: Rows) -> None:
    """Too few calls of it, another feature's, another provider's, none at all: no amount, and it is said."""
    found, come = asked(book, [*elsewhere, DEAR])

    assert (come.whole.calls, found.unmeasured) == (0, 1)


@pytest.mark.parametrize(("successes", "calls", "worse"), [(11, 0, 1), (10, 1, 0), (9, 1, 0)])
def test_a_model_that_succeeds_less_often_is_not_taken(
    book: Book, successes: int, calls: int, worse: int
) -> None:
    """The cheaper one succeeds in 10 of 20 tasks: worse than 11, not worse than 10 or 9."""
    rates = {SMALL: Rate(10, 20), LARGE: Rate(successes, 20)}
    found, come = asked(book, [*CHEAP, DEAR], rates)

    assert (come.whole.calls, found.worse, found.compared) == (calls, worse, True)


def test_filters_leave_calls_out_and_not_what_is_measured(book: Book) -> None:
    """Of one customer, whose calls are dear alone, the cheaper model is known from the others."""
    rows = [*CHEAP, {**DEAR, "customer": "c"}, DEAR]

    assert asked(book, rows, where=(("customer", "c"),))[1].whole.calls == 1


def test_failed_and_free_calls_are_none_of_it(book: Book) -> None:
    """A failed call is another finding, a free one costs nothing."""
    rows = [*CHEAP, {**DEAR, "status": "failure"}, {**DEAR, "billing": "free"}]

    assert asked(book, rows)[1].whole.calls == 0


def test_names_are_only_names(book: Book) -> None:
    """A feature called otherwise has the same at stake."""
    rows = [{**row, "feature": "it's"} for row in (*CHEAP, DEAR)]

    assert asked(book, rows)[1].whole == asked(book, [*CHEAP, DEAR])[1].whole


def test_outcomes_are_asked_only_where_models_are_compared(book: Book) -> None:
    """A dear model and no cheaper one: judging all tasks would tell nothing."""

    def rates() -> Mapping[Work, Rate]:
        raise AssertionError

    with based(book, [DEAR]) as base:
        found = premium(base, T0, rates)

    assert found is not None
    assert (found.unmeasured, found.compared) == (1, True)


def test_without_features_nothing_is_said(book: Book) -> None:
    """None, not zero."""
    with based(book, [call(input=1)]) as base:
        assert premium(base, T0, dict) is None


def test_success_rates_are_those_of_judged_tasks(book: Book) -> None:
    """15 of 20 tasks of `small` succeed; of the one task of `large` too little is known."""
    calls = [call(**SHORT, task_id=f"t{i}") for i in range(TWENTY)]
    calls.append(call(**SHORT, model_served="large", task_id="dear"))
    told = [outcome(f"t{i}", "success" if i < 15 else "failure") for i in range(TWENTY)]
    with connect() as con:
        once = Counted("usage", usage_rows(con, calls), ())
        outcomes = stage(con, "outcome", numbered([*told, outcome("dear", "success")]))
        base = base_of(con, once, book, CostQuery(), ())
        asking = asked_of(Config(), LATER)
        rates = success_rates(base, once, CostQuery(), asking, outcomes=outcomes)

    assert rates == {SMALL: Rate(15, 20)}
