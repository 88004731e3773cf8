"""What failures come to in words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from support.usage import T0
from tokenomics.analysis.failure_words import Storm, Storms, Sums, remarks, sentences, summed
from tokenomics.costing import CostQuery

NO_STORM = Storms((), 0, 0, Decimal(0))
_PLAIN = Sums("ok", None, 1, Decimal(2), 0, 0, 1, 0, Decimal(0), 0, Decimal(0), None, 0)


def _sums(mode: str, requests: int, cost: int | None, **more: Any) -> Sums:
    amount = None if cost is None else Decimal(cost)
    given = {"attempts_stated": requests, **more}
    return _PLAIN._replace(mode=mode, requests=requests, cost=amount, **given)


def _sentences(*modes: Sums, storms: Storms = NO_STORM, **query: Any) -> tuple[str, ...]:
    return tuple(sentences(modes, storms, CostQuery(**query)))


def _remarks(*modes: Sums, storms: Storms = NO_STORM) -> tuple[str, ...]:
    return tuple(remarks(modes, storms, CostQuery()))


def test_failures_retries_and_fallbacks_are_told_with_their_share() -> None:
    """10 of 100 calls failed at 5 + 1 of 50 dollars, most by timeouts; 4 later attempts, 2 fallbacks."""
    found = _sentences(
        _sums("ok", 90, 44, retries=3, retry_cost=Decimal(2), fallbacks=2, fallback_cost=Decimal(1)),
        _sums("failed", 8, 5, error="timeout", retries=1, retry_cost=Decimal(1)),
        _sums("failed", 2, 1, error="e"),
    )  # fmt: skip

    assert found == (
        "Failed: 10 calls, 10 % of all, 6.000 USD, 12 % of the cost, most by timeout: 5.000 USD",
        "Attempts after the first: 4 calls, 4 % of all, 3.000 USD, 6 % of the cost",
        "Fallbacks: 2 calls, 2 % of all, 1.000 USD, 2 % of the cost",
    )


def test_hidden_attempts_make_retries_too() -> None:
    """Where no call says which attempt it was: one of two calls, 2 of 4 dollars."""
    unknown = {"attempts_stated": 0, "retries": None, "retry_cost": None}
    modes = (_sums("ok", 1, 2, **unknown), _sums("retried", 1, 2, unlisted=3, **unknown))

    assert _sentences(*modes) == (
        "No call is stated to have failed",
        "Retried by hidden attempts: 1 call, 50 % of all, 2.000 USD, 50 % of the cost",
    )
    assert _remarks(*modes) == (
        "no call states its attempt: retries are not known, but for those that are hidden",
        "3 hidden attempts are counted by the source and not listed: what they cost is not known",
    )


def test_what_costs_nothing_and_what_has_no_price_are_told_apart() -> None:
    """Six failures for nothing; one without a price."""
    free = _sums("failed", 6, 0, free=6)
    unpriced = _sums("failed", 1, None, unpriced=1)

    assert _sentences(free) == ("Failed: 6 calls, 100 % of all, which cost nothing by what they state",)  # fmt: skip
    assert _sentences(unpriced) == ("Failed: 1 call, 100 % of all, without a price",)
    assert _remarks(free, unpriced) == (
        "6 calls that failed state nothing that is billed: what providers charged for them all the same is not known",
        "1 call that failed: no price, so what they cost is not known",
    )


def test_what_is_not_stated_is_said() -> None:
    """Of three calls one has a status, one an attempt, none says whether it fell back."""
    unknown = {"retries": None, "retry_cost": None, "fallbacks": None, "fallback_cost": None}
    found = _remarks(
        _sums("ok", 1, 2, fallbacks=None, fallback_cost=None),
        _sums("not stated", 2, 2, attempts_stated=0, **unknown),
    )

    assert found == (
        "2 calls state no status: whether they failed is not known",
        "2 calls of no stated attempt: retries among them are not known",
        "no call states whether it is a fallback",
    )


def test_nobody_is_said_to_have_gone_well_without_a_word_of_it() -> None:
    """Where no call states a status it is not said that none failed."""
    assert _sentences(_sums("not stated", 2, 2)) == ()


def test_storms_are_named_by_their_local_time() -> None:
    """10:00 UTC is 11:00 in Berlin; 121 seconds are more than two minutes; long names are cut."""
    storm = Storm(None, f"session {'s' * 40}", T0, T0 + timedelta(seconds=121), 9, None)
    found = _sentences(storms=Storms((storm,), 1, 9, Decimal(0)), tz="Europe/Berlin")

    assert found == (
        f"Retry storm at 2026-11-02 11:00:00: session {'s' * 23}…: 9 calls failed or repeated within 3 min, without a price",
    )


def test_a_storm_of_one_instant_lasts_a_second() -> None:
    """Nothing takes no time at all."""
    storm = Storm("chat", "task t", T0, T0, 5, Decimal(1))

    assert "chat, task t: 5 calls failed or repeated within 1 s, 1.000 USD" in _sentences(storms=Storms((storm,), 1, 5, Decimal(1)))[0]  # fmt: skip


def test_sums_of_unknowns_are_unknown() -> None:
    """Of two of which none knows, and of two of which one does."""
    unknown = _sums("ok", 1, None, retries=None, unlisted=None)

    assert summed([unknown, unknown])[2:4] == (2, None)
    assert (summed([unknown, _PLAIN]).cost, summed([unknown, _PLAIN]).retries) == (Decimal(2), 0)
