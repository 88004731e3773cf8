"""Many judged tasks of one call each, a line of a test for all that are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from support.tasks import LATER
from support.usage import NOW, T0, call
from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.ledger import Ledger, commit, open_ledger
from tokenomics.outcomes import asked_of
from tokenomics.records.kinds import OUTCOME, USAGE
from tokenomics.replaying.replay import replay


class Done(NamedTuple):
    """Tasks of one call each that a model did: so many succeeded, so many of them all were judged.

    `calls` are columns of each call besides.
    """

    model: str
    successes: int
    judged: int
    calls: Mapping[str, Any] = {}


def done(model: str, successes: int, judged: int, **calls: Any) -> Done:
    """Tasks of the feature `support` with 5,000 of input, unless `calls` say otherwise."""
    return Done(model, successes, judged, {"feature": "support", "input": 5_000, **calls})


def judged_ledger(folder: Path, works: Sequence[Done], *more: Mapping[str, Any]) -> Ledger:
    """A ledger of tasks with their outcomes, and of calls that are of no task."""
    path = folder / "ledger"
    with connect(allowed=[folder]) as con:
        for kind in (USAGE, OUTCOME):
            columns = ", ".join(f"{c.name} {c.sql_type}" for c in kind.columns)
            con.execute(f"CREATE TABLE staged_{kind.name} ({columns})")
        for place, work in enumerate(works):
            _stage(con, str(place), work)
        for place, row in enumerate(more):
            _insert(con, "usage", call(**row), {"record_id": f"md5('more{place}')"}, 1)
        commit(con, path, {k.name: f"staged_{k.name}" for k in (USAGE, OUTCOME)}, now=NOW)
    return open_ledger(path)


def judged_replay(
    folder: Path,
    book: Book,
    works: Sequence[Done],
    design: Mapping[str, Sequence[str]],
    *more: Mapping[str, Any],
    **options: Any,
) -> Listing:
    """What tasks and other calls would have cost under a design."""
    ledger = judged_ledger(folder, works, *more)
    return replay(design, ledger, book, CostQuery(**options), asked_of(Config(), LATER))


def _stage(con: duckdb.DuckDBPyConnection, place: str, work: Done) -> None:
    ids = {"record_id": f"md5('{place}-' || i)", "task_id": f"'{place}-' || i"}
    _insert(con, "usage", call(model_served=work.model, **work.calls), ids, work.judged)
    told = {
        "merge_rank": "1", "source": "test", "target_kind": "task", "name": "outcome", "ts": T0,
        "observed_at": T0,
    }  # fmt: skip
    label = f"CASE WHEN i < {work.successes} THEN 'success' ELSE 'failure' END"
    of = {"record_id": f"md5('told{place}-' || i)", "target_id": ids["task_id"], "label": label}
    _insert(con, "outcome", told, of, work.judged)


def _insert(
    con: duckdb.DuckDBPyConnection,
    kind: str,
    values: Mapping[str, Any],
    of_each: Mapping[str, str],
    number: int,
) -> None:
    each = [f"{'unhex(' + e + ')' if n == 'record_id' else e} AS {n}" for n, e in of_each.items()]
    columns = ", ".join([*each, *(f"${name} AS {name}" for name in values)])
    con.execute(
        f"INSERT INTO staged_{kind} BY NAME SELECT {columns} FROM range({number}) AS r(i)",
        dict(values),
    )
