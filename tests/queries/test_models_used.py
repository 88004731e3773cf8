"""The query of the models that features use."""

from __future__ import annotations

from tokenomics.engine import connect
from tokenomics.queries import sql


def test_all_calls_are_counted_and_of_the_short_those_asked_for() -> None:
    """Three calls, two of them short, one of these asked for."""
    rows = "(VALUES ('f', 'p', 'm', true, true), ('f', 'p', 'm', false, true), ('f', 'p', 'm', true, false))"
    named = f"(SELECT * FROM {rows} AS given(feature, provider, model, asked, is_short))"

    assert connect().execute(sql("models_used", calls=named)).fetchall() == [("f", "p", "m", 3, 1)]
