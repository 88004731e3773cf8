"""Answers about rows that never change."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.ledger_rows import NOW, put
from support.random_calls import CHANGE, LEDGERS
from support.usage import PRICES, book_of, call
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, costs
from tokenomics.engine import connect, duckdb
from tokenomics.kept import Kept, Part, gathered
from tokenomics.ledger import Ledger, compact, open_ledger
from tokenomics.overlap import Authority
from tokenomics.shelf import Shelf

Rows = list[dict[str, Any]]

QUESTIONS = (
    CostQuery(by=("feature",)),
    CostQuery(by=("day", "model"), tz="Europe/Berlin"),
    CostQuery(by=("user",), per="request"),
    CostQuery(by=("team",), where=(("feature", "a"), ("source!", "other")), per="user"),
    CostQuery(by=("source",), since=CHANGE, until=CHANGE + timedelta(days=40)),
    CostQuery(by=("hour",), prices_at=CHANGE - timedelta(days=1)),
)
RULES = (
    Attribution({"feature": "a"}, {"team": "red"}),
    Attribution({"source": "other"}, {"feature": "x"}),
)
FIRST = call(record_id=bytes(16), ts=CHANGE, input=1_000, response_id="r1")
AUTHORITIES = ((), (Authority("acme", "other"),))


@pytest.fixture(autouse=True)
def _keeps_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenomics.ledger.parts.LEAST", 0)
    monkeypatch.setattr("tokenomics.ledger.parts.SMALL", 4_000)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Book]:
    """A book, and the same with other prices that change on another day."""
    text = PRICES.replace("2026-11-15", "2026-11-14").replace("input = 2", "input = 2.5")
    return [book_of(tmp_path_factory.mktemp("book"), each) for each in (PRICES, text)]


@st.composite
def _sources(draw: st.DrawFn) -> Rows:
    """Random calls of two sources and two months, some of which state the same ones."""
    return [
        {
            **row,
            "record_id": draw(st.integers(0, 12)).to_bytes(16, "big"),
            "merge_rank": draw(st.sampled_from("ab")),
            "ts": row["ts"] + timedelta(days=draw(st.sampled_from([0, 0, 31]))),
            "source": draw(st.sampled_from(["test", "other"])),
            "response_id": draw(st.sampled_from([None, None, "r1", "r2"])),
        }
        for row in draw(LEDGERS)
    ]


def _ingest(folder: Path, rows: Rows) -> None:
    put(folder / "ledger", usage=rows)


def _tidy(folder: Path, _rows: Rows) -> None:
    with connect(allowed=[folder]) as con:
        compact(con, folder / "ledger", now=NOW)


def _lose(folder: Path, rows: Rows) -> None:
    for path in sorted((folder / "shelf").glob("*"))[len(rows) % 2 :: 2]:
        path.unlink()


def _spoil(folder: Path, rows: Rows) -> None:
    for path in sorted((folder / "shelf").glob("*"))[len(rows) % 3 :: 3]:
        path.write_bytes(path.read_bytes()[: -len(rows) - 1] + b"x")


STEPS: tuple[Callable[[Path, Rows], None], ...] = (_ingest, _ingest, _tidy, _lose, _spoil)


@few(8)
@given(data=st.data(), steps=st.lists(st.tuples(st.sampled_from(STEPS), _sources()), max_size=3))
def test_what_is_kept_changes_no_answer(
    data: st.DataObject, steps: list[tuple[Callable[[Path, Rows], None], Rows]], books: list[Book]
) -> None:
    """Cold, warm, half deleted, damaged, after ingests, restatements and compaction, at other prices and rules: the same report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _ingest(folder, [FIRST])
        for step, rows in [(_ingest, []), *steps]:
            step(folder, rows)
            query = data.draw(st.sampled_from(QUESTIONS))
            authority = data.draw(st.sampled_from(AUTHORITIES))
            rules = data.draw(st.sampled_from([(), RULES]))
            book = books[data.draw(st.integers(0, 1))]
            ask = partial(costs, book=book, query=query, rules=rules, authority=authority)
            plain = repr(ask(open_ledger(folder / "ledger")))
            for _ in range(2):
                assert repr(ask(_shelved(folder))) == plain


