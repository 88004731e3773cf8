"""Estimates of several requests together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.estimating.counting import HOWS, How
from tokenomics.estimating.estimate import Estimate
from tokenomics.records.money import total


class Sum(NamedTuple):
    """What requests use and cost together; what nobody knows of any of them is None.

    `counted` is the least sure way in which their tokens are counted, `unpriced` the number of
    requests that lack a price, which are in `cost` as far as they have one. `output_tokens` are those
    of the requests that say it. The most that all can be is None where it is of one of them.
    """

    requests: int
    unpriced: int
    counted: How
    input_tokens: int
    input_tokens_high: int
    output_tokens: int | None
    output_tokens_high: int | None
    input_cost: Decimal | None
    output_cost: Decimal | None
    cost: Decimal | None
    cost_high: Decimal | None


def summed(estimates: Sequence[Estimate]) -> Sum:
    """The sum of one estimate or more."""
    return Sum(
        len(estimates),
        sum(each.unpriced is not None for each in estimates),
        HOWS[max(HOWS.index(each.counted) for each in estimates)],
        sum(each.input_tokens for each in estimates),
        sum(each.input_tokens_high for each in estimates),
        _some(each.output_tokens for each in estimates),
        _all([each.output_tokens_high for each in estimates]),
        _paid(each.input_cost for each in estimates),
        _paid(each.output_cost for each in estimates),
        _paid(each.cost for each in estimates),
        _all_paid([each.cost_high for each in estimates]),
    )


def _some(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _all(numbers: Sequence[int | None]) -> int | None:
    return None if None in numbers else _some(numbers)


def _paid(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return total(known) if known else None


def _all_paid(amounts: Sequence[Decimal | None]) -> Decimal | None:
    return None if None in amounts else _paid(amounts)
