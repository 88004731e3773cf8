"""DeepSeek's costs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.contract import Container
from tokenomics.sources.deepseek_costs import SOURCE

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (("cost.csv", "csv"), ("cost_legacy.csv", "csv"))


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Every layout gives the drafts that lie beside it."""
    found = drafts(SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == SOURCE


def test_a_day_is_chinas(tmp_path: Path) -> None:
    """2 November in China begins at 16:00 UTC of the first; both wallets are lines, once however often taken."""
    for _ in range(2):
        take(tmp_path / "ledger", HERE / "cost.csv")

    columns = "count(*), sum(billed_cost), CAST(epoch(min(ts)) AS BIGINT), min(currency)"
    assert select(tmp_path / "ledger", columns, "charge") == [
        (2, Decimal("1.50000005"), 1_793_548_800, "CNY")
    ]


def test_older_costs_are_below_zero(tmp_path: Path) -> None:
    """Spending is -2.25 and what came back 0.25: the bill is 2.25 - 0.25."""
    take(tmp_path / "ledger", HERE / "cost_legacy.csv")

    assert select(tmp_path / "ledger", "sum(billed_cost)", "charge") == [(Decimal(2),)]


def test_layouts_are_not_mixed_up(tmp_path: Path) -> None:
    """China's second of November begins on the first of UTC, whose line in the older layout is another one."""
    take(tmp_path / "ledger", HERE / "cost.csv", HERE / "cost_legacy.csv")

    assert select(tmp_path / "ledger", "count(*)", "charge") == [(4,)]


def test_bad_rows_name_their_field() -> None:
    """A time without a zone, and a day that is none."""
    assert (
        problems(drafts(SOURCE, HERE / "cost.csv", "csv"))[2]
        == "start_time_iso: not an instant with a zone"
    )
    assert (
        problems(drafts(SOURCE, HERE / "cost_legacy.csv", "csv"))[2]
        == "utc_date: not a day like 2026-11-02"
    )
