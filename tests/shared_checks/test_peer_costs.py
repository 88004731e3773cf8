"""What other tools' tests expect calls to cost, on cases that do not travel with this repository."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from support.peer_costs import (
    MATCH,
    ROUNDED,
    SAME,
    UNEXPLAINED,
    Case,
    Found,
    cases,
    explained,
    priced,
)

TABLE = Path(os.environ.get("TOKENOMICS_SHARED", "shared-not-set")) / "data" / "peer_cost_cases.csv"

pytestmark = pytest.mark.skipif(
    not TABLE.is_file(), reason="TOKENOMICS_SHARED names no folder with peers' cases"
)


@cache
def _all() -> tuple[list[Case], dict[str, Found]]:
    given = cases(TABLE)
    return given, priced(given)


def test_every_case_that_is_marked_so_costs_the_same() -> None:
    """1,071 cases that two tables agree on cost the same here, to the last digit that is stated."""
    given, found = _all()
    marked = [case for case in given if case.usage["_check"] == MATCH]
    assert len(marked) == 1_071

    why = [explained(case, found[case.name])[0] for case in marked]

    assert {category: why.count(category) for category in why} == {SAME: 1_069, ROUNDED: 2}


def test_every_other_case_is_explained() -> None:
    """Another cost is wrong, disputed, impossible, of other rates, out of date or not in the book."""
    given, found = _all()

    assert len(given) == 1_363
    assert [case for case in given if explained(case, found[case.name])[0] == UNEXPLAINED] == []


def test_vendors_bodies_cost_what_their_counts_do() -> None:
    """Only flexible processing and the work of further models are in a body and not in the counts."""
    given, found = _all()
    sent = [case for case in given if case.usage["_kind"] == "real_body"]
    assert len(sent) == 995

    bodies = priced(sent, raw=True)
    others = [case.usage["raw"] for case in sent if bodies[case.name].cost != found[case.name].cost]

    assert len(others) < 12
    assert [body for body in others if not {"iterations", "trafficType"} & set(body)] == []
