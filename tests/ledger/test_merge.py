"""Which of several rows of one key stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.ledger_rows import NOW, Held, Row, held, put, row, select, stage
from tokenomics.engine import connect
from tokenomics.ledger import Replacement, commit

EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)
LAST_MONTH = datetime(2026, 10, 31, 23, 59, 59, 999999, tzinfo=UTC)
INSTANTS = (LAST_MONTH, EARLIER, NOW)

# Rows of few keys, so that they meet. Equal rank means equal content: `team` tells it.
CANDIDATES = st.builds(
    lambda key, rank, at: row(key, rank, at, team=f"team {rank}"),
    st.integers(0, 3),
    st.sampled_from("abc"),
    st.sampled_from(INSTANTS),
)


def counts(**verdicts: int) -> dict[str, dict[str, int]]:
    """The counts of a commit of usage, zero where not given."""
    return {
        verdict: {"usage": verdicts.get(verdict, 0)}
        for verdict in ("added", "changed", "unchanged", "removed")
    }


def done(committed: Any) -> dict[str, Any]:
    """What a commit did, without the version."""
    return {name: value for name, value in committed._asdict().items() if name != "version"}


def test_the_greatest_rank_of_a_commit_stands_at_the_smallest_ts(tmp_path: Path) -> None:
    """Of three candidates the best gives the content and the earliest the instant."""
    three = [row(1, "b", LATER, team="b"), row(1, "c", NOW, team="c"), row(1, "a", EARLIER)]

    assert done(put(tmp_path, usage=three)) == counts(added=1)
    assert held(tmp_path) == [Held(1, "c", EARLIER)]
    assert select(tmp_path, "team") == [("c",)]


def test_of_equal_candidates_the_first_is_kept(tmp_path: Path) -> None:
    """The line a row is said to come from does not depend on chance."""
    with connect(allowed=[tmp_path]) as con:
        table = stage(con, "usage", [row(1, source_line=1)])
        con.execute(
            f"INSERT INTO {table} BY NAME SELECT s.* REPLACE (line AS source_line) "
            f"FROM {table} s, range(2, 300000) lines(line)"
        )
        commit(con, tmp_path, {"usage": table}, now=NOW)

    assert select(tmp_path, "source_line") == [(1,)]


@pytest.mark.parametrize(
    ("second", "verdict", "stands"),
    [
        (row(1, "m", NOW), "unchanged", Held(1, "m", NOW)),
        (row(1, "a", LATER), "unchanged", Held(1, "m", NOW)),
        (row(1, "m", LATER), "unchanged", Held(1, "m", NOW)),
        (row(1, "a", EARLIER), "changed", Held(1, "m", EARLIER)),
        (row(1, "m", LAST_MONTH), "changed", Held(1, "m", LAST_MONTH)),
        (row(1, "z", NOW), "changed", Held(1, "z", NOW)),
        (row(1, "z", LATER), "changed", Held(1, "z", NOW)),
        (row(1, "z", LAST_MONTH), "changed", Held(1, "z", LAST_MONTH)),
    ],
)
def test_a_usage_row_meets_one_that_is_stored(
    second: Row, verdict: str, stands: Held, tmp_path: Path
) -> None:
    """The better content stands at the earlier instant, whichever of the two came first."""
    bystander = row(2, "a", NOW)
    put(tmp_path, usage=[row(1, "m", NOW, team="m"), bystander])

    committed = put(tmp_path, usage=[{**second, "team": second["merge_rank"]}])

    assert done(committed) == counts(**{verdict: 1})
    assert held(tmp_path) == [stands, Held(2, "a", NOW)]
    assert select(tmp_path, "team") == [(stands.rank,), (None,)]


def test_another_kind_takes_the_instant_of_the_row_that_stands(tmp_path: Path) -> None:
    """Only usage keeps the earliest ts; an outcome judged again is as late as its judgement."""
    put(tmp_path, outcome=[row(1, "m", NOW), row(2, "m", NOW)])
    put(tmp_path, outcome=[row(1, "z", LATER), row(2, "a", EARLIER)])

    assert held(tmp_path, "outcome") == [Held(1, "z", LATER), Held(2, "m", NOW)]


def test_ranks_compare_as_bytes(tmp_path: Path) -> None:
    """Upper case comes before lower case and all of ASCII before the rest, as in any byte string."""
    put(tmp_path, usage=[row(1, "a"), row(2, "é"), row(3, "10")])
    put(tmp_path, usage=[row(1, "Z"), row(2, "z"), row(3, "9")])

    assert [stored.rank for stored in held(tmp_path)] == ["a", "é", "9"]


def test_kinds_do_not_meet(tmp_path: Path) -> None:
    """One key may name a row of each kind."""
    put(tmp_path, usage=[row(1, "m")], outcome=[row(1, "a")])
    put(tmp_path, usage=[row(1, "a")], outcome=[row(1, "m")])

    assert held(tmp_path, "usage") == held(tmp_path, "outcome") == [Held(1, "m", NOW)]


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, duckdb.DuckDBPyConnection]:
    """A folder for many ledgers, and a connection that may use them all."""
    folder = tmp_path_factory.mktemp("ledgers")
    return folder, connect(allowed=[folder])


def standing(candidates: list[Row]) -> list[Held]:
    """What merging comes to, told without a ledger."""
    by_key: dict[int, list[Row]] = {}
    for candidate in candidates:
        by_key.setdefault(int.from_bytes(candidate["record_id"], "big"), []).append(candidate)
    return [
        Held(key, max(r["merge_rank"] for r in rows), min(r["ts"] for r in rows))
        for key, rows in sorted(by_key.items())
    ]


@few()
@given(st.lists(st.lists(CANDIDATES, min_size=1, max_size=6), min_size=1, max_size=3))
def test_neither_split_nor_order_nor_repetition_matters(
    ledgers: tuple[Path, duckdb.DuckDBPyConnection], batches: list[list[Row]]
) -> None:
    """However candidates are spread over commits, the ledger holds the best of them, once."""
    folder, con = ledgers
    ledger = folder / uuid4().hex
    versions = [put(ledger, con=con, usage=batch).version for batch in batches]

    expected = standing([candidate for batch in batches for candidate in batch])
    assert held(ledger, con=con) == expected
    assert select(ledger, "team", con=con) == [(f"team {row.rank}",) for row in expected]
    assert put(ledger, con=con, usage=batches[0]).version == versions[-1]


def of_file(key: int, rank: str = "a", at: datetime = NOW, file: str = "x.csv") -> Row:
    """A row that was read from a file."""
    return row(key, rank, at, source_file=file)


def test_what_is_replaced_and_not_said_again_is_removed(tmp_path: Path) -> None:
    """A file that no longer states a row takes it out of the ledger; other files' rows stay."""
    put(tmp_path, usage=[of_file(1), of_file(2), of_file(3, file="y.csv"), row(4)])

    committed = put(tmp_path, usage=[of_file(2)], replaced=(Replacement("usage", "x.csv"),))

    assert done(committed) == counts(unchanged=1, removed=1)
    assert [stored.key for stored in held(tmp_path)] == [2, 3, 4]


