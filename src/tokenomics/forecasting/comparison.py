"""Models side by side: each one's figures, and how it does beside the last season repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from statistics import fmean, median
from typing import NamedTuple

from tokenomics.forecasting.backtest import Score, Window, score
from tokenomics.forecasting.methods import NAIVE
from tokenomics.forecasting.ratio import Ratio, over_series, over_windows

Windows = Mapping[str, Sequence[Window]]


class Comparison(NamedTuple):
    """A model: its errors of path and of total in proportion to the baseline's, and its figures.

    A ratio is None where the baseline made no error to compare with.
    """

    model: str
    path: Ratio | None
    total: Ratio | None
    score: Score


def compared(found: Mapping[str, Windows], baseline: str = NAIVE) -> tuple[Comparison, ...]:
    """A comparison a model, of the windows of each series by model, as `backtest` returns them.

    Of several series each counts alike: shares are means over them, the width that of the middle
    one. Of one series the ratios are drawn over its windows.
    """
    models = list(next(iter(found.values()), {}))
    return tuple(_compared(found, model, baseline) for model in models)


def _compared(found: Mapping[str, Windows], model: str, baseline: str) -> Comparison:
    if len(found) == 1:
        (windows,) = found.values()
        mine, theirs = windows[model], windows[baseline]
        path = [(a.path, b.path) for a, b in zip(mine, theirs, strict=True)]
        total = [(_missed(a), _missed(b)) for a, b in zip(mine, theirs, strict=True)]
        return Comparison(model, over_windows(path), over_windows(total), score(mine))
    mine = {name: score(windows[model]) for name, windows in found.items()}
    theirs = {name: score(windows[baseline]) for name, windows in found.items()}
    path = [(mine[name].mase or 0.0, theirs[name].mase or 0.0) for name in found]
    total = [(mine[name].error or 0.0, theirs[name].error or 0.0) for name in found]
    whole = score(list(chain.from_iterable(windows[model] for windows in found.values())))
    return Comparison(
        model, over_series(path), over_series(total), _averaged(whole, list(mine.values()))
    )


def _missed(window: Window) -> float:
    return abs(window.expected - window.actual)


def _averaged(whole: Score, each: Sequence[Score]) -> Score:
    """Counts of all windows, shares in which a large series weighs no more than a small one."""
    widths = [s.width for s in each if s.width is not None]
    return whole._replace(
        mase=_mean([s.mase for s in each]),
        bias=_mean([s.bias for s in each]),
        error=_mean([s.error for s in each]),
        pinball=_mean([s.pinball for s in each]),
        width=median(widths) if widths else None,
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None
