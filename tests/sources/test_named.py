from __future__ import annotations

from support.draft import value
from tokenomics.records.kinds import USAGE
from tokenomics.sources import named
from tokenomics.sources.contract import Field
from tokenomics.sources.plan import Plan, Reading, TagReading

TS = Reading(USAGE.column("ts"), "at", (("at",),))
PROVIDER = Reading(USAGE.column("provider"), "provider", constant="openai")
INPUT = Reading(USAGE.column("input"), "sent", (("sent",), ("usage", "sent")))
PLAN = Plan(
    USAGE, (TS, PROVIDER, INPUT), (TagReading("k", (("tag:k",),)), TagReading("c", constant="v"))
)


def test_fields_are_named_by_their_place() -> None:
    """Columns, tags and keys of the file become fields; constants need none."""
    keyed = PLAN._replace(key=((("id",),),))

    assert named.fields(keyed) == (
        Field("column_0", (("at",),)),
        Field("column_1", (("sent",), ("usage", "sent"))),
        Field("tag_0", (("tag:k",),)),
        Field("key_0", (("id",),)),
    )


def test_exact_where_it_matters() -> None:
    """Amounts and paths into objects need the exact way."""
    plain = Plan(USAGE, (TS, PROVIDER))
    cost = Reading(USAGE.column("reported_cost"), "cost", (("cost",),))

    assert not named.is_exact(plain)
    assert named.is_exact(PLAN)
    assert named.is_exact(plain._replace(readings=(TS, cost)))


def test_content_tells_rows_apart() -> None:
    """Rows that differ in any field have different content; a null is an empty text."""
    raw = "SELECT 'f' AS source_file, 1 AS source_line, {} AS column_0, {} AS column_1, {} AS tag_0"

    def content(*cells: str) -> str:
        query = f"WITH raw AS ({raw.format(*cells)}) SELECT content FROM ({named.query(PLAN)})"
        return value(f"({query})")

    assert content("'a'", "'b'", "NULL") == content("'a'", "'b'", "''")
    assert len({content(*cells) for cells in [("'a'", "''", "'b'"), ("'a'", "'b'", "''")]}) == 2
