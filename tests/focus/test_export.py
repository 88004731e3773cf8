"""A ledger's usage and bills as FOCUS rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given

import tokenomics as tk
from support.command import command
from support.focus import COSTS, VALIDATOR, rows_of, sums, validated, validator
from support.random_calls import LAW, LEDGERS
from support.usage import book_of, kept, report_of
from tokenomics.books import Book
from tokenomics.costing import CostQuery
from tokenomics.focus.check import violations
from tokenomics.focus.columns import VERSIONS, Version
from tokenomics.focus.export import exported
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ZERO, total

PRICED = ("--pricebook", "prices.toml")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The prices of tests."""
    return book_of(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tenth of the demo's month in a ledger, with its bill."""
    folder = tmp_path_factory.mktemp("demo")
    for words in (("demo", "--size", "0.1", "--folder", "demo"), ("ingest", "--config", "demo/tokenomics.toml", "demo/bills")):  # fmt: skip
        done = command(*words, cwd=folder)
        assert done.code == 0, done.err
    return folder / "demo"


def _report(folder: Path, *options: str) -> Any:
    done = command("report", "--format", "json", *options, cwd=folder)
    assert done.code == 0, done.err
    return json.loads(done.out)["totals"]


def _exported(folder: Path, *options: str, name: str = "focus.csv") -> list[dict[str, str]]:
    done = command("export", "focus", *options, "-o", name, cwd=folder)
    assert done.code == 0, done.err
    return rows_of(folder / name)


def _usage(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row for row in rows if row["x_Billing"]]


def test_usage_costs_what_the_report_says(folder: Path) -> None:
    """6 + 1 + 0.2 + 0.008 + 0.03 of small and 10 of large are 17.238, and what has no price is in no row."""
    rows = _usage(_exported(folder, *PRICED))
    costs = sums(rows)

    assert _report(folder, *PRICED)["cost"] == "17.238"
    assert costs["ContractedCost"] == costs["EffectiveCost"] == Decimal("17.238")
    assert {row["x_Model"] for row in rows} == {"small", "large"}


def test_each_dollar_that_is_billed_is_billed_once(folder: Path) -> None:
    """The bill's 9 + 0.9 - 2 + 1.5 + 4 + 100 dollars, and 10 estimated of the day that it does not reach."""
    rows = [row for row in _exported(folder, *PRICED) if row["BillingCurrency"] == "USD"]
    estimates = [row["x_Model"] for row in rows if row["x_Estimated"] == "true"]

    assert sums(rows)["BilledCost"] == Decimal("123.4")
    assert estimates == ["large"]


def test_what_has_no_price_is_told_loudly(folder: Path) -> None:
    """700 tokens in and 30 out of a model that the book does not know; a gate fails on them."""
    options = ("export", "focus", *PRICED, "-o", "focus.csv")
    done = command(*options, cwd=folder)
    gated = command(*options, "--fail-on", "unpriced", cwd=folder)

    assert done.err.splitlines() == [
        "focus.csv: FOCUS 1.2",
        "6 rows of usage, 17.24 USD, of which bills cover 5, and 7 lines of bills",
        "left out, for it has no price: other thing: 700 input, 30 output in 1 request (the book does not know the name)",
    ]
    assert (done.code, done.out, gated.code) == (0, "", 1)


def test_times_and_filters_are_refused(folder: Path) -> None:
    """Rows are by day, and a bill's lines are of no team."""
    ledger = tk.open(folder / ".tokenomics")
    with pytest.raises(ConfigError, match="FOCUS rows are by day: leave out hour"):
        tk.export_focus(ledger, folder / "a.csv", "hour")
    with pytest.raises(ConfigError, match="lines of bills are of no team: leave out --where"):
        tk.export_focus(ledger, folder / "a.csv", where={"team": "search"})


def test_a_period_confines_usage_and_bills(folder: Path) -> None:
    """From the third of November on there is one call with a price, and no line of the bill."""
    rows = _exported(folder, *PRICED, "--since", "2026-11-03")

    assert [(row["x_Model"], row["BilledCost"]) for row in rows] == [("large", "10.0")]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_demo_violates_no_rule(demo: Path, version: Version, tmp_path: Path) -> None:
    """Of each version, as CSV and as Parquet, every rule is kept in every row."""
    for name in ("a.csv", "a.parquet"):
        path = tmp_path / name
        done = command("export", "focus", "--version", version, "-o", path, cwd=demo)
        assert done.code == 0, done.err
        assert list(violations(path)) == list(violations(path, version)) == []


def test_the_demo_sums_to_its_reports(demo: Path) -> None:
    """Effective cost of usage is the report's total, billed cost what bills charge and what none covers."""
    rows = _exported(demo)
    costs, usage = sums(rows), sums(_usage(rows))
    billed = _report(demo, "--cost-basis", "billed")

    assert usage["EffectiveCost"] == usage["ContractedCost"] == Decimal(_report(demo)["cost"])
    assert costs["BilledCost"] == Decimal(billed["billed"]) + Decimal(billed["unbilled"])
    assert usage["EffectiveCost"] > usage["BilledCost"] > 0


@pytest.mark.parametrize("name", ["focus.csv", "focus.parquet"])
def test_an_export_that_is_read_again_has_the_same_totals(
    demo: Path, name: str, tmp_path: Path
) -> None:
    """Each of the four costs to the last digit, each quantity by meter, and one line a row."""
    done = command("export", "focus", "-o", tmp_path / name, cwd=demo)
    assert done.code == 0, done.err
    rows = _exported(demo)
    tk.ingest(tmp_path / name, tmp_path / "ledger")
    found = tk.read(tk.open(tmp_path / "ledger"), "charge")
    columns = ("billed_cost", "list_cost", "contracted_cost", "effective_cost")
    meters = dict(found.group_by("meter").agg(pl.col("quantity").sum()).iter_rows())
    expected: dict[str | None, Decimal] = {}
    for row in rows:
        meter = row["x_Meter"] or None
        expected[meter] = expected.get(meter, ZERO) + Decimal(row["ConsumedQuantity"] or 0)

    assert len(found) == len(rows)
    assert {o: found[n].sum() for o, n in zip(COSTS, columns, strict=True)} == sums(rows)
    assert {name: quantity or ZERO for name, quantity in meters.items()} == expected


@LAW
@given(rows=LEDGERS)
def test_rows_of_any_usage_are_sound_and_sum_to_the_report(
    book: Book, rows: list[Mapping[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever the records are: all sums are the report's to the last digit, and no rule is violated."""
    folder = tmp_path_factory.mktemp("law")
    found = exported(kept(folder, *rows), (book, book), CostQuery(by=("team", "user")))
    found.write(folder / "focus.csv", "1.4")
    costs = [total(Decimal(str(row[name])) for row in found.usage) for name in COSTS]

    assert costs == [report_of(book, rows).totals.cost or ZERO] * 4
    assert list(violations(folder / "focus.csv")) == []


@pytest.mark.skipif(
    validator() is None, reason=f"{VALIDATOR} names no environment with focus-validator"
)
@pytest.mark.parametrize("name", ["focus.csv", "focus.parquet"])
def test_the_demo_passes_the_specifications_validator(
    demo: Path, name: str, tmp_path: Path
) -> None:
    """Every rule of 1.2 but one of the two on InvoiceId that no file can keep both of."""
    home = validator()
    assert home is not None
    done = command("export", "focus", "-o", tmp_path / name, cwd=demo)

    assert done.code == 0, done.err
    assert validated(tmp_path / name, home) == []
