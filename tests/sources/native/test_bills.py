"""Bills in the columns of FOCUS."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from support.command import command
from support.draft import Draft, drafts, drafts_of, golden, sample, shown
from support.ledgers import select
from tokenomics.records.kinds import CHARGE
from tokenomics.sources import native
from tokenomics.sources.contract import Sample

HERE = Path(__file__).parent
LINE: dict[str, Any] = {
    "ChargePeriodStart": "2026-11-01T00:00:00Z", "ChargePeriodEnd": "2026-11-02T00:00:00Z",
    "BilledCost": "1.5", "BillingCurrency": "USD", "ServiceName": "Search", "ChargeCategory": "Usage",
}  # fmt: skip


def _line(**changes: Any) -> Draft:
    """The draft of one line of a bill in JSON."""
    row = LINE | changes
    source = native.claim(Sample(Path("x.jsonl"), "jsonl", (row,), ()))
    assert source is not None
    return drafts_of(source, [(1, row)])[0]


def test_a_bill_gives_the_drafts_beside_it() -> None:
    """What FOCUS calls a column, NULL spelt out, a day without a zone, and a measure with many decimals."""
    source = native.claim(sample(HERE / "bill.csv", "csv"))
    assert source is not None
    found = drafts(source, HERE / "bill.csv", "csv")

    assert (source.kind, source.keyed, source.exact, source.notes) == (CHARGE, True, True, ())
    assert [shown(draft) for draft in found] == golden(found, HERE / "bill.csv.expected.json")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"BilledCost": "$10.00"}, "BilledCost: not an amount"),
        ({"BilledCost": ""}, "BilledCost: missing"),
        ({"EffectiveCost": "much"}, "EffectiveCost: not an amount"),
        ({"BillingCurrency": "NULL"}, "currency: missing"),
        ({"BillingCurrency": "dollars"}, "currency: not a code of three letters"),
        ({"ChargePeriodStart": "11/1/26"}, "ChargePeriodStart: not an instant between 2000 and 2100"),
        ({"ChargePeriodStart": None}, "ChargePeriodStart: missing"),
        ({"ChargePeriodEnd": "2026-10-01"}, "ts_end: before its start"),
        ({"ChargeCategory": "Fun"}, "ChargeCategory: not one of usage, purchase, credit, tax, adjustment"),
        ({"ConsumedQuantity": "many"}, "ConsumedQuantity: not a number"),
        ({"Tags": "{broken"}, "Tags: not tags: write key:value;key:value or a JSON object"),
    ],
)  # fmt: skip
def test_bad_lines_name_their_column(changes: dict[str, Any], problem: str) -> None:
    """A line that cannot be read is refused, with the name that the bill has for what is wrong."""
    assert _line(**changes)["problem"] == problem


def test_a_quantity_beyond_what_is_kept_loses_no_cost() -> None:
    """A trillion of anything is no quantity here, and the line still costs what it costs."""
    found = _line(ConsumedQuantity="9" * 20)

    assert (found["problem"], found["quantity"], found["quantity_known"]) == (None, None, False)
    assert found["billed_cost"] == Decimal("1.5")


@pytest.mark.parametrize(
    ("category", "kind"),
    [("Usage", "usage"), ("Purchase", "commitment"), ("Tax", "tax"), ("Adjustment", "correction")],
)
def test_the_kind_of_a_line_follows_from_its_category(category: str, kind: str) -> None:
    """What was bought ahead is a commitment, an adjustment a correction."""
    assert _line(ChargeCategory=category)["line_kind"] == kind


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            {"ServiceName": "Claude Opus 4.8 (Amazon Bedrock Edition)", "x_UsageType": "USE1-MP:USE1_InputTokenCount-Units", "ConsumedQuantity": "198.075", "ConsumedUnit": "Units"},
            ("anthropic.claude-opus-4-8", "input", None, 198_075_000, "Tokens"),
        ),
        (
            {"ServiceName": "Azure OpenAI", "SkuMeter": "gpt-4o-mini-0718-Batch-Outp-glbl Tokens", "ConsumedQuantity": "160460", "ConsumedUnit": "Units", "PricingQuantity": "160.46", "x_PricingBlockSize": "1000"},
            ("gpt-4o-mini-2024-07-18", "output", "batch", 160_460, "Tokens"),
        ),
        (
            {"ServiceName": "Azure OpenAI", "SkuMeter": "gpt-4o-mini-0718-Inp-glbl Tokens", "ConsumedQuantity": "160.46", "ConsumedUnit": "Units", "PricingQuantity": "160.46", "x_PricingBlockSize": "1000"},
            ("gpt-4o-mini-2024-07-18", "input", None, Decimal("160.46"), "Units"),
        ),
        (
            {"SkuMeter": "Cache Read Input Tokens", "SkuPriceDetails": '{"ModelId": "solora-5"}', "ConsumedQuantity": "7", "ConsumedUnit": "Tokens"},
            ("solora-5", "cache_read", None, 7, "Tokens"),
        ),
        (
            {"SkuMeter": "Data Transfer Out", "ConsumedQuantity": "7", "ConsumedUnit": "GB"},
            (None, "Data Transfer Out", None, 7, "GB"),
        ),
    ],
)  # fmt: skip
def test_what_clouds_say_of_tokens(changes: dict[str, Any], found: tuple[object, ...]) -> None:
    """Marketplace Units are millions: 198.075 of them 198,075,000 tokens; Azure's Units are tokens only where 160.46 blocks of 1,000 say so."""
    line = _line(**changes)

    assert line["problem"] is None
    assert (
        tuple(line[name] for name in ("model_served", "meter", "service_tier", "quantity", "unit"))
        == found
    )


