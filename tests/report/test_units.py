"""The names of unit costs."""

from __future__ import annotations

import pytest

from tokenomics.costing.answer import PER
from tokenomics.report.units import count_name, unit_name


@pytest.mark.parametrize(
    ("per", "count", "unit"),
    [
        ("user", "users", "cost_per_user"),
        ("session", "sessions", "cost_per_session"),
        ("request", None, "cost_per_request"),
        (None, None, None),
    ],
)
def test_a_unit_names_its_columns(per: str | None, count: str | None, unit: str | None) -> None:
    """Requests are a column of every row and need no second one."""
    assert (count_name(per), unit_name(per)) == (count, unit)


def test_every_unit_that_is_counted_has_a_name() -> None:
    """A unit whose different values are counted shows their number."""
    assert {per for per in PER if count_name(per)} == {per for per, column in PER.items() if column}
