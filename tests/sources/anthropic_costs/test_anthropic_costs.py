"""Anthropic's costs."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.draft import Draft, drafts, golden, problems, sample, shown
from support.ledgers import select, take
from support.reported import Result, anthropic_bucket, one, page, write
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.anthropic_costs import SOURCE
from tokenomics.sources.contract import Container

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (
    ("cost_report.json", "json"),
    ("enterprise.json", "json"),
    ("analytics.json", "json"),
    ("console_2024.csv", "csv"),
    ("console_2026.csv", "csv"),
)
BOUNDS = {"starting_at": "2026-11-02T00:00:00Z", "ending_at": "2026-11-03T00:00:00Z"}
COST: Result = {
    "amount": "0.75",
    "currency": "USD",
    "cost_type": "tokens",
    "token_type": "output_tokens",
    "model": "claude-opus-5",
}


def line(**changes: Any) -> Draft:
    """The draft of a cost with changes."""
    return one(SOURCE, BOUNDS, COST, **changes)


def bill(ledger: Path) -> tuple[int, Decimal]:
    """Lines of the ledger's bill, and their sum."""
    (found,) = select(ledger, "count(*), sum(billed_cost)", "charge")
    return found


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """Every report and both generations of the export give the drafts that lie beside them."""
    found = [draft for draft in drafts(SOURCE, HERE / name, container) if not draft["skip"]]

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == SOURCE


@pytest.mark.parametrize(
    ("amount", "dollars"),
    [("123.78912", "1.2378912"), ("10", "0.1"), (186, "1.86"), ("-0.5", "-0.005"), ("1e2", "1")],
)
def test_reports_state_cents(amount: Any, dollars: str) -> None:
    """A hundredth of the amount is dollars, with every digit that it has."""
    assert line(amount=amount, list_amount=amount)["billed_cost"] == Decimal(dollars)
    assert line(amount=amount, list_amount=amount)["list_cost"] == Decimal(dollars)


def test_exports_state_dollars() -> None:
    """5 cents are 0.05 dollars, and the list price is kept beside what was paid."""
    found = one(SOURCE, {"usage_date": "2026-11-02"}, {"cost_usd": "0.05", "list_price_usd": "0.50", "usage_date_utc": "2026-11-02"})  # fmt: skip

    assert (found["problem"], found["billed_cost"], found["list_cost"]) == (None, Decimal("0.05"), Decimal("0.5"))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "meter"),
    [
        ("uncached_input_tokens", "input"), ("input_no_cache", "input"),
        ("cache_read_input_tokens", "cache_read"), ("input_cache_read", "cache_read"),
        ("cache_creation.ephemeral_5m_input_tokens", "cache_write_5m"), ("input_cache_write_5m", "cache_write_5m"),
        ("cache_creation.ephemeral_1h_input_tokens", "cache_write_1h"), ("input_cache_write_1h", "cache_write_1h"),
        ("input_cache_write", "cache_write"), ("output_tokens", "output"), ("output", "output"), ("new", None), (None, None),
    ],
)  # fmt: skip
def test_both_vocabularies_of_tokens(name: str | None, meter: str | None) -> None:
    """Reports and exports name the same meters; a new name is no meter and costs what it costs."""
    assert (line(token_type=name)["meter"], line(token_type=name)["problem"]) == (meter, None)


@pytest.mark.parametrize(
    ("kind", "told"),
    [("tokens", "usage"), ("token", "usage"), ("session_usage", "usage"), ("web_search", "tool"), ("code_execution", "tool"), (None, None)],
)  # fmt: skip
def test_the_kind_of_a_line(kind: str | None, told: str | None) -> None:
    """Searches and code are tools; an ungrouped sum does not say what it is."""
    assert line(cost_type=kind, token_type=None)["line_kind"] == told


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Claude Haiku 4.5", "claude-haiku-4-5"),
        ("Claude 3.5 Sonnet 2024-10-22", "claude-3-5-sonnet-20241022"),
        ("claude-opus-5", "claude-opus-5"),
        (None, None),
    ],
)
def test_display_names_become_the_names_of_models(name: str | None, model: str | None) -> None:
    """Spaces and points are dashes, and a date has none, as in the names that calls bear."""
    assert line(model=name)["model_served"] == model


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"amount": "much"}, "amount: not an amount"),
        ({"amount": None}, "amount: missing"),
        ({"list_amount": "much"}, "list_amount: not an amount"),
        ({"currency": None}, "currency: missing"),
        ({"currency": "dollars"}, "currency: not a code of three letters"),
        ({"starting_at": "2026-11-02"}, "starting_at: not an instant with a zone"),
        ({"ending_at": None}, "ending_at: missing"),
        ({"ending_at": "2026-11-02T00:00:00Z"}, "ending_at: not after starting_at"),
    ],
)
def test_bad_lines_name_their_field(changes: dict[str, Any], problem: str) -> None:
    """What cannot be read refuses the line and is named."""
    assert problems([line(**changes)]) == [problem]


def test_two_keys_of_one_name_are_two_lines(tmp_path: Path) -> None:
    """The export of 2024 knows keys by their names: 0.02 + 0.02, taken twice."""
    for _ in range(2):
        take(tmp_path / "ledger", HERE / "console_2024.csv")

    assert bill(tmp_path / "ledger") == (2, Decimal("0.04"))


def test_what_was_refreshed_later_stands(tmp_path: Path) -> None:
    """The report of a day came to 1.20 cents and was revised to 0.90, whichever is taken first."""
    text = (HERE / "analytics.json").read_text("utf-8")
    early, late = tmp_path / "early.json", tmp_path / "late.json"
    early.write_text(text, "utf-8")
    late.write_text(text.replace('"1.2"', '"0.9"').replace("2026-11-04T06", "2026-11-20T06"), "utf-8")  # fmt: skip
    for ledger, files in (("one", (early, late)), ("two", (late, early))):
        for file in files:
            take(tmp_path / ledger, file)
        assert bill(tmp_path / ledger) == (2, Decimal("0.015"))


def test_a_page_in_two_parts_is_one_bill(tmp_path: Path) -> None:
    """0.75 and 0.25 cents are a cent, in one file or one line each."""
    costs = [COST, {**COST, "amount": "0.25", "cost_type": "web_search", "token_type": None}]
    whole = write(tmp_path / "whole.jsonl", page(anthropic_bucket(*costs)))
    parts = [
        write(tmp_path / f"{n}.jsonl", page(anthropic_bucket(cost))) for n, cost in enumerate(costs)
    ]
    for files in ([whole], parts, [whole, *parts]):
        ledger = tmp_path / str(len(files))
        take(ledger, *files)
        assert bill(ledger) == (2, Decimal("0.01"))


def test_a_flat_row_without_cost_is_refused(tmp_path: Path) -> None:
    """It says nothing that could be billed, and the rows beside it stand."""
    text = json.loads((HERE / "analytics.json").read_text("utf-8"))
    del text["data"][1]["cost"]
    (tmp_path / "page.json").write_text(json.dumps(text), "utf-8")

    assert problems(drafts(SOURCE, tmp_path / "page.json", "json")) == [None, "group: without usage or cost"]  # fmt: skip
