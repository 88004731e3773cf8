"""What calls would have cost otherwise."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.usage import PRICES, T0, book_of, call
from support.waste import M, based, figures, stake_of, stakes_by
from tokenomics.analysis.stakes import NO_STAKE, Base, Finding, Stake, added
from tokenomics.books import Book
from tokenomics.costing import Attribution
from tokenomics.records.errors import ConfigError

HALF = Finding("calls.input > 0", {"input": "CAST(calls.input // 2 AS BIGINT)"})
GRADUATED = """
[[graduated]]
name = "volume"
model = ["small"]
meter = "input"
per = "month"
pooled = true
steps = [{ upto = 1_000_000, percent_off = 0 }, { upto = 1_000_000_000, percent_off = 50 }]
"""


def _half(_: Base) -> Finding:
    return HALF


def test_what_is_at_stake_is_the_difference_of_two_costs(book: Book) -> None:
    """1 M of input costs 2 and half of it 1; output of 1 M costs 8 both times: 10 - 9 = 1."""
    stake = stake_of(book, [call(input=M, output=M), call(output=M)], _half)

    assert figures(stake) == (1, M // 2, Decimal(10), Decimal(1))


def test_where_only_the_price_is_another_all_tokens_are_concerned(book: Book) -> None:
    """No token would be gone at the batch price: 3 M tokens, 2 + 16 against 1 + 8."""
    rows = [call(input=M, output=2 * M)]
    batch = Finding("true", {"service_tier": "'batch'"})

    assert figures(stake_of(book, rows, lambda _: batch)) == (1, 3 * M, Decimal(18), Decimal(9))


def test_groups_are_those_of_the_calls_as_they_were(book: Book) -> None:
    """By model the call stays with `large` although it is priced as `small`: 0.5 - 0.2 = 0.3."""
    rows = [call(input=M // 10, model_served="large"), call(input=M)]
    swap = Finding("calls.model_served = 'large'", {"model_served": "'small'"})
    found = stakes_by(book, rows, lambda _: swap, "model", where=(("model", "large"),))

    assert found.by_key == {("large",): Stake(1, M // 10, Decimal("0.5"), Decimal("0.3"))}


def test_groups_sum_to_the_whole(book: Book) -> None:
    """Three features: 2 + 1 + 4 at stake, half of their input, in whatever groups."""
    rows = [call(input=n * M, feature=f) for n, f in ((2, "a"), (1, "b"), (4, None))]
    by_feature = stakes_by(book, rows, _half, "feature", "day")

    assert sorted(s.at_stake for s in by_feature.by_key.values()) == [1, 2, 4]
    assert figures(by_feature.whole) == figures(stake_of(book, rows, _half))


def test_calls_without_a_price_are_counted_and_left_out(book: Book) -> None:
    """`large` has a price and none at batch; an unknown model has none anyway; 1 M of `small` saves 1."""
    rows = [call(input=M), *(call(input=M, model_served=name) for name in ("large", "unknown"))]
    found = stakes_by(book, rows, lambda _: Finding("true", {"service_tier": "'batch'"}))

    assert (figures(found.whole), found.unpriced) == ((1, M, Decimal(2), Decimal(1)), 1)


def test_a_meter_without_a_price_leaves_out_the_calls_that_state_it_alone(book: Book) -> None:
    """`small` has no batch price of cached tokens: of its two calls one is left out."""
    rows = [call(input=M), call(input=M, cache_read=M)]
    found = stakes_by(book, rows, lambda _: Finding("true", {"service_tier": "'batch'"}))

    assert (found.whole.calls, found.unpriced) == (1, 1)


def test_rules_and_filters_decide_as_in_reports(book: Book) -> None:
    """A rule gives the one call of team `it's` a feature; the other feature is filtered out."""
    rules = [Attribution({"team": "it's"}, {"feature": "x"})]
    rows = [call(input=M, team="it's"), call(input=M, feature="y")]
    found = stakes_by(book, rows, _half, "feature", rules=rules, where=(("feature", "x"),))

    assert list(found.by_key) == [("x",)]


def test_tags_group_too(book: Book) -> None:
    """Calls by a tag, one of them without it."""
    rows = [call(input=M, tags={"env": "a"}), call(input=M)]

    assert set(stakes_by(book, rows, _half, "tag:env").by_key) == {("a",), (None,)}


def test_the_period_confines(book: Book) -> None:
    """The only call is at the end of the period, which is not in it."""
    assert stake_of(book, [call(input=M)], _half, until=T0) == NO_STAKE


@pytest.mark.parametrize(
    ("flag", "join"),
    [
        ("calls.feature = 'a'", ""),
        (
            "usual.of IS NOT NULL",
            "LEFT JOIN (SELECT 'a' AS of) AS usual ON usual.of = calls.feature",
        ),
    ],
)
def test_a_price_by_quantity_counts_calls_that_are_not_concerned(
    tmp_path: Path, flag: str, join: str
) -> None:
    """Beyond the first million half the price: of 4 M 2 + 3 = 5 dollars, 1.25 a million.

    The finding halves the 2 M of feature `a`: of 3 M 2 + 2 = 4 dollars, 4/3 a million. So `a` cost
    2.5 and would have cost 1.333333333333; alone its 1 M would have cost 2.
    """
    book = book_of(tmp_path, PRICES + GRADUATED)
    rows = [call(input=2 * M, feature="a"), call(input=2 * M, feature="b")]
    of_a = HALF._replace(flag=flag, join=join)
    stake = stake_of(book, rows, lambda _: of_a)

    assert figures(stake) == (1, M, Decimal("2.5"), Decimal("1.166666666667"))


def test_what_has_no_name_for_its_price_does_not_take_others_with_it(book: Book) -> None:
    """Of two equal calls one states a gadget that has no price: the other one has still 1 at stake."""
    rows = [
        call(input=M),
        call(input=M, other=[{"meter": "gadget", "unit": "piece", "quantity": 1}]),
    ]
    found = stakes_by(book, rows, _half)

    assert figures(found.whole) == (1, M // 2, Decimal(2), Decimal(1))


def test_stakes_are_added_exactly() -> None:
    """A tenth three times is three tenths."""
    tenth = Stake(1, 2, Decimal("0.1"), Decimal("0.1"))

    assert added([tenth] * 3) == Stake(3, 6, Decimal("0.3"), Decimal("0.3"))
    assert added([]) == NO_STAKE


def test_a_column_that_no_call_states_is_null_of_its_type(book: Book) -> None:
    """So that every finding can be asked of every ledger."""
    with based(book, [call(input=1)]) as base:
        assert base.column("input") == "calls.input"
        assert base.column("provider") == "calls.provider"
        assert base.column("ts_end").startswith("CAST(NULL AS TIMESTAMP")
        assert base.total(["output"]) == "0"


def test_an_unknown_dimension_is_told(book: Book) -> None:
    """With the nearest name."""
    with pytest.raises(ConfigError, match="feature"), based(book, [call()], "featur"):
        pass
