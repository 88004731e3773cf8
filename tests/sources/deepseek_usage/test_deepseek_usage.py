"""DeepSeek's amounts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.contract import Container
from tokenomics.sources.deepseek_usage import SOURCE

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (("amount.csv", "csv"), ("amount_legacy.csv", "csv"))


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Every layout gives the drafts that lie beside it."""
    found = drafts(SOURCE, HERE / name, container)

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == SOURCE


def test_rows_become_meters_once(tmp_path: Path) -> None:
    """7 requests, 3,000 input, 40,000 read, 1,000 + 500 output at two prices; once however often taken."""
    for _ in range(2):
        take(tmp_path / "ledger", HERE / "amount.csv")

    columns = "sum(requests), sum(input), sum(cache_read), sum(output), count(*)"
    assert select(tmp_path / "ledger", columns) == [(7, 3_000, 40_000, 1_500, 6)]


@pytest.mark.parametrize(
    ("name", "total"), [("amount.csv", "0.013"), ("amount_legacy.csv", "0.000028")]
)
def test_the_price_is_kept_for_one_token(name: str, total: str) -> None:
    """0.004 + 0.004 + 0.002 + 0.003, and 20 + 8 millionths where prices are for a million."""
    found = [d for d in drafts(SOURCE, HERE / name, "csv") if d["problem"] is None and d["tags"]]
    paid = sum(
        Decimal(draft["tags"]["price"])
        * (draft["input"] or draft["cache_read"] or draft["output"] or 0)
        for draft in found
    )

    assert paid == Decimal(total)


def test_what_is_new_is_kept_and_a_fraction_refused() -> None:
    """A type that nobody knows is a quantity without a meter; half a token is none."""
    *_, new, bad = drafts(SOURCE, HERE / "amount.csv", "csv")

    assert [(o["meter"], o["quantity"]) for o in new["other"]] == [("something_new", 3)]
    assert problems([bad]) == ["amount: not a whole number of 0 or more"]
