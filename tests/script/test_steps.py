"""Which steps of a question its answer needs."""

from __future__ import annotations

from tokenomics.recording import Asked, Filled, Step
from tokenomics.script.steps import answering, taken


def _kept(*steps: str | Filled) -> list[Step]:
    given = [step if isinstance(step, Filled) else Asked(step, {}) for step in steps]
    return [each.step for each in answering([taken(step) for step in given])]


RATES = Filled("rates", {"rate": "BIGINT"}, [(1,)])


def _texts(*steps: str | Filled) -> list[str]:
    return [step.text if isinstance(step, Asked) else step.table for step in _kept(*steps)]


def test_what_the_last_questions_read_is_kept() -> None:
    """A table that nothing reads is left out, and so is a question that only decided what came next."""
    calls = "CREATE OR REPLACE TEMP TABLE calls AS SELECT a FROM usage"
    other = "CREATE OR REPLACE TEMP TABLE other AS SELECT a FROM usage"
    rows = "CREATE OR REPLACE TEMP TABLE rows AS SELECT a * rate AS b FROM calls, rates"
    first, last = "SELECT max(a) FROM calls", "SELECT b FROM rows"

    assert _texts(calls, first, other, RATES, rows, last) == [calls, "rates", rows, last]


def test_a_table_that_is_made_again_is_the_later_one() -> None:
    """Unless the later one is made of it."""
    old = "CREATE OR REPLACE TEMP TABLE t AS SELECT 1 AS a"
    new = "CREATE OR REPLACE TEMP TABLE t AS SELECT 2 AS a"
    more = "CREATE OR REPLACE TEMP TABLE t AS SELECT a FROM t"

    assert _texts(old, new, "SELECT a FROM t") == [new, "SELECT a FROM t"]
    assert _texts(old, more, "SELECT a FROM t") == [old, more, "SELECT a FROM t"]


def test_what_changes_a_table_is_kept_with_it() -> None:
    """Rows that are added and taken away, a name that is changed and freed before."""
    made = "CREATE OR REPLACE TEMP TABLE t AS SELECT a FROM usage"
    added, less = (
        "INSERT INTO t SELECT b FROM more",
        "DELETE FROM t WHERE a IN (SELECT a FROM gone)",
    )
    freed, renamed = "DROP TABLE IF EXISTS u", "ALTER TABLE t RENAME TO u"

    assert _texts(made, added, less, "SELECT a FROM t") == [made, added, less, "SELECT a FROM t"]
    assert _texts(made, freed, renamed, "SELECT a FROM u") == [
        made,
        freed,
        renamed,
        "SELECT a FROM u",
    ]


def test_queries_of_a_statement_are_no_tables() -> None:
    """What WITH names is its own."""
    step = taken(
        Asked("WITH calls AS (SELECT a FROM usage) SELECT a FROM calls WHERE a > $b", {"b": 1})
    )

    assert (step.makes, step.reads) == (None, {"usage"})
