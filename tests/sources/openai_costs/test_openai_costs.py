"""OpenAI's costs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.draft import Draft, drafts, golden, problems, sample, shown
from support.ledgers import rejects, select, take
from support.reported import DAY, START, Result, one, openai_bucket, page, write
from tokenomics.config import Config
from tokenomics.sources import registry
from tokenomics.sources.contract import Container
from tokenomics.sources.openai_costs import SOURCE

HERE = Path(__file__).parent
FILES: tuple[tuple[str, Container], ...] = (
    ("costs.json", "json"),
    ("export_2025.csv", "csv"),
    ("export_2026.csv", "csv"),
    ("export_grouped.csv", "csv"),
)
BOUNDS = {"start_time": START, "end_time": START + DAY}
COST: Result = {
    "object": "organization.costs.result",
    "amount": {"value": "1.5", "currency": "usd"},
    "line_item": "gpt-5.6-sol, input",
    "project_id": "proj_a",
}


def line(**changes: Any) -> Draft:
    """The draft of a cost with changes."""
    return one(SOURCE, BOUNDS, COST, **changes)


def paid(value: str, **changes: Any) -> Result:
    """A cost of so many dollars."""
    return {**COST, "amount": {"value": value, "currency": "usd"}, **changes}


def bill(ledger: Path) -> tuple[int, Decimal]:
    """Lines of the ledger's bill, and their sum."""
    (found,) = select(ledger, "count(*), sum(billed_cost)", "charge")
    return found


@pytest.mark.parametrize(("name", "container"), FILES)
def test_drafts_are_as_expected(name: str, container: Container) -> None:
    """A page and every generation of the export give the drafts that lie beside them."""
    found = [draft for draft in drafts(SOURCE, HERE / name, container) if not draft["skip"]]

    assert [shown(draft) for draft in found] == golden(found, HERE / f"{name}.expected.json")
    assert registry.claim(sample(HERE / name, container), Config()) == SOURCE


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gpt-5.6-sol, input", ("gpt-5.6-sol", "input", None, "usage")),
        ("gpt-5.6-sol, cached input", ("gpt-5.6-sol", "cache_read", None, "usage")),
        ("gpt-5.6-sol, cache writes", ("gpt-5.6-sol", "cache_write", None, "usage")),
        ("batch | gpt-5.6-sol, output, long context", ("gpt-5.6-sol", "output", "batch", "usage")),
        ("gpt-audio-mini-2025-12-15 audio, cached input", ("gpt-audio-mini-2025-12-15", "cache_read_audio", None, "usage")),
        ("gpt-image-2.5-flare image, output", ("gpt-image-2.5-flare", "output_image", None, "usage")),
        ("gpt-image-2.5-flare text, input", ("gpt-image-2.5-flare", "input", None, "usage")),
        ("web search tool calls", (None, "web_search", None, "tool")),
        ("assistants api | file search", (None, "file_search", None, "tool")),
        ("assistants api | code interpreter", (None, None, None, "tool")),
        ("Vector storage", (None, None, None, "storage")),
        ("something new", (None, None, None, "usage")),
        (None, (None, None, None, None)),
    ],
)  # fmt: skip
def test_the_name_of_a_line_says_what_it_bills(name: str | None, told: tuple[str | None]) -> None:
    """Tier, model, modality and what of it; a line without a name says nothing and costs the same."""
    found = line(line_item=name)

    assert tuple(found[c] for c in ("model_served", "meter", "service_tier", "line_kind")) == told
    assert (found["problem"], found["billed_cost"]) == (None, Decimal("1.5"))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"amount": {"value": "$1", "currency": "usd"}}, "amount: not an amount"),
        ({"amount": {"currency": "usd"}}, "amount: missing"),
        ({"amount": {"value": 1}}, "currency: missing"),
        ({"amount": {"value": 1, "currency": "dollars"}}, "currency: not a code of three letters"),
        ({"start_time": "today"}, "start_time: not an instant"),
        ({"end_time": None}, "end_time: missing"),
        ({"end_time": START}, "end_time: not after start_time"),
        ({"quantity": "many"}, "quantity: not a number"),
    ],
)
def test_bad_lines_name_their_field(changes: dict[str, Any], problem: str) -> None:
    """What cannot be read refuses the line and is named."""
    assert problems([line(**changes)]) == [problem]


def test_money_keeps_its_digits(tmp_path: Path) -> None:
    """8389.32 as a number and 2 units of the 18th decimal as a text: no float holds their sum."""
    text = '{"object":"page","data":[{"start_time":1793577600,"end_time":1793664000,"results":[' + ",".join(
        f'{{"object":"organization.costs.result","line_item":"{n}","amount":{{"value":{value},"currency":"usd"}}}}'
        for n, value in enumerate(("8389.32", '"0.000000000000000002"'))
    ) + "]}]}"  # fmt: skip
    (tmp_path / "page.json").write_text(text, "utf-8")
    take(tmp_path / "ledger", tmp_path / "page.json")

    assert bill(tmp_path / "ledger") == (2, Decimal("8389.320000000000000002"))


def test_an_export_that_is_taken_twice_counts_once(tmp_path: Path) -> None:
    """1.25 - 0.25 = 1 dollar, whether taken once, twice or in two halves; a line without a currency is refused."""
    header, *lines = (HERE / "export_grouped.csv").read_text("utf-8").splitlines()
    halves = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for half, part in zip(halves, (lines[:1], lines[1:]), strict=True):
        half.write_text("\n".join([header, *part, ""]), "utf-8")
    for ledger, files in (("whole", [HERE / "export_grouped.csv"]), ("halves", halves)):
        for _ in range(2):
            take(tmp_path / ledger, *files)
        assert bill(tmp_path / ledger) == (2, Decimal(1))
    assert rejects(tmp_path / "whole") == [("export_grouped.csv", 4, "currency", "missing")]


def test_a_restated_day_replaces(tmp_path: Path) -> None:
    """The first day cost 1 and is restated as 0.75 by a pull that reaches further: 0.75 + 3."""
    early = write(tmp_path / "early.jsonl", page(openai_bucket(paid("1"))))
    late = write(
        tmp_path / "late.jsonl",
        page(openai_bucket(paid("0.75")), openai_bucket(paid("3"), start=START + DAY)),
    )
    for ledger, files in (("one", (early, late)), ("two", (late, early, late))):
        for file in files:
            take(tmp_path / ledger, file)
        assert bill(tmp_path / ledger) == (2, Decimal("3.75"))


def test_a_page_that_was_fetched_later_stands(tmp_path: Path) -> None:
    """The same days came to 2 dollars and to 1.5 an hour later, whichever page is read first."""
    pages = [
        write(
            tmp_path / f"{hour}.jsonl",
            page(openai_bucket(paid(value))) | {"fetched_at": f"2026-11-03T{hour}:00:00Z"},
        )
        for hour, value in (("10", "2"), ("11", "1.5"))
    ]
    for ledger, files in (("one", pages), ("two", pages[::-1])):
        for file in files:
            take(tmp_path / ledger, file)
        assert bill(tmp_path / ledger) == (1, Decimal("1.5"))
