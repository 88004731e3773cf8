"""What teams owe as FOCUS rows."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from support.command import command
from support.focus import COSTS, found, rows_of, sums
from support.owed import MONTH, owing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A month of two teams, who owe 10 each."""
    return owing(tmp_path)


def _rows(folder: Path, *options: str, name: str = "owed.csv") -> list[dict[str, str]]:
    done = command(*MONTH, "--format", "focus", "-o", name, *options, cwd=folder)
    assert done.code == 0, done.err
    assert found(folder / name) == found(folder / name, "1.4") == []
    return rows_of(folder / name) if name.endswith("csv") else []


def test_rows_are_what_each_owes_and_why(folder: Path) -> None:
    """Of search 2 of calls, 4 of overheads and 4 of a share, of support 6 and 4; every cost alike."""
    rows = _rows(folder)
    told = [(row["SubAccountId"], row["ServiceName"], row["EffectiveCost"]) for row in rows]

    assert sorted(told) == [
        ("search", "Calls", "2.0"), ("search", "Overheads", "4.0"), ("search", "Shared costs", "4.0"),
        ("support", "Calls", "6.0"), ("support", "Shared costs", "4.0"),
    ]  # fmt: skip
    assert set(sums(rows).values()) == {Decimal(20)}
    assert len(sums(rows)) == len(COSTS)


@pytest.mark.parametrize("share_by", ["cost", "tokens", "requests", "even"])
def test_ratios_of_all_sum_to_one(folder: Path, share_by: str) -> None:
    """To the last of 18 decimals, and each is its weight's part of all weights."""
    rows = [row for row in _rows(folder, "--share-by", share_by) if row["AllocatedMethodId"]]
    details = [
        json.loads(row["AllocatedMethodDetails"], parse_float=Decimal, parse_int=Decimal)
        for row in rows
    ]
    elements = [each["Elements"][0] for each in details]
    weights = [each["UsageQuantity"] for each in elements]

    assert sum(each["AllocatedRatio"] for each in elements) == 1
    for each in elements:
        off = each["AllocatedRatio"] * sum(weights) - each["UsageQuantity"]
        assert abs(off) < Decimal("1e-9")
    assert {row["AllocatedMethodId"] for row in rows} == {
        "even" if share_by == "even" else f"by-{share_by}"
    }


def test_a_share_says_who_bears_it_and_what_it_is_weighed_by(folder: Path) -> None:
    """1 of 5 million tokens are a fifth of 8; what is one's own is not allocated."""
    rows = _rows(folder, "--share-by", "tokens")
    (share,) = (r for r in rows if r["AllocatedResourceId"] == "search")

    assert share["AllocatedMethodDetails"] == (
        '{"Elements": [{"AllocatedRatio": 0.2, "UsageUnit": "Tokens", "UsageQuantity": 1000000}]}'
    )
    assert (share["AllocatedTags"], share["EffectiveCost"]) == ('{"team": "search"}', "1.6")
    assert [r["AllocatedMethodId"] for r in rows if r["ServiceName"] != "Shared costs"] == [""] * 3


def test_the_period_is_the_one_that_was_asked_for(folder: Path) -> None:
    """All of November; in Berlin it begins an hour earlier, and without a month it is the days of the calls."""
    (row, *_), (there, *_) = _rows(folder), _rows(folder, "--tz", "Europe/Berlin")
    options = ("--pricebook", "prices.toml", "--format", "focus", "-o", "a.csv")
    assert command("chargeback", *options, cwd=folder).code == 0
    plain = rows_of(folder / "a.csv")[0]
    names = ("ChargePeriodStart", "ChargePeriodEnd")

    assert [row[name] for name in names] == ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"]
    assert [there[name] for name in names] == ["2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"]
    assert [plain[name] for name in names] == ["2026-11-02T00:00:00Z", "2026-12-03T00:00:00Z"]


def test_parquet_is_written_as_csv_is(folder: Path) -> None:
    """With the same rules kept."""
    _rows(folder, name="owed.parquet")

    assert (folder / "owed.parquet").is_file()
