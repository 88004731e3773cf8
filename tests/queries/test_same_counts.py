"""queries/same_counts.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql


def _pairs(sent: str = "records.input", fresh: str = "records.input", blind: str = "false") -> str:
    """The query over the tables u, f, w and s."""
    return sql(
        "same_counts", relation="u", families="f", watched="w", same="s", model="records.model",
        response="records.response_id", sent=sent, made="records.output", fresh=fresh, blind=blind,
    )  # fmt: skip


def test_same_counts() -> None:
    """A pair is two sources, one model family, equal tokens, two minutes at most, and one id missing."""
    with connect() as con:
        con.execute("""CREATE TABLE u AS SELECT record_id::BLOB AS record_id, source, 'p' AS provider, model, response_id,
            'request' AS grain, TIMESTAMPTZ '2026-11-02 10:00:00+00' + to_seconds(second) AS ts, input, 1 AS output
            FROM (VALUES ('1', 'a', 'm-1', 'r1', 0, 10), ('2', 'b', 'm', NULL, 119, 10), ('3', 'b', 'm', NULL, 121, 10),
                ('4', 'a', 'm', 'r2', 0, 20), ('5', 'b', 'm', 'r3', 0, 20)) AS t(record_id, source, model, response_id, second, input)""")
        con.execute(
            "CREATE TABLE f AS SELECT 'p' AS provider, unnest(['m', 'm-1']) AS model, 'm' AS family"
        )
        con.execute("CREATE TABLE s (record_id BLOB, call VARCHAR)")
        con.execute("CREATE TABLE w AS SELECT unnest(['a', 'b']) AS source")
        assert fetch(con, _pairs()) == [("31", "32", "a", "b", "p")]


def test_counts_that_leave_out_what_was_cached() -> None:
    """500 of a source that knows no cache are the 500 beside 12,000 cached; those of one that does are not."""
    with connect() as con:
        con.execute("""CREATE TABLE u AS SELECT record_id::BLOB AS record_id, source, 'p' AS provider, 'm' AS model, NULL AS response_id,
            'request' AS grain, TIMESTAMPTZ '2026-11-02 10:00:00+00' + to_seconds(second) AS ts, sent, fresh, is_blind, 1 AS output
            FROM (VALUES ('1', 'b', 0, 500, 500, true), ('2', 'a', 5, 12500, 500, false), ('3', 'b', 300, 600, 600, false),
                ('4', 'a', 305, 12600, 600, false), ('5', 'b', 600, 70, 70, true), ('6', 'a', 601, 70, 70, false))
            AS t(record_id, source, second, sent, fresh, is_blind)""")
        con.execute("CREATE TABLE f AS SELECT 'p' AS provider, 'm' AS model, 'm' AS family")
        con.execute("CREATE TABLE s (record_id BLOB, call VARCHAR)")
        con.execute("CREATE TABLE w AS SELECT unnest(['a', 'b']) AS source")
        assert fetch(
            con, _pairs(sent="records.sent", fresh="records.fresh", blind="records.is_blind")
        ) == [("32", "31", "a", "b", "p"), ("36", "35", "a", "b", "p")]


def test_calls_that_are_known_to_be_the_same_are_no_likeness() -> None:
    """Of two pairs that look alike the one of which both calls are known by an id is left out."""
    with connect() as con:
        con.execute("""CREATE TABLE u AS SELECT record_id::BLOB AS record_id, source, 'p' AS provider, 'm' AS model, response_id,
            'request' AS grain, TIMESTAMPTZ '2026-11-02 10:00:00+00' AS ts, input, 1 AS output
            FROM (VALUES ('1', 'a', 'r1', 10), ('2', 'b', NULL, 10), ('3', 'a', 'r3', 20), ('4', 'b', NULL, 20))
            AS t(record_id, source, response_id, input)""")
        con.execute("CREATE TABLE f AS SELECT 'p' AS provider, 'm' AS model, 'm' AS family")
        con.execute("CREATE TABLE s AS SELECT unnest(['1', '2'])::BLOB AS record_id, 'r1' AS call")
        con.execute("CREATE TABLE w AS SELECT unnest(['a', 'b']) AS source")
        assert fetch(con, _pairs()) == [("33", "34", "a", "b", "p")]
