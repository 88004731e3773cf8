"""Pricing inside one process, and names of models, against bare scans and other libraries' calls."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from data import big_ledger, imported_book, parquet_files
from measure import Line, Setting, paired, seconds, together

CALLS = 20_000
NAMES = 5_000
TIMES = 10


def pricing(setting: Setting) -> Iterator[Line]:
    """Pricing of many requests inside one process, against a bare scan of the same columns."""
    from tokenomics.books import bundled
    from tokenomics.costing import CostQuery, costs
    from tokenomics.engine import connect
    from tokenomics.ledger import open_ledger

    path = big_ledger(setting.root, setting.rows)
    ledger, book, files = open_ledger(path), bundled(), parquet_files(path)
    con = connect(allowed=[path])
    scan = "SELECT {0}, sum(input), sum(cache_read), sum(output) FROM read_parquet($files) GROUP BY {0}"
    for dimension, column, goal in (("feature", "feature", 10e6), ("user", "user_id", 5e6)):
        query = CostQuery(by=(dimension,))
        done = paired(
            lambda query=query: costs(ledger, book, query, con=con),
            lambda column=column: con.execute(scan.format(column), {"files": files}).fetchall(),
            runs=setting.runs,
        )
        rate = f"{setting.rows / done.ours / 1e6:.1f} M requests/s"
        yield Line(
            f"price {setting.rows:,} requests by {dimension}",
            "bare group-by scan",
            done,
            f">= {goal / 1e6:.0f} M/s",
            rate,
        )
    ours = lambda: costs(ledger, book, CostQuery(by=("feature",)), con=con)  # noqa: E731
    yield _by_pandas(setting, files, ours)
    for name, (interpreter, code) in _LOOPS.items():
        yield _per_call(setting, name, interpreter, code, ours)


# Loops over calls, each with the interpreter that has the library; they print seconds a call.
_LOOP = """
import time
for _ in range({runs}):
    begun = time.perf_counter()
    for _ in range({calls}):
        {call}
    print((time.perf_counter() - begun) / {calls})
"""
_LOOPS = {
    "genai-prices calc_price": (
        sys.executable,
        "from genai_prices import Usage, calc_price\n"
        + _LOOP.replace(
            "{call}",
            "calc_price(Usage(input_tokens=1000, output_tokens=100), model_ref='gpt-4o', provider_id='openai')",
        ),
    ),
    "litellm cost_per_token": (
        str(Path(".venv-clients/bin/python").absolute()),
        "import litellm\n"
        + _LOOP.replace(
            "{call}",
            "litellm.cost_per_token(model='gpt-4o', prompt_tokens=1000, completion_tokens=100)",
        ),
    ),
}


def _per_call(
    setting: Setting, name: str, interpreter: str, code: str, ours: Callable[[], object]
) -> Line:
    work = f"price one request (of {setting.rows:,})"
    text = code.format(runs=setting.runs, calls=CALLS)
    try:
        told = subprocess.run(
            [interpreter, "-c", text], capture_output=True, text=True, check=True,
            env={**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True"},
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return Line(work, name, None, "<= 0.002", "is not installed; LiteLLM comes by make clients")
    theirs = [float(line) for line in told.stdout.split()]
    done = together([(seconds(ours) / setting.rows, each) for each in theirs])
    return Line(work, name, done, "<= 0.002", f"{1 / done.ratio:,.0f} x as fast")


def _by_pandas(setting: Setting, files: list[str], ours: Callable[[], object]) -> Line:
    """The sums and products as frames of floats, with three rates a model and no check of anything."""
    work = f"price {setting.rows:,} requests by feature"
    name = "pandas, in floats"
    if importlib.util.find_spec("pandas") is None:
        return Line(work, name, None, "", "pandas is not installed")
    import pandas as pd

    meters = ["input", "cache_read", "output"]
    rates = pd.DataFrame({"model_served": _MODELS, **dict.fromkeys(meters, 1e-6)})

    def theirs() -> object:
        columns = ["feature", "model_served", *meters]
        calls = pd.concat([pd.read_parquet(file, columns=columns) for file in files])
        priced = calls.merge(rates, on="model_served", suffixes=("", "_rate"))
        priced["cost"] = sum(priced[m] * priced[f"{m}_rate"] for m in meters)
        return priced.groupby("feature")[[*meters, "cost"]].sum()

    return Line(work, name, paired(ours, theirs, runs=min(setting.runs, 3)), "")


_MODELS = [
    "gpt-4o", "gpt-5", "gpt-5-mini", "gpt-4.1", "o3", "claude-opus-4-6", "claude-sonnet-4-5",
    "claude-haiku-4-5", "claude-opus-5", "claude-sonnet-5",
]  # fmt: skip


def names(setting: Setting) -> Iterator[Line]:
    """Books from their cache and many names resolved, against bare reads of the same."""
    from tokenomics.books import bundled

    known = list(bundled().models)
    around = (
        "{}",
        "{}[1m]",
        "[tool] {}",
        "{}-v1:0",
        "{}@20260131",
        "us.{}",
        "{}-next",
        "ft:{}:a::b",
    )
    asked = [(of, form.format(model)) for form in around for of, model in known]
    yield _names("load the book", setting.root / "books", [], asked[:NAMES], "<= 0.15 s")
    more = [(f"vendor-{number % 40}", f"model-{number}") for number in range(TIMES * len(known))]
    overlay = imported_book(setting.root / "imported.toml", more)
    mixed = [pair for pairs in zip(asked, more, strict=False) for pair in pairs]
    work = f"with an imported one {TIMES} x its size"
    yield _names(work, setting.root / "more-books", [overlay], mixed[:NAMES], "<= 0.3 s")


def _names(
    work: str, folder: Path, overlays: Sequence[Path], asked: Sequence[tuple[str, str]], goal: str
) -> Line:
    from msgspec import msgpack

    from tokenomics.books import book_from
    from tokenomics.books.match import matches

    models = book_from(folder, overlays).models
    stored = max(folder.glob("book-*"), key=lambda path: path.stat().st_mtime)

    def ours() -> None:
        book = book_from(folder, overlays)
        for of, name in asked:
            matches(book, of, name)

    def bare() -> None:
        msgpack.decode(stored.read_bytes()[16:])
        known = dict.fromkeys(models)
        for key in asked:
            known.get(key)

    done = paired(ours, bare, runs=5)
    return Line(f"{work} and resolve {len(asked):,} names", "bare decode and look-ups", done, goal)
