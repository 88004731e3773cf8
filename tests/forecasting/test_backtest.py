"""Forecasts tried on what they did not see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tokenomics.forecasting.backtest import MODELS, OURS, Protocol, Window, backtest, score
from tokenomics.forecasting.outlook import Forecast
from tokenomics.records.errors import InputError

SHORT = Protocol(history=4, horizon=3, origins=2, season=2)


def _flat(history: Sequence[float], horizon: int, season: int) -> Forecast:
    """Ten a step, and totals from 21 to 39 as likely as one another."""
    del history
    totals = tuple(float(total) for total in range(21, 40))
    return Forecast("flat", "normal", (10.0,) * horizon, totals, (), 1.0, season)


USUAL = Window(0, 2.0, 1.0, 30.0, 30.0, 20.0, 40.0, 3.0, called=False, lead=None)


def _window(**changed: Any) -> Window:
    """A window of 30 expected and come, but for what is said."""
    return USUAL._replace(**changed)


def test_windows_hold_what_was_expected_and_what_came() -> None:
    """Four steps of 8 and 12 in turn, then 9, 11 and 13: each step of ten misses 1, 1 and 3; the
    total of 33 is 3 more than expected.
    """
    found = backtest([8.0, 12, 9, 13, 9, 11, 13], SHORT, {"flat": _flat})

    (window,) = found["flat"]
    assert (window.origin, window.scale) == (4, 1.0)
    assert window.path == pytest.approx((1 + 1 + 3) / 3)
    assert (window.expected, window.actual) == (30, 33)
    assert (window.low, window.high) == pytest.approx((22, 38))


def test_pinball_weighs_sides() -> None:
    """Of 33, the quantile 22 is 11 too low (a tenth), 30 is 3 too low (a half), 38 is 5 too high
    (a tenth): (1.1 + 1.5 + 0.5) / 3.
    """
    (window,) = backtest([8.0, 12, 9, 13, 9, 11, 13], SHORT, {"flat": _flat})["flat"]

    assert window.pinball == pytest.approx((1.1 + 1.5 + 0.5) / 3)


@pytest.mark.parametrize(
    ("budget", "called", "lead"), [(29.0, True, 3), (31.0, False, 3), (19.0, True, 2), (33.0, False, None)]
)  # fmt: skip
def test_budgets_are_called_and_passed(budget: float, called: bool, lead: int | None) -> None:
    """A breach is said where it is likelier than not; 9 + 11 + 13 pass 29 on the third day, and do
    not pass 33; 9 + 11 pass 19 on the second.
    """
    protocol = SHORT._replace(budget=budget)
    (window,) = backtest([8.0, 12, 9, 13, 9, 11, 13], protocol, {"flat": _flat})["flat"]

    assert (window.called, window.lead) == (called, lead)


def test_without_a_budget_it_is_a_tenth_above_the_average() -> None:
    """Of a history of 10 a day three days have 1.1 x 3 x 10 = 33, which 34 pass and 33 do not."""
    past = [10.0, 10, 10, 10]

    (passed,) = backtest([*past, 11, 11, 12], SHORT, {"flat": _flat})["flat"]
    (kept,) = backtest([*past, 11, 11, 10.9], SHORT, {"flat": _flat})["flat"]
    assert (passed.lead, kept.lead) == (3, None)


def test_models_see_nothing_of_what_comes() -> None:
    """What follows the origins changes no forecast."""
    past = [float(10 + day % 7) for day in range(60)]
    protocol = Protocol(history=28, horizon=30, origins=1, first=28)

    calm = backtest([*past[:28], *past[:30]], protocol)
    wild = backtest([*past[:28], *(value * 9 for value in past[:30])], protocol)
    for name in MODELS:
        assert calm[name][0].expected == wild[name][0].expected
        assert calm[name][0].high == wild[name][0].high


def test_origins_are_spread_from_the_first_to_the_last() -> None:
    """Eight origins from day 56 on, the last with thirty days after it; the same for all models."""
    found = backtest([float(10 + day % 7) for day in range(156)], Protocol(history=28, first=56))

    origins = [window.origin for window in found[OURS]]
    assert (len(origins), origins[0], origins[-1]) == (8, 56, 126)
    assert all([w.origin for w in windows] == origins for windows in found.values())


def test_too_short_a_series_is_refused() -> None:
    """With fewer days than history and horizon the sentence says what is needed."""
    with pytest.raises(InputError, match=r"40 steps are too few .* 28 of history and 30 after"):
        backtest([1.0] * 40, Protocol(history=28))


def test_unknown_steps_and_a_late_start_are_borne() -> None:
    """Nothing is tried before the first spending; unknown days are as their weekday."""
    values = [0.0] * 20 + [5.0] * 40 + [None] + [5.0] * 20

    found = backtest(values, Protocol(history=28, horizon=30, origins=2))
    assert [window.actual for window in found[OURS]] == [150, 150]
    with pytest.raises(InputError, match="too few"):
        backtest([0.0] * 40 + [5.0] * 40, Protocol(history=28))


def test_score_is_in_proportion_to_what_was_spent() -> None:
    """Totals of 30 and 50 where 40 and 40 came: no bias, errors of 20 / 80, one of two within."""
    found = score(
        [_window(expected=30, actual=40), _window(expected=50, actual=40, low=45.0, high=55.0)]
    )

    assert (found.windows, found.mase) == (2, 0.5)
    assert (found.bias, found.error) == (0, 0.25)
    assert (found.coverage, found.width) == (0.5, (20 + 10) / 80)
    assert found.pinball == pytest.approx(6 / 80)


def test_score_of_calls() -> None:
    """Of three breaches one is missed, of one quiet month one is called; leads are 9, 0 and 6."""
    found = score(
        [_window(called=True, lead=9), _window(lead=20), _window(called=True, lead=6), _window(called=True)]
    )  # fmt: skip

    assert (found.breaches, found.missed, found.false, found.lead) == (3, 1, 1, 5.0)


def test_score_without_what_it_needs() -> None:
    """No interval, no variation, no spending and no window give no figure, not zero."""
    found = score([_window(expected=0, actual=0, scale=0, low=None, high=None, pinball=None)])

    assert found[:7] == (1, None, None, None, None, None, None)
    assert found.lead is None
    assert score([]).windows == 0


def test_intervals_of_some_windows_are_in_proportion_to_these() -> None:
    """One window of two has an interval as wide as half of what it came to."""
    found = score([_window(actual=40), _window(actual=40, low=None, high=None, pinball=None)])

    assert found.width == 0.5


def test_a_clear_season_is_better_than_an_average() -> None:
    """On weeks that repeat themselves the forecast is exact where the average is not."""
    week = [10.0, 10, 10, 10, 10, 2, 1]
    protocol = Protocol(history=28, horizon=7, origins=3)
    found = {name: score(w) for name, w in backtest(week * 10, protocol).items()}

    assert found[OURS].error == pytest.approx(0, abs=0.02)
    assert found[OURS].coverage == 1
    assert found["seasonal-naive"].error == pytest.approx(0, abs=1e-9)