def _shelved(folder: Path) -> Ledger:
    return open_ledger(folder / "ledger")._replace(shelf=Shelf(folder / "shelf"))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine that may use a shelf."""
    with connect(allowed=[tmp_path]) as con:
        yield con


def _parts(*lists: str) -> tuple[Part, ...]:
    return tuple(Part(f"(VALUES {rows}) AS t(k, n)", rows) for rows in lists)


def _ask(
    engine: duckdb.DuckDBPyConnection,
    kept: Kept,
    columns: str,
    folds: Mapping[str, str],
    values: Mapping[str, str] | None = None,
) -> list[Any] | None:
    query = f"SELECT k, {columns} FROM {{}} GROUP BY k"
    if not gathered(engine, kept, "found", query.format, folds=folds, values=values or {}):
        return None
    return engine.execute("SELECT * FROM found ORDER BY k").fetchall()


def test_answers_of_parts_are_put_together(
    engine: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """Sums of parts are summed in their own type, greatest values compared, and nulls stay."""
    kept = Kept(Shelf(tmp_path / "s"), "", _parts("('a', 1), ('b', NULL)", "('a', 2), ('c', 5)"))
    folds = {"whole": "sum", "least": "min", "most": "max"}

    for _ in range(2):
        found = _ask(engine, kept, "sum(n) AS whole, min(n) AS least, max(n) AS most", folds)
        assert found == [("a", 3, 1, 2), ("b", None, None, None), ("c", 5, 5, 5)]
    types = engine.execute("SELECT column_type FROM (DESCRIBE found)").fetchall()
    assert types == [("VARCHAR",), ("HUGEINT",), ("INTEGER",), ("INTEGER",)]


def test_a_new_part_alone_is_asked(engine: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """What was asked of a part is not asked again, also when other parts come and go."""
    old, new = _parts("('a', 1)", "('a', 2)")
    kept = Kept(Shelf(tmp_path / "s"), "", (old,))
    _ask(engine, kept, "sum(n) AS n", {"n": "sum"})
    before = set((tmp_path / "s").iterdir())

    assert _ask(engine, kept._replace(parts=(new, old)), "sum(n) AS n", {"n": "sum"}) == [("a", 3)]
    after = set((tmp_path / "s").iterdir())
    assert before < after
    assert len(after) == len(before) + 1


def test_bound_values_are_of_the_question(
    engine: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """The same text with other values is another question."""
    kept = Kept(Shelf(tmp_path / "s"), "", _parts("('a', 1)", "('a', 2)"))
    text = "sum(CASE WHEN $p0 = 'x' THEN n ELSE -n END) AS n"

    assert _ask(engine, kept, text, {"n": "sum"}, {"p0": "x"}) == [("a", 3)]
    assert _ask(engine, kept, text, {"n": "sum"}, {"p0": "y"}) == [("a", -3)]


@pytest.mark.parametrize(
    ("columns", "value"),
    [
        ("sum(CAST(n AS DOUBLE)) AS n", "1"),
        ("sum(n) AS n", "CAST(170141183460469231731687303715884105727 AS HUGEINT)"),
        ("no_such_function(n) AS n", "1"),
    ],
    ids=["inexact", "too great", "wrong"],
)
def test_what_cannot_be_kept_is_asked_without(
    engine: duckdb.DuckDBPyConnection, tmp_path: Path, columns: str, value: str
) -> None:
    """Sums that depend on their order, that no file can hold, or that fail are left to the caller."""
    kept = Kept(Shelf(tmp_path / "s"), "", _parts(f"('a', {value})"))

    assert _ask(engine, kept, columns, {"n": "sum"}) is None


def test_a_shelf_out_of_reach_is_done_without(tmp_path: Path) -> None:
    """An engine that is not let near the shelf, or a place that is no folder, is no error."""
    (tmp_path / "file").touch()
    parts = _parts("('a', 1)")
    with connect(allowed=[tmp_path / "file"], temp_dir=tmp_path / "spill") as con:
        for place in ("s", "file"):
            kept = Kept(Shelf(tmp_path / place), "", parts)
            assert _ask(con, kept, "sum(n) AS n", {"n": "sum"}) is None


def test_nothing_is_kept_of_what_is_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, books: list[Book]
) -> None:
    """A ledger that is read in no time leaves nothing behind."""
    monkeypatch.setattr("tokenomics.ledger.parts.LEAST", 2)
    _ingest(tmp_path, [FIRST])
    costs(_shelved(tmp_path), books[0], CostQuery())

    assert not (tmp_path / "shelf").exists()


def test_every_question_is_asked_in_the_law() -> None:
    """No two questions of the law are the same."""
    assert all(one != two for one, two in itertools.combinations(QUESTIONS, 2))
