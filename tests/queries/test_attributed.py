"""The query that applies rules and filters without leaving a record out."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_records_outside_stay_and_are_marked() -> None:
    """Two records: one in the period that passes, one in the period that does not."""
    text = sql(
        "attributed", columns="upper(feature) AS feature", in_period="true", asked="feature = 'a'",
        relation="(VALUES ('a'), ('b')) AS usage(feature)",
    )  # fmt: skip

    assert connect().execute(text).fetchall() == [("A", True, True), ("B", True, False)]
