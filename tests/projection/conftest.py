"""A month of steady use at prices that change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from support.projections import END, NOW, PRICES, START
from support.usage import book_of, usage_rows
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.projection import Event, Flows, Projection, Usage, flows_of, project, steps


@pytest.fixture
def usage(tmp_path: Path) -> Callable[[Sequence[dict[str, Any]]], Usage]:
    """Records to be asked, priced by PRICES."""

    def of(rows: Sequence[dict[str, Any]]) -> Usage:
        con: duckdb.DuckDBPyConnection = connect()
        return Usage(con, "usage", usage_rows(con, rows), book_of(tmp_path, PRICES))

    return of


@pytest.fixture
def november(
    usage: Callable[[Sequence[dict[str, Any]]], Usage],
) -> Callable[..., tuple[Flows, Projection]]:
    """What is expected of November by what October was."""

    def of(
        rows: Sequence[dict[str, Any]],
        *names: str,
        events: Sequence[Event] = (),
        now: datetime = NOW,
        where: tuple[tuple[str, str], ...] = (),
    ) -> tuple[Flows, Projection]:
        past = steps("day", START, NOW, "UTC")
        query = CostQuery(prices_at=now, where=where)
        flows = flows_of(usage(rows), query, names, past, length="day", until=END)
        found = project(
            flows, list(flows.past), past, steps("day", NOW, END, "UTC"),
            since=now, length="day", tz="UTC", events=events, where=where,
        )  # fmt: skip
        return flows, found

    return of
