"""What counts of usage, recalled where it was found out before."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import Mock

import pytest

from support.usage import PRICES, book_of, call, kept
from tokenomics.books import Book
from tokenomics.ledger import Ledger, engine_of, usage_of
from tokenomics.overlap import Authority, counted
from tokenomics.overlap.recalled import Counted
from tokenomics.shelf import Shelf, clear

TWICE = (
    call(source="a", response_id="r1", input=5),
    call(source="b", response_id="r1", input=5),
    call(source="b", response_id="r2", input=7),
)
ONCE = (call(source="a", response_id="r1", input=5), call(source="b", response_id="r2", input=7))


@pytest.fixture(autouse=True)
def resolved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often it was found out what counts."""
    module = importlib.import_module("tokenomics.overlap.counted")
    monkeypatch.setattr("tokenomics.ledger.parts.LEAST", 0)
    found: list[str] = []
    resolve = vars(module)["_resolved"]

    def noted(*said: object) -> Counted:
        found.append("")
        return resolve(*said)

    monkeypatch.setattr(module, "_resolved", noted)
    return found


def _ask(
    ledger: Ledger, book: Book, authority: Sequence[Authority] = ()
) -> tuple[list[tuple[int]], Counted]:
    """The input of the records that count, and what was found."""
    stored = usage_of(ledger)
    with engine_of(ledger) as con:
        found = counted(
            con, stored.relation, stored.used, book, authority=authority, known=stored.known
        )
        rows = con.execute(f"SELECT input FROM {found.relation} AS records ORDER BY input")
        return rows.fetchall(), found


def test_a_second_question_does_not_compare_again(tmp_path: Path, resolved: list[str]) -> None:
    """What was found is read from the shelf, also by another process."""
    ledger, book = (
        kept(tmp_path, *TWICE)._replace(shelf=Shelf(tmp_path / "shelf")),
        book_of(tmp_path),
    )
    rows, found = _ask(ledger, book)

    assert rows == [(5,), (7,)]
    assert found.overlaps
    assert found.kept
    assert _ask(ledger, book) == (rows, found)
    assert len(resolved) == 1


def test_that_nothing_is_twice_is_recalled_too(tmp_path: Path, resolved: list[str]) -> None:
    """Two sources that state different calls are compared once, and read where they are."""
    ledger, book = (
        kept(tmp_path, *ONCE)._replace(shelf=Shelf(tmp_path / "shelf")),
        book_of(tmp_path),
    )
    found = _ask(ledger, book)

    assert found[1] == Counted(usage_of(ledger).relation, usage_of(ledger).used, ())
    assert _ask(ledger, book) == found
    assert len(resolved) == 1


def test_rules_and_books_decide_anew(tmp_path: Path, resolved: list[str]) -> None:
    """Another authority and a book with other names of models are other questions."""
    ledger, book = (
        kept(tmp_path, *TWICE)._replace(shelf=Shelf(tmp_path / "shelf")),
        book_of(tmp_path),
    )
    _ask(ledger, book)
    rows, _ = _ask(ledger, book, [Authority("acme", "a")])
    _ask(ledger, book_of(tmp_path, f"{PRICES}\n# another"))

    assert rows == [(5,)]
    assert len(resolved) == 3


@pytest.mark.parametrize("room", [1_000_000_000, 10])
def test_what_is_gone_is_found_out_again(tmp_path: Path, resolved: list[str], room: int) -> None:
    """Without room, and after the shelf was cleared, the same comes of it."""
    ledger = kept(tmp_path, *TWICE)._replace(shelf=Shelf(tmp_path / "shelf", room))
    book = book_of(tmp_path)
    rows, found = _ask(ledger, book)
    clear(Shelf(tmp_path / "shelf"))
    again, known = _ask(ledger, book)

    assert again == rows
    assert known.overlaps == found.overlaps
    assert len(resolved) == 2


def test_another_engine_recalls_nothing(tmp_path: Path, resolved: list[str]) -> None:
    """What is no DuckDB finds out anew what counts, and nothing is written for it."""
    ledger, book = (
        kept(tmp_path, *TWICE)._replace(shelf=Shelf(tmp_path / "shelf")),
        book_of(tmp_path),
    )
    stored = usage_of(ledger)
    with engine_of(ledger) as con:
        other = Mock(spec=["execute"], execute=con.execute)
        for _ in range(2):
            found = counted(other, stored.relation, stored.used, book, known=stored.known)
            assert found.overlaps

    assert len(resolved) == 2
    assert not (tmp_path / "shelf").exists()
