"""queries/same_counts.sql by hand."""

from __future__ import annotations

from support.tables import fetch
from tokenomics.engine import connect
from tokenomics.queries import sql


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
        con.execute("CREATE TABLE w AS SELECT unnest(['a', 'b']) AS source")
        text = sql(
            "same_counts", relation="u", families="f", watched="w", model="records.model",
            response="records.response_id", sent="records.input", made="records.output",
        )  # fmt: skip

        assert fetch(con, text) == [("31", "32", "a", "b", "p")]
