from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.draft import value
from tokenomics.queries import literal, quoted
from tokenomics.sources.plan import money


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@settings(max_examples=50, deadline=None)
def test_literals_are_their_text(text: str) -> None:
    """Any text is itself as a literal, quotes and all."""
    assert value(literal(text)) == text


@pytest.mark.parametrize(("places", "expected"), [(0, "12.50"), (-2, "0.1250")])
def test_money(places: int, expected: str) -> None:
    """The number of an amount is taken from its currency and moved to the record's unit."""
    assert value(money("'12.50 USD'", places)) == expected


def test_names_are_quoted() -> None:
    """A name that holds a quote cannot end its own quoting."""
    assert quoted('a"b') == '"a""b"'
