from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tokenomics.engine import Engine, connect, fill
from tokenomics.records.errors import InputError
from tokenomics.spark import SparkEngine
from tokenomics.spark import connect as spark_at


@pytest.fixture(params=["spark_master", "connect_url"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SparkEngine]:
    """An engine in this process or at a server of Connect, whose scratch folder is the test's."""
    with spark_at(request.getfixturevalue(request.param), tmp_path) as made:
        yield made


COLUMNS = {"name": "VARCHAR", "place": "BIGINT", "size": "BIGINT", "rate": "DECIMAL(22,18)"}
ROWS = [
    ("a", 1, 7, Decimal("0.000000000000000001")),
    ("a", 2, None, Decimal("9999.999999999999999999")),
    ("b", -3, 5, None),
    (None, 4, 999_999_999_999_999, Decimal("1234.123456789012345678")),
]
# What Spark and DuckDB say alike only because a rule or a setting sees to it.
ALIKE = (
    "SELECT name, place FROM t ORDER BY name, place",
    "SELECT name, place FROM t ORDER BY name DESC, place DESC",
    "SELECT place // 2, place % 2, (0 - place) // 2 FROM t ORDER BY place",
    "SELECT name, sum(CAST(CAST(size AS DECIMAL(15,0)) * rate AS DECIMAL(38,18))) AS cost FROM t GROUP BY name ORDER BY name",
    "SELECT sum(size * place), sum(rate) FROM t",
    "SELECT max(struct_pack(s := size, p := place)).p AS p, min(struct_pack(s := size, p := place)).p AS q FROM t",
    "SELECT min_by(name, place) FILTER (WHERE name IS NOT NULL) FROM t",
    "SELECT quantile_disc(place, 0.5), quantile_disc(place, 0.9) FROM t",
    "SELECT list(DISTINCT name ORDER BY name) FROM t WHERE name IS NOT NULL",
    "SELECT name IS NOT DISTINCT FROM NULL, coalesce(name, '') || '-' || place FROM t ORDER BY place",
    "SELECT year(DATE '0001-01-01' + CAST(738000 + place AS INTEGER)) * 12 + month(DATE '0001-01-01' + CAST(738000 AS INTEGER)) FROM t ORDER BY place",
    "SELECT epoch_us(TIMESTAMPTZ '2026-08-01 00:00:00.000001+00:00') FROM t",
    "SELECT greatest(size), least(size, place), greatest(size, NULL) FROM t ORDER BY place",
    "SELECT lower(hex(md5(coalesce(name, '')))), substring(md5(coalesce(name, '')), 1, 2) FROM t ORDER BY place",
    "SELECT count(*) FILTER (WHERE place > 1), bool_or(place > 3), bool_and(size > 5) FROM t",
    "SELECT place, max(size) OVER (ORDER BY place RANGE BETWEEN 2 PRECEDING AND 1 PRECEDING) FROM t ORDER BY place",
    "SELECT (name, place) IN (('a', 1), ('b', 2)) FROM t ORDER BY place",
    "SELECT regexp_matches(concat_ws(' ', name, 'x'), '\\ba\\b') FROM t ORDER BY place",
    "SELECT place FROM t WHERE place NOT IN (SELECT place FROM t WHERE place > 1) ORDER BY place",
    "SELECT * FROM (SELECT name, place FROM t) AS r UNION ALL BY NAME SELECT 'z' AS name FROM t ORDER BY name, place",
)  # fmt: skip


@pytest.mark.parametrize("text", ALIKE)
def test_a_statement_is_answered_as_by_duckdb(engine: SparkEngine, text: str) -> None:
    """Counts, sums to the last digit, orders of nulls, ranks, dates and texts are the same."""

    def asked(of: Engine) -> list[Any]:
        fill(of, "t", COLUMNS, ROWS)
        return of.execute(text).fetchall()

    with connect() as con:
        assert asked(engine) == asked(con)


def test_a_table_is_made_filled_pruned_and_renamed(engine: SparkEngine) -> None:
    """Temporary tables are made of queries, added to, taken from, renamed and dropped, as in DuckDB."""
    fill(engine, "t", COLUMNS, ROWS)
    engine.execute("CREATE OR REPLACE TEMP TABLE u AS SELECT place, size FROM t WHERE place > 0")
    engine.execute("INSERT INTO u SELECT 9, NULL")
    engine.execute("DELETE FROM u WHERE size > 100 OR place = 2")
    engine.execute("CREATE OR REPLACE TEMP VIEW v AS SELECT u.place FROM u")
    engine.execute("ALTER TABLE u RENAME TO w")
    engine.execute("DROP TABLE IF EXISTS t")

    assert engine.execute("SELECT v.place FROM v ORDER BY place").fetchall() == [(1,), (9,)]
    assert engine.execute("SELECT w.size FROM w ORDER BY place").fetchall() == [(7,), (None,)]


def test_values_are_bound(engine: SparkEngine) -> None:
    """A value is a value whatever it holds, and null where it is none."""
    text = "SELECT $name AS name, $none IS NULL AS n, CAST($names AS VARCHAR[]) AS names"

    found = engine.execute(text, {"name": "a' OR \\ $x", "none": None, "names": ["b", "c"]})

    assert found.fetchall() == [("a' OR \\ $x", True, ["b", "c"])]


def test_many_rows_go_to_the_scratch_folder_and_few_do_not(
    engine: SparkEngine, tmp_path: Path
) -> None:
    """What is too much to hold is written, and is gone when the engine is closed."""
    fill(engine, "t", {"n": "BIGINT"}, [(n,) for n in range(6_000)])
    engine.execute("CREATE OR REPLACE TEMP TABLE few AS SELECT n FROM t WHERE n < 10")
    assert list(tmp_path.iterdir()) == []

    engine.execute("CREATE OR REPLACE TEMP TABLE many AS SELECT n, NULL AS x FROM t")
    assert len(list(tmp_path.iterdir())) == 1
    assert engine.execute("SELECT count(*), sum(n), max(x) FROM many").fetchall() == [(6_000, 17_997_000, None)]  # fmt: skip

    engine.close()
    assert list(tmp_path.iterdir()) == []


def test_a_sum_that_is_too_great_is_refused(engine: SparkEngine) -> None:
    """A product that has no room for its digits is an error, never a rounded or a missing amount."""
    rows = [("a", 1, 999_999_999_999_999, Decimal("9999.999999999999999999"))] * 20
    fill(engine, "t", COLUMNS, rows)

    with pytest.raises(InputError, match="too great"):
        engine.execute(
            "SELECT sum(CAST(CAST(size AS DECIMAL(15,0)) * rate AS DECIMAL(38,18))) * 100 FROM t"
        )
