"""The dynamic optimised theta model with a damped drift, for a series without a season.

Fiorucci et al. (2016): a level smoothed by `alpha`, and a share of the straight line that is fitted
anew at each step. For one `alpha` the error is linear in the first level and in the line's share,
so both are least squares and only `alpha` is searched. `damping=1` is the model as published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Hundredths: from a tenth to 0.99, first every fifth one, then those around the best.
LEAST, MOST, STRIDE = 10, 99, 5
DAMPING = 0.9
BURN_IN = 3  # errors of the first steps say more of the start than of the model


class Theta(NamedTuple):
    """A fitted model: smoothing, the first level, and the line's share, 1 - 1/theta."""

    alpha: float
    first: float
    share: float
    loss: float


class _State(NamedTuple):
    """What is known after some steps: the smoothed level, the mean, and the line's two numbers."""

    level: float
    mean: float
    start: float
    slope: float


def theta(values: Sequence[float], horizon: int, damping: float = DAMPING) -> tuple[float, ...]:
    """The next `horizon` values; more than four are needed."""
    return ahead(values, fit(values), horizon, damping)


def fit(values: Sequence[float]) -> Theta:
    """The model of least squared one-step errors after the first three."""
    coarse = _best(values, range(LEAST, MOST + 1, STRIDE))
    around = round(100 * coarse.alpha)
    fine = range(max(LEAST, around - STRIDE + 1), min(MOST, around + STRIDE - 1) + 1)
    return _best(values, fine)


def _best(values: Sequence[float], hundredths: Iterable[int]) -> Theta:
    models = (fit_of(values, step / 100) for step in hundredths)
    return min(models, key=lambda model: model.loss)


def fit_of(values: Sequence[float], alpha: float) -> Theta:
    """The best first level and share for one `alpha`; a share lies between 0 and 1."""
    rest, firsts, lines = _steps(values, alpha)
    ff = sum(f * f for f in firsts)
    ll = sum(v * v for v in lines)
    fl = sum(f * v for f, v in zip(firsts, lines, strict=True))
    fr = sum(f * r for f, r in zip(firsts, rest, strict=True))
    lr = sum(v * r for v, r in zip(lines, rest, strict=True))
    det = ff * ll - fl * fl
    share = (ff * lr - fl * fr) / det if det > 1e-12 * ff * ll else 0.0
    share = min(max(share, 0.0), 1.0)
    first = (fr - share * fl) / ff if ff else values[0]
    loss = sum(
        (r - first * f - share * v) ** 2 for r, f, v in zip(rest, firsts, lines, strict=True)
    )
    return Theta(alpha, first, share, loss)


def _steps(values: Sequence[float], alpha: float) -> tuple[list[float], list[float], list[float]]:
    """Of each step after the burn-in: the error of the level alone, and what multiplies the
    first level and the share.
    """
    state = _State(0.0, 0.0, 0.0, 0.0)
    rest: list[float] = []
    firsts: list[float] = []
    lines: list[float] = []
    for step, value in enumerate(values):
        if step >= BURN_IN:
            rest.append(value - state.level)
            firsts.append((1 - alpha) ** step)
            lines.append(_line(state, alpha, step))
        state = _next(state, value, alpha, step)
    return rest, firsts, lines


def _line(state: _State, alpha: float, step: int) -> float:
    """The straight line smoothed as the level is."""
    left = (1 - alpha) ** step
    return state.start * left + state.slope * (1 - left * (1 - alpha)) / alpha


def _next(state: _State, value: float, alpha: float, step: int) -> _State:
    """What is known after one value more."""
    level = alpha * value + (1 - alpha) * state.level
    if step == 0:
        return _State(level, value, value, 0.0)
    mean = (step * state.mean + value) / (step + 1)
    slope = ((step - 1) * state.slope + 6 * (value - state.mean) / (step + 1)) / (step + 2)
    return _State(level, mean, mean - slope * (step + 2) / 2, slope)


def ahead(
    values: Sequence[float], model: Theta, horizon: int, damping: float = DAMPING
) -> tuple[float, ...]:
    """What a fitted model expects after `values`; each further step of drift is damped once more."""
    state = _State(model.first, 0.0, 0.0, 0.0)
    for step, value in enumerate(values):
        state = _next(state, value, model.alpha, step)
    path: list[float] = []
    for step in range(len(values), len(values) + horizon):
        value = state.level + model.share * _line(state, model.alpha, step)
        path.append(value)
        state = _next(state, value, model.alpha, step)
    damped = list(path[:1])
    for step in range(1, len(path)):
        damped.append(damped[-1] + (path[step] - path[step - 1]) * damping**step)
    return tuple(damped)