def test_columns_that_look_mistyped_are_named() -> None:
    """FOCUS has many columns that are not read, and a vendor's own begin with x."""
    names = (*LINE, "CommitmentDiscountName", "x_Team", "bild_cost")
    source = native.claim(Sample(Path("x.csv"), "csv", (), names))

    assert source is not None
    assert source.notes == ("columns not read: 'bild_cost' (did you mean 'billed_cost'?)",)


def _sums(ledger: Path) -> tuple[int, Decimal]:
    (found,) = select(ledger, "count(*), sum(billed_cost)", "charge")
    return found


def test_a_bill_that_is_exported_again_counts_once(tmp_path: Path) -> None:
    """The running month grew from 1.5 to 2.5, in another order and with a line more: 2.5 + 2 x 4 + 1."""
    twice = LINE | {"ServiceName": "Twice", "BilledCost": "4", "ConsumedQuantity": "1"}
    early = [LINE, twice, twice]
    late = [
        LINE | {"BilledCost": "2.5"},
        twice,
        twice,
        LINE | {"ServiceName": "New", "BilledCost": "1"},
    ]
    random.Random(0).shuffle(late)
    for name, rows in (("early", early), ("late", late)):
        text = "".join(f"{json.dumps(row)}\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")

    for ledger, order in (("one", ("early", "late")), ("two", ("late", "early", "late"))):
        for name in order:
            command("ingest", f"{name}.jsonl", "--ledger", ledger, cwd=tmp_path)
        assert _sums(tmp_path / ledger) == (4, Decimal("11.5"))


def test_a_billing_period_is_restated_as_a_whole(tmp_path: Path) -> None:
    """1.5 + 4 + 2 becomes 1 + 4: a line is less and one is gone. Another account's 7 of the period stay: 5 + 7."""
    begins = LINE | {"BillingPeriodStart": "2026-11-01T00:00:00Z", "BillingAccountId": "a"}
    twice, gone = (
        begins | {"ServiceName": "B", "BilledCost": "4"},
        begins | {"ServiceName": "C", "BilledCost": "2"},
    )
    exports = {
        "first": [begins, twice, gone],
        "other": [begins | {"BillingAccountId": "b", "BilledCost": "7"}],
        "later": [begins | {"BilledCost": "1"}, twice],
    }  # fmt: skip
    for name, rows in exports.items():
        text = "".join(f"{json.dumps(row)}\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, "utf-8")
        command("ingest", f"{name}.jsonl", "--ledger", "ledger", cwd=tmp_path)

    assert _sums(tmp_path / "ledger") == (3, Decimal(12))


def test_an_invoiced_line_stands(tmp_path: Path) -> None:
    """It was estimated at 9 dollars and invoiced at 1.5."""
    rows = [LINE | {"BilledCost": "9"}, LINE | {"InvoiceId": "inv-1"}]
    for n, row in enumerate(rows):
        (tmp_path / f"{n}.json").write_text(json.dumps([row]), "utf-8")
    command("ingest", "0.json", "1.json", "--ledger", "ledger", cwd=tmp_path)

    assert _sums(tmp_path / "ledger") == (1, Decimal("1.5"))


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "parquet"])
def test_amounts_keep_their_digits_in_every_container(ending: str, tmp_path: Path) -> None:
    """A JSON number, a text and a decimal: 8389.32 and eighteen decimals, of which no float holds all."""
    digits = ["8389.32", "0.000000000000000001"]
    rows = [LINE | {"BilledCost": text, "ServiceName": text} for text in digits]
    file = tmp_path / f"bill.{ending}"
    if ending in {"json", "jsonl"}:
        lines = [
            json.dumps(row).replace(
                f'"BilledCost": "{row["BilledCost"]}"', f'"BilledCost": {row["BilledCost"]}'
            )
            for row in rows
        ]
        file.write_text(f"[{','.join(lines)}]" if ending == "json" else "\n".join(lines), "utf-8")
    elif ending == "csv":
        pl.DataFrame(rows).write_csv(file)
    else:
        frame = pl.DataFrame(rows).with_columns(pl.col("BilledCost").cast(pl.Decimal(38, 18)))
        frame.write_parquet(file)
    command("ingest", file.name, "--ledger", "ledger", cwd=tmp_path)

    assert _sums(tmp_path / "ledger") == (2, Decimal("8389.320000000000000001"))


def test_a_bill_of_another_form_is_mapped(tmp_path: Path) -> None:
    """A [[source]] of kind charge names the columns; its amounts may name their currency."""
    (tmp_path / "tokenomics.toml").write_text(
        '[[source]]\nname = "invoice"\nmatch = "invoice.csv"\nkind = "charge"\n'
        'fields = { ts = "day", billed_cost = "sum", service = "what" }\n',
        "utf-8",
    )
    (tmp_path / "invoice.csv").write_text("day,what,sum\n2026-11-01,vectors,12.30 USD\n", "utf-8")
    command("ingest", "invoice.csv", "--ledger", "ledger", cwd=tmp_path)

    assert select(tmp_path / "ledger", "source, service, billed_cost, currency", "charge") == [
        ("invoice", "vectors", Decimal("12.3"), "USD")
    ]


def test_an_own_export_says_meter_model_tier_and_kind_by_names_of_its_own() -> None:
    """They come before what a bill's own columns say less exactly, and tell a tool from other usage."""
    more = {
        "x_Meter": "cache_read_audio", "SkuMeter": "Cache Read Audio Input Tokens", "x_Model": "small",
        "x_ServiceTier": "batch", "x_LineKind": "tool",
    }  # fmt: skip
    found = _line(**more)

    assert [found[name] for name in ("meter", "model_served", "service_tier", "line_kind")] == [
        "cache_read_audio", "small", "batch", "tool",
    ]  # fmt: skip
