"""Values as literals of statements."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from tokenomics.dialects import parsed, rendered
from tokenomics.dialects.values import bound, literal, rows_into, table_of
from tokenomics.engine import connect

_TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "NULL"),
        (True, "TRUE"),
        (-7, "-7"),
        (Decimal("-0.000000000000000001"), "-0.000000000000000001"),
        (Decimal("1E+3"), "1000"),
        (0.5, "CAST(0.5 AS DOUBLE PRECISION)"),
        (float("inf"), "CAST('inf' AS DOUBLE PRECISION)"),
        ("it's", "'it''s'"),
        (b"\x00\xff", "DECODE('00ff', 'hex')"),
        (["a", None], "ARRAY['a', NULL]"),
        (
            datetime(2026, 11, 2, 10, tzinfo=UTC),
            "CAST('2026-11-02 10:00:00+00:00' AS TIMESTAMPTZ)",
        ),
    ],
)
def test_every_value_has_a_literal(value: object, text: str) -> None:
    """Numbers are exact, texts quoted, and instants say their zone."""
    assert rendered(exp.select(literal(value)), "postgres") == (f"SELECT {text}")


def test_what_has_no_literal_is_refused() -> None:
    """An object of some class is no value."""
    with pytest.raises(TypeError, match="has no literal"):
        literal(object())


@given(
    _TEXTS,
    st.decimals(
        allow_nan=False, allow_infinity=False, places=18, max_value=10**15, min_value=-(10**15)
    ),
)
def test_a_literal_is_the_value(text: str, number: Decimal) -> None:
    """Whatever a text holds, quotes and comments too, it comes back as it was, and so does a number."""
    tree = bound(parsed("SELECT $text AS a, $number AS b"), {"text": text, "number": number})
    with connect() as con:
        assert con.execute(rendered(tree, "duckdb")).fetchall() == [(text, number)]


def test_a_value_that_is_missing_is_an_error() -> None:
    """No parameter is left open."""
    with pytest.raises(KeyError):
        bound(parsed("SELECT $text AS a"), {})


def test_a_table_is_made_and_filled() -> None:
    """The statements leave the rows they were given, to the digit."""
    rows = [("x", Decimal("0.000003625")), (None, None)]
    with connect() as con:
        con.execute(
            rendered(table_of("t", {"name": "VARCHAR", "rate": "DECIMAL(22,18)"}), "duckdb")
        )
        con.execute(rendered(rows_into("t", rows), "duckdb"))
        assert con.execute("SELECT * FROM t").fetchall() == rows
