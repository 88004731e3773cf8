"""The theta model, beside the one of statsforecast."""

from __future__ import annotations

import importlib
import random
import warnings
from itertools import accumulate
from typing import Any

import pytest

from tokenomics.forecasting.theta import Theta, ahead, fit, theta

RISING = [12, 15, 11, 14, 18, 17, 16, 21, 19, 24, 22, 23, 27, 25, 24, 29, 31, 28, 30, 33]
# What statsforecast 2.1.1 says of it: the path of parameters given to it, the parameters it finds
# itself (alpha, theta, the loss) and their path.
GIVEN = [31.701082692886732, 32.303098766598396, 32.89265072303344, 33.470323277011715, 34.03665884349768]  # fmt: skip
FITTED = (0.1, 7.744601587656218, 70.80447136941831)
PATH = [32.30792278510945, 33.15877123543922, 34.000798962387776, 34.83477461255935, 35.66135311833702]  # fmt: skip


def _walks(count: int) -> list[list[float]]:
    """Series of 14 to 84 steps: wandering, noisy and rising ones."""
    chance = random.Random(7)
    found: list[list[float]] = []
    for turn in range(count):
        steps = [chance.gauss(0, 1) for _ in range(14 + 7 * (turn % 11))]
        wandering = [100 + value for value in accumulate(steps)]
        rising = [50 + turn * at / 10 + value for at, value in enumerate(steps)]
        found.append(wandering if turn % 2 else rising)
    return found


def _statsforecast() -> Any:
    """Their module, or a skip that says what was not checked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module("statsforecast.theta")
        except ImportError:
            pytest.skip("theta is NOT compared with statsforecast's: install the extra `forecast`")


def test_given_parameters_forecast_what_statsforecast_does() -> None:
    """With its parameters and no damping, the path is that of statsforecast 2.1.1, written down."""
    model = Theta(alpha=0.3, first=6.0, share=1 - 1 / 2.5, loss=0.0)

    assert ahead(RISING, model, 5, damping=1.0) == pytest.approx(GIVEN, rel=1e-12)


def test_found_parameters_are_those_of_statsforecast() -> None:
    """Search finds its optimum: alpha, the first level and theta of statsforecast 2.1.1."""
    model = fit(RISING)

    assert model.alpha == pytest.approx(FITTED[0], abs=0.01)
    assert model.share == pytest.approx(1 - 1 / FITTED[1], abs=0.02)
    assert model.loss <= FITTED[2] * 1.001
    assert ahead(RISING, model, 5, damping=1.0) == pytest.approx(PATH, rel=1e-3)


def test_any_parameters_forecast_what_statsforecast_does() -> None:
    """On random series its optimal parameters give its very path."""
    theirs = _statsforecast()
    numpy = importlib.import_module("numpy")
    for values in _walks(22):
        fitted = theirs.auto_theta(numpy.array(values, dtype=float), 1, model="DOTM")
        found = fitted["par"]
        model = Theta(found["alpha"], found["initial_smoothed"], 1 - 1 / found["theta"], 0.0)

        expected = list(theirs.forecast_theta(fitted, 30)["mean"])
        assert ahead(values, model, 30, damping=1.0) == pytest.approx(expected, rel=1e-9)


def test_no_parameters_of_statsforecast_are_better() -> None:
    """On random series the loss found is never worse than theirs by more than a thousandth, and
    the paths lie within 5 %.
    """
    theirs = _statsforecast()
    numpy = importlib.import_module("numpy")
    for values in _walks(22):
        fitted = theirs.auto_theta(numpy.array(values, dtype=float), 1, model="DOTM")
        model = fit(values)

        assert model.loss <= sum(error**2 for error in fitted["residuals"][3:]) * 1.001
        expected = list(theirs.forecast_theta(fitted, 30)["mean"])
        assert ahead(values, model, 30, damping=1.0) == pytest.approx(expected, rel=0.05)


def test_damping_brings_drift_to_rest() -> None:
    """A line that rises by one a step: undamped it goes on, damped by a half its further rise
    is at most 1/2 + 1/4 + ... = 1.
    """
    line = [float(step) for step in range(40)]
    model = fit(line)

    plain, damped = (ahead(line, model, 20, damping=d) for d in (1.0, 0.5))
    assert plain[-1] - plain[0] == pytest.approx(19, abs=0.5)
    assert damped[0] == plain[0]
    assert 0.9 < damped[-1] - damped[0] <= 1.0


def test_equal_values_go_on() -> None:
    """A constant stays what it is, zero included."""
    for level in (0.0, 5.0):
        assert theta([level] * 20, 4) == pytest.approx([level] * 4, abs=1e-9)


def test_share_of_the_line_has_bounds() -> None:
    """Theta is at least one: a series that comes back gets no line."""
    back_and_forth = [10.0, 20.0] * 10

    assert fit(back_and_forth).share == 0.0
