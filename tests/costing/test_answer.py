"""Questions that cannot be answered, and figures that follow from others."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.usage import T0
from tokenomics.costing import CostQuery, CostRow
from tokenomics.costing.answer import Besides, check
from tokenomics.records.errors import ConfigError


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ("modle",)}, "did you mean 'model'"),
        ({"by": ("user", "user_id")}, "named twice"),
        ({"tz": "Mars/Phobos"}, "unknown time zone"),
        ({"per": "reqest"}, "did you mean 'request'"),
        ({"limit": 0}, "a limit of 0 rows"),
        ({"task_ids": ("sesion_id",)}, r"task\.id: unknown column 'sesion_id': did you mean"),
        ({"task_ids": ("tag:",)}, r"task\.id: unknown column 'tag:'"),
        ({"per": "task", "task_period": "outcom"}, "did you mean 'outcome'"),
        ({"per": "user", "task_period": "first"}, "ask per task or success as well"),
        ({"since": T0, "until": T0}, "is empty"),
        ({"since": T0, "until": T0 - timedelta(days=1)}, "is empty"),
    ],
)
def test_wrong_questions_are_refused(options: dict[str, Any], message: str) -> None:
    """Each mistake is named, with the nearest right name."""
    with pytest.raises(ConfigError, match=message):
        check(CostQuery(**options))


@pytest.mark.parametrize(
    "query",
    [
        CostQuery(),
        CostQuery(("day", "model", "tag:a", "tag:b"), per="user", tz="Europe/Berlin", limit=1),
        CostQuery(since=T0, until=T0 + timedelta(microseconds=1)),
    ],
)
def test_right_questions_pass(query: CostQuery) -> None:
    """Different tags are different dimensions, and the shortest period holds one instant."""
    check(query)


def test_a_report_by_layer_is_by_nothing_else() -> None:
    """Overheads belong to no feature by themselves."""
    check(CostQuery(by=("layer",)))
    with pytest.raises(ConfigError, match="a report by layer is by nothing else"):
        check(CostQuery(by=("layer", "feature")))


def test_all_that_a_row_cost_is_what_has_a_price() -> None:
    """2 of calls, 3 of overheads and 4 of people are 9; without any price nothing is known, but people's 4."""
    besides = Besides(Decimal(3), Decimal(4))
    unpriced = CostRow((), 1, {}, None, has_unpriced=True)

    assert CostRow((), 1, {}, Decimal(2), besides=besides).full_cost == 9
    assert CostRow((), 1, {}, Decimal(2)).full_cost == 2
    assert unpriced._replace(besides=Besides()).full_cost is None
    assert unpriced._replace(besides=Besides(labour=Decimal(4))).full_cost == 4


def test_a_margin_is_what_is_left_of_the_revenue() -> None:
    """Of 10, 2 of calls and 3 of overheads leave 5; where nobody asks for revenue there is none."""
    row = CostRow((), 1, {}, Decimal(2), besides=Besides(Decimal(3)))

    assert row._replace(revenue=Decimal(10)).margin == 5
    assert row.margin is None
