"""The dynamic optimised theta model with a damped drift, for a series without a season.

Fiorucci et al. (2016): a level smoothed by `alpha`, and a share of the straight line that is fitted
anew at each step. For one `alpha` the error is linear in the first level and in the line's share,
so both are least squares and only `alpha` is searched. `damping=1` is the model as published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

DAMPING = 0.9
# Hundredths: from a tenth to 0.99, first every fifth one, then those around the best.
LEAST, MOST, STRIDE = 10, 99, 5
BURN_IN = 3  # errors of the first steps say more of the start than of the model


class Theta(NamedTuple):
    """A fitted model: smoothing, the first level, and the line's share, 1 - 1/theta."""

    alpha: float
    first: float
    share: float
    loss: float


class Line(NamedTuple):
    """The straight line through the values so far, and their mean; the start is at step 0."""

    mean: float
    start: float
    slope: float


def theta(values: Sequence[float], horizon: int, damping: float = DAMPING) -> tuple[float, ...]:
    """The next `horizon` values; four or more are needed."""
    return ahead(values, fit(values), horizon, damping)


def fit(values: Sequence[float]) -> Theta:
    """The model of least squared one-step errors after the first three."""
    known = _lines(values)
    coarse = _best(values, known, range(LEAST, MOST + 1, STRIDE))
    around = round(100 * coarse.alpha)
    fine = range(max(LEAST, around - STRIDE + 1), min(MOST, around + STRIDE - 1) + 1)
    return _best(values, known, fine)


def _best(values: Sequence[float], known: Sequence[Line], hundredths: Iterable[int]) -> Theta:
    models = (_fit_of(values, known, step / 100) for step in hundredths)
    return min(models, key=lambda model: model.loss)


def _fit_of(values: Sequence[float], known: Sequence[Line], alpha: float) -> Theta:
    """The best first level and share for one `alpha`; a share lies between 0 and 1."""
    rows = _rows(values, known, alpha)
    ff = sum(first * first for _, first, _ in rows)
    ll = sum(line * line for _, _, line in rows)
    fl = sum(first * line for _, first, line in rows)
    fr = sum(first * rest for rest, first, _ in rows)
    lr = sum(line * rest for rest, _, line in rows)
    det = ff * ll - fl * fl
    share = (ff * lr - fl * fr) / det if det > 1e-12 * ff * ll else 0.0
    share = min(max(share, 0.0), 1.0)
    first = (fr - share * fl) / ff
    loss = sum((rest - first * f - share * line) ** 2 for rest, f, line in rows)
    return Theta(alpha, first, share, loss)


def _rows(
    values: Sequence[float], known: Sequence[Line], alpha: float
) -> list[tuple[float, float, float]]:
    """Of each step after the burn-in: the error of the level alone, and what multiplies the first
    level and the share.
    """
    rows: list[tuple[float, float, float]] = []
    keep = 1 - alpha
    level, left = 0.0, 1.0
    for step, value in enumerate(values):
        if step >= BURN_IN:
            _, start, slope = known[step]
            rows.append((value - level, left, start * left + slope * (1 - left * keep) / alpha))
        level = alpha * value + keep * level
        left *= keep
    return rows


def _lines(values: Sequence[float]) -> list[Line]:
    """The line before each step, and after the last one."""
    lines = [Line(0.0, 0.0, 0.0)]
    for step, value in enumerate(values):
        lines.append(_next(lines[-1], value, step))
    return lines


def _next(line: Line, value: float, step: int) -> Line:
    """The line with one value more."""
    if step == 0:
        return Line(value, value, 0.0)
    mean = (step * line.mean + value) / (step + 1)
    slope = ((step - 1) * line.slope + 6 * (value - line.mean) / (step + 1)) / (step + 2)
    return Line(mean, mean - slope * (step + 2) / 2, slope)


def ahead(
    values: Sequence[float], model: Theta, horizon: int, damping: float = DAMPING
) -> tuple[float, ...]:
    """What a fitted model expects after `values`; each further step of drift is damped once more."""
    alpha, level, line = model.alpha, model.first, _lines(values)[-1]
    for value in values:
        level = alpha * value + (1 - alpha) * level
    path: list[float] = []
    for step in range(len(values), len(values) + horizon):
        left = (1 - alpha) ** step
        smoothed = line.start * left + line.slope * (1 - left * (1 - alpha)) / alpha
        path.append(level + model.share * smoothed)
        level = alpha * path[-1] + (1 - alpha) * level
        line = _next(line, path[-1], step)
    damped = path[:1]
    for step in range(1, horizon):
        damped.append(damped[-1] + (path[step] - path[step - 1]) * damping**step)
    return tuple(damped)
