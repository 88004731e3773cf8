"""How often questions go over a ledger's files: counted, so that a regression fails on any machine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.ledger_rows import put
from support.scans import Read, watched
from support.usage import book_of, call
from tokenomics.books import Book
from tokenomics.costing import CostQuery, costs
from tokenomics.ledger import Ledger, open_ledger
from tokenomics.outcomes import answering
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.rules import DEFAULT
from tokenomics.shelf import Shelf

NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 12, 1, tzinfo=UTC)
MONTHS = (9, 10, 11)
EACH = 20


@pytest.fixture(autouse=True)
def _keeps_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenomics.ledger.parts.LEAST", 0)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Prices of the models that are called."""
    return book_of(tmp_path)


def _rows(month: int, first: int = 0, **columns: object) -> list[dict[str, object]]:
    at = datetime(2026, month, 15, tzinfo=UTC)
    return [
        call(
            record_id=(month * 1_000 + nth).to_bytes(16, "big"), ts=at, input=nth, output=1,
            feature=f"f{nth % 3}", user_id=f"u{nth}", task_id=f"t{nth // 2}", **columns,
        )
        for nth in range(first, first + EACH)
    ]  # fmt: skip


def _ledger(folder: Path) -> Ledger:
    """Three months of a file each."""
    for month in MONTHS:
        put(folder / "ledger", usage=_rows(month))
    return open_ledger(folder / "ledger")


def _asked(ledger: Ledger, book: Book, query: CostQuery) -> list[Read]:
    with watched(ledger) as found:
        if (ask := answering(query)) is None:
            costs(ledger, book, query)
        else:
            ask(ledger, book, query, Asked((DEFAULT,), LATER), rules=(), authority=())
    return found


@pytest.mark.parametrize(
    ("query", "scans"),
    [
        (CostQuery(), 2),
        (CostQuery(by=("feature",)), 2),
        (CostQuery(by=("day", "model"), tz="Europe/Berlin"), 2),
        (CostQuery(by=("feature",), where=(("model", "small"),)), 2),
        (CostQuery(by=("user",)), 3),
        (CostQuery(by=("feature",), per="user"), 4),
    ],
)
def test_a_question_goes_over_the_files_so_often(
    tmp_path: Path, book: Book, query: CostQuery, scans: int
) -> None:
    """Once for the names of models, once for the sums; by user each call is priced, and users are counted twice."""
    found = _asked(_ledger(tmp_path), book, query)

    assert [(read.files, read.rows) for read in found] == [(3, 3 * EACH)] * scans


def test_sources_are_read_where_there_may_be_several(tmp_path: Path, book: Book) -> None:
    """A file whose rows are of two sources is gone over once more, to see which state what."""
    rows = [{**row, "source": ("one", "two")[nth % 2]} for nth, row in enumerate(_rows(11))]
    put(tmp_path / "ledger", usage=rows)
    alone = _asked(_ledger(tmp_path / "alone"), book, CostQuery())

    assert len(_asked(open_ledger(tmp_path / "ledger"), book, CostQuery())) > len(alone)


def test_success_goes_over_the_files_so_often(tmp_path: Path, book: Book) -> None:
    """What a success costs takes three passes: for tasks, names and prices of calls."""
    found = _asked(_ledger(tmp_path), book, CostQuery(by=("feature",), per="success"))

    assert len(found) == 3


def test_only_columns_of_the_question_are_read(tmp_path: Path, book: Book) -> None:
    """A question by feature reads no ids, users or tasks."""
    found = _asked(_ledger(tmp_path), book, CostQuery(by=("feature",)))
    columns = frozenset[str]().union(*(read.columns for read in found))

    assert {"feature", "input", "output"} <= columns
    assert columns.isdisjoint({"record_id", "user_id", "task_id", "merge_rank", "source_file"})


@pytest.mark.parametrize(
    ("query", "files"),
    [
        (
            CostQuery(since=NOVEMBER),
            2,
        ),  # a day earlier: two sources may date one call on both sides
        (CostQuery(since=NOVEMBER.replace(day=5)), 1),
        (CostQuery(since=NOVEMBER.replace(month=10), until=NOVEMBER.replace(month=10, day=20)), 2),
        (CostQuery(until=NOVEMBER.replace(month=9, day=20)), 1),
    ],
)
def test_a_period_leaves_other_months_unread(
    tmp_path: Path, book: Book, query: CostQuery, files: int
) -> None:
    """Files of months that the period does not touch are not opened."""
    found = _asked(_ledger(tmp_path), book, query)

    assert {(read.files, read.rows) for read in found} == {(files, files * EACH)}


def test_a_second_question_goes_over_no_file(tmp_path: Path, book: Book) -> None:
    """With a shelf the first question reads each month's file twice, the second none, and after an ingest only that month."""
    ledger, query = (
        _ledger(tmp_path)._replace(shelf=Shelf(tmp_path / "shelf")),
        CostQuery(by=("feature",)),
    )
    first, second = (_asked(ledger, book, query) for _ in range(2))
    put(tmp_path / "ledger", usage=_rows(11, EACH))
    after = _asked(open_ledger(tmp_path / "ledger")._replace(shelf=ledger.shelf), book, query)

    assert [read.rows for read in first] == [EACH] * 6
    assert second == []
    assert [read.rows for read in after] == [2 * EACH] * 2


def test_sources_that_overlap_are_compared_once(tmp_path: Path, book: Book) -> None:
    """Which records count is found out in a dozen passes or fewer, and then never again."""
    ledger = _ledger(tmp_path)
    put(tmp_path / "ledger", usage=[
        {**row, "record_id": bytes(15) + bytes([nth]), "source": "other", "response_id": f"r{nth}"}
        for nth, row in enumerate(_rows(11))
    ])  # fmt: skip
    put(tmp_path / "ledger", usage=[
        {**row, "response_id": f"r{nth}", "merge_rank": "2"} for nth, row in enumerate(_rows(11))
    ])  # fmt: skip
    ledger = open_ledger(tmp_path / "ledger")._replace(shelf=Shelf(tmp_path / "shelf"))
    first = _asked(ledger, book, CostQuery(by=("feature",)))

    assert 3 < len(first) <= 15
    assert _asked(ledger, book, CostQuery(by=("feature",))) == []
    assert _asked(ledger, book, CostQuery(by=("user",))) == []
