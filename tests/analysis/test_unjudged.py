"""Flows that cannot be judged by the hour."""

from __future__ import annotations

from random import Random

from tokenomics.analysis.flow_series import HOUR_STAKES
from tokenomics.analysis.rhythm import DAILY, HOURLY
from tokenomics.analysis.spikes import WHOLE, Flow, Steps
from tokenomics.analysis.unjudged import faint, sparse

A: Flow = ("feature", "a")
B: Flow = ("feature", "b")
STEPS = Steps("hour", HOURLY, 24, HOUR_STAKES, [at % 168 for at in range(672)], range(673))


def test_flows_that_come_and_go_are_sparse() -> None:
    """One day in ten of four weeks."""
    series = {WHOLE: [1.0] * 40, A: [float(at % 10 == 0) for at in range(40)]}

    assert sparse(series, DAILY) == (A,)


def test_flows_of_few_calls_are_faint() -> None:
    """A dollar in every other hour at random, beside ten steady ones; of nine days nothing is said."""
    rng = Random(3)
    few = [float(rng.random() < 0.5) for _ in range(672)]
    steady = [10.0 + rng.random() for _ in range(672)]

    assert faint({A: few, B: steady}, STEPS) == (A,)
    assert faint({A: few[:200]}, STEPS) == ()
