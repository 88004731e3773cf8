"""The names of unit costs."""

from __future__ import annotations

import pytest

from tokenomics.costing.answer import PER
from tokenomics.report.units import count_name, share_name, unit_name


@pytest.mark.parametrize(
    ("per", "names"),
    [
        ("user", ("users", "cost_with_user", "cost_per_user")),
        ("session", ("sessions", "cost_with_session", "cost_per_session")),
        ("customer", ("customers", "cost_with_customer", "cost_per_customer")),
        ("step", ("steps", "cost_with_step", "cost_per_step")),
        ("task", ("tasks", "cost_with_task", "cost_per_task")),
        ("success", ("successes", "cost_of_closed_tasks", "cost_per_success")),
        ("request", (None, None, "cost_per_request")),
        (None, (None, None, None)),
    ],
)
def test_a_unit_names_its_columns(per: str | None, names: tuple[str | None, ...]) -> None:
    """Requests are a column of every row and need no second one."""
    assert (count_name(per), share_name(per), unit_name(per)) == names


def test_every_unit_that_is_counted_has_a_name() -> None:
    """A unit whose different values are counted shows their number."""
    assert {per for per in PER if count_name(per)} == {per for per, column in PER.items() if column}