def test_a_replaced_row_gives_way_to_a_lower_rank_and_a_later_instant(tmp_path: Path) -> None:
    """What a file states now stands as it is, even where merging would have kept the old row."""
    put(tmp_path, usage=[of_file(1, "m", EARLIER), of_file(2, "m", EARLIER)])
    said = [of_file(1, "a", NOW), of_file(2, "m", NOW)]

    committed = put(tmp_path, usage=said, replaced=(Replacement("usage", "x.csv"),))

    assert done(committed) == counts(changed=2)
    assert held(tmp_path) == [Held(1, "a", NOW), Held(2, "m", NOW)]


@pytest.mark.parametrize(
    ("since", "until", "stay"),
    [
        (None, None, []),
        (NOW, None, [1]),
        (None, NOW, [3]),
        (NOW, NOW, [1, 3]),
        (NOW + timedelta(microseconds=1), LATER - timedelta(microseconds=1), [1, 2, 3]),
    ],
)
def test_a_period_is_replaced_with_both_its_ends(
    since: datetime | None, until: datetime | None, stay: list[int], tmp_path: Path
) -> None:
    """Rows at the first and the last instant go; rows a microsecond outside stay."""
    put(tmp_path, usage=[of_file(1, at=EARLIER), of_file(2, at=NOW), of_file(3, at=LATER)])

    put(tmp_path, replaced=(Replacement("usage", "x.csv", since, until),))

    assert [stored.key for stored in held(tmp_path)] == stay


def test_replacing_with_the_same_rows_changes_nothing(tmp_path: Path) -> None:
    """Rejects of a file that is read whole again are the same rejects."""
    rejects = [of_file(key) for key in range(3)]
    first = put(tmp_path, reject=rejects)

    again = put(tmp_path, reject=rejects, replaced=(Replacement("reject", "x.csv"),))

    assert again.version == first.version == 0
    assert again.unchanged == {"reject": 3}


def test_replacing_where_nobody_named_a_file_removes_nothing(tmp_path: Path) -> None:
    """Rows without a source file belong to no file."""
    put(tmp_path, usage=[row(1)])

    assert put(tmp_path, replaced=(Replacement("usage", "x.csv"),)).version == 0


def test_replacing_in_a_ledger_that_does_not_exist_makes_none(tmp_path: Path) -> None:
    """There is nothing to remove and nothing to write."""
    ledger = tmp_path / "ledger"

    assert put(ledger, replaced=(Replacement("usage", "x.csv"),)).version == -1
    assert not ledger.exists()
