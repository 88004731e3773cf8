"""SQL over the files of a version."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from support.ledger_rows import put, put_kinds, row, select
from tokenomics.engine import connect
from tokenomics.ledger import (
    NOTHING,
    Known,
    Ledger,
    known_of,
    open_ledger,
    relation,
    used_columns,
)
from tokenomics.ledger.scan import known
from tokenomics.records.columns import Column
from tokenomics.records.kinds import KINDS

OCTOBER = datetime(2026, 10, 31, 23, 59, 59, 999999, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


def months_read(ledger: Ledger, since: datetime | None, until: datetime | None) -> list[str]:
    """The months whose files a relation reads."""
    sql = relation(ledger, "usage", since=since, until=until)
    return [file.month for file in ledger.files if file.path in sql]


@pytest.mark.parametrize("kind", KINDS)
def test_without_files_a_relation_is_typed_and_empty(kind: str, tmp_path: Path) -> None:
    """Every kind can be asked about before there is a row of it."""
    with connect() as con:
        found = con.sql(f"FROM {relation(Ledger(tmp_path, -1, ()), kind)}")

        assert found.columns == list(KINDS[kind].names)
        assert list(map(str, found.types)) == [c.sql_type for c in KINDS[kind].columns]
        assert found.fetchall() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_relation_has_the_declared_columns(kind: str, tmp_path: Path) -> None:
    """Rows come back in the declared columns and types, whichever of them hold anything."""
    put_kinds(tmp_path, {kind: [row(1)]})

    with connect(allowed=[tmp_path]) as con:
        found = con.sql(f"FROM {relation(open_ledger(tmp_path), kind)}")
        assert found.columns == list(KINDS[kind].names)
        assert list(map(str, found.types)) == [c.sql_type for c in KINDS[kind].columns]
        assert found.aggregate("count(*)").fetchall() == [(1,)]


def test_a_column_that_is_younger_than_the_ledger_is_null(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that an earlier version wrote can be asked for what it could not know."""
    put(tmp_path, usage=[row(1)])
    kind = KINDS["usage"]
    more = dataclasses.replace(
        kind, columns=(*kind.columns, Column("later", "text", "Declared later."))
    )
    monkeypatch.setitem(KINDS, "usage", more)
    ledger = open_ledger(tmp_path)

    assert "later" not in used_columns(ledger, "usage")
    with connect(allowed=[tmp_path]) as con:
        assert con.execute(f"SELECT later FROM {relation(ledger, 'usage')}").fetchall() == [(None,)]


def test_columns_can_be_chosen(tmp_path: Path) -> None:
    """The columns asked for, in that order, null ones included."""
    put(tmp_path, usage=[row(1, team="a", input=7)])

    with connect(allowed=[tmp_path]) as con:
        sql = relation(open_ledger(tmp_path), "usage", columns=["input", "feature", "team"])
        assert con.sql(f"FROM {sql}").columns == ["input", "feature", "team"]
        assert con.sql(f"FROM {sql}").fetchall() == [(7, None, "a")]


def test_a_column_nobody_declared_is_an_error(tmp_path: Path) -> None:
    """A wrong name is noticed before any SQL runs."""
    with pytest.raises(KeyError, match="usage has no column 'colour'"):
        relation(Ledger(tmp_path, -1, ()), "usage", columns=["colour"])


def test_files_with_different_columns_are_read_together(tmp_path: Path) -> None:
    """Each file lacks the columns it has no value for; together they have all."""
    put(tmp_path, usage=[row(1, team="a", tags={"k": "v", "n": None})])
    put(tmp_path, usage=[row(2, reported_cost=Decimal("0.000000000000000001"))])

    assert select(tmp_path, "team, tags, reported_cost, feature") == [
        ("a", {"k": "v", "n": None}, None, None),
        (None, None, Decimal("0.000000000000000001"), None),
    ]


def test_used_columns_are_those_with_a_value(tmp_path: Path) -> None:
    """Whatever any file has a value for is used; an empty list is a value, nothing is none."""
    put(tmp_path, usage=[row(1, team="a", other=[])], outcome=[row(1, value=0.5)])
    put(tmp_path, usage=[row(2, is_fallback=False, prefix_digests=[b"x"])])
    ledger = open_ledger(tmp_path)
    merged_by = {"record_id", "merge_rank", "ts", "source"}

    assert used_columns(ledger, "usage") == merged_by | {
        *("team", "other", "is_fallback", "prefix_digests")
    }
    assert used_columns(ledger, "outcome") == merged_by | {"value"}
    assert used_columns(ledger, "charge") == frozenset()


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (None, None, ["2026-10", "2026-11", "2026-12"]),
        (NOVEMBER, None, ["2026-11", "2026-12"]),
        (OCTOBER, OCTOBER, ["2026-10"]),
        (None, NOVEMBER, ["2026-10", "2026-11"]),
        (NOVEMBER, DECEMBER, ["2026-11", "2026-12"]),
    ],
)
def test_a_period_reads_its_months_only(
    since: datetime | None, until: datetime | None, months: list[str], tmp_path: Path
) -> None:
    """Months wholly before or after the period are not opened; its ends belong to it."""
    put(tmp_path, usage=[row(1, at=OCTOBER), row(2, at=NOVEMBER), row(3, at=DECEMBER)])

    assert months_read(open_ledger(tmp_path), since, until) == months


def test_what_is_not_divided_is_read_in_any_period(tmp_path: Path) -> None:
    """Watermarks are found whatever the period."""
    put(tmp_path, file=[row(1)])
    ledger = open_ledger(tmp_path)

    assert ledger.files[0].path in relation(ledger, "file", since=DECEMBER)


@pytest.mark.parametrize("name", ["a b", "it's", "[x]", "st*r", "what?", "{x}", "$month", "ü#%4"])
def test_any_folder_name_will_do(name: str, tmp_path: Path) -> None:
    """Quotes, blanks, and what elsewhere means a pattern, a parameter or an escape."""
    folder = tmp_path / name
    put(folder, usage=[row(1)])
    put(folder, usage=[row(1, "b"), row(2)])

    assert select(folder, "merge_rank") == [("b",), ("a",)]


def test_what_all_files_agree_on_is_known_and_not_read(tmp_path: Path) -> None:
    """A text that every row of every file holds is known, and a count's greatest value of all files."""
    put(tmp_path, usage=[row(1, grain="request", provider="a", input=5), row(2, grain="request")])
    put(tmp_path, usage=[row(3, grain="request", provider="a", input=9, output=1)])
    ledger = open_ledger(tmp_path)

    assert known_of(ledger, "usage") == Known(
        {"source": "test", "grain": "request"}, {"input": 9, "output": 1}
    )
    assert select(tmp_path, "grain, provider") == [
        ("request", "a"), ("request", None), ("request", "a"),
    ]  # fmt: skip


def test_files_that_differ_leave_it_unknown(tmp_path: Path) -> None:
    """Two files of two sources have no source in common; what nobody wrote bounds of has none."""
    put(tmp_path, usage=[row(1, source="one", input=5)])
    put(tmp_path, usage=[row(2, source="two")])
    files = open_ledger(tmp_path).files
    bounded = next(file for file in files if file.greatest)
    foreign = bounded._replace(same=frozenset(), greatest=frozenset())

    assert known(files) == Known({}, {"input": 5})
    assert known([*files, foreign]) == Known({}, {})
    assert known([]) == NOTHING
