"""Azure's cost exports."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.draft import drafts, golden, problems, sample, shown
from support.ledgers import select, take
from tokenomics.config import Config
from tokenomics.sources import azure_cost, registry
from tokenomics.sources.contract import Sample

HERE = Path(__file__).parent
ACTUAL = HERE / "actual.csv"


def test_drafts_are_as_expected() -> None:
    """An export gives the drafts that lie beside it."""
    found = drafts(azure_cost.SOURCE, ACTUAL, "csv")

    assert [shown(draft) for draft in found] == golden(found, HERE / "actual.csv.expected.json")
    claimed = registry.claim(sample(ACTUAL, "csv"), Config())
    assert claimed is not None
    assert claimed.name == "azure_cost"


def test_meters_are_read() -> None:
    """Opt is output, Cd the cache; thousands unless the meter says 1M; a meter that its unit contradicts counts nothing known."""
    found = drafts(azure_cost.SOURCE, ACTUAL, "csv")[:7]

    assert [(draft["model_served"], draft["meter"], draft["quantity"]) for draft in found] == [
        ("gpt-5.1", "input", 2_500_000),
        ("gpt-5.1", "cache_read", 4_000_000),
        ("gpt-5.1", "cache_write", 1_000_000),
        ("gpt-5.4", "output", 100_000),
        ("gpt-4o-2024-11-20", "output", 12_345),
        ("gpt-4o-2024-08-06", "input_audio", 3_000),
        ("gpt-5.1", "input", None),
    ]
    assert [draft["region"] for draft in found[:5]] == [
        "global",
        "eu",
        "global",
        "global",
        "westeurope",
    ]
    assert [draft["service_tier"] for draft in found[2:4]] == [None, "flex"]


def test_reservations_are_billed_once() -> None:
    """What a reservation covers or leaves unused is no money beyond its purchase: billed 0, effective 17.5 and 4.2; the purchase is billed."""
    found = drafts(azure_cost.SOURCE, ACTUAL, "csv")[10:13]

    assert [(draft["billed_cost"], draft["effective_cost"]) for draft in found] == [
        (0, Decimal("17.5")), (0, Decimal("4.2")), (650, None),
    ]  # fmt: skip
    assert {draft["line_kind"] for draft in found} == {"commitment"}


def test_bad_lines_name_their_column() -> None:
    """A comma for a point and a day before its month are refused, not guessed."""
    assert [text for text in problems(drafts(azure_cost.SOURCE, ACTUAL, "csv")) if text] == [
        "cost: not an amount",
        "Date: not a day like 09/28/2026 or 2026-09-28",
    ]


def test_names_are_known_in_any_case(tmp_path: Path) -> None:
    """Agreements spell columns otherwise: tokens 14.680795 + 26.4 - 0.625 + 8.06 + 650 + 0.01 = 698.525795 both times."""
    header, rest = ACTUAL.read_text("utf-8").split("\n", 1)
    other = tmp_path / "other.csv"
    other.write_text(
        header.replace("CostInBillingCurrency", "costInBillingCurrency").replace("Date,", "date,")
        + "\n" + rest, "utf-8",
    )  # fmt: skip
    for name, path in (("one", ACTUAL), ("two", other)):
        take(tmp_path / name, path)
        assert select(tmp_path / name, "count(*), sum(billed_cost)", "charge") == [
            (14, Decimal("698.525795"))
        ]


def test_an_amortized_export_is_not_added(tmp_path: Path) -> None:
    """Both state the month's usage; the later one stands: 14.680795 + 26.4 - 0.625 + 8.06 + 18.5 + 4.2 + 0.01 = 71.225795."""
    copy = tmp_path / "amortized.csv"
    copy.write_text(ACTUAL.read_text("utf-8").replace(",17.5,", ",18.5,"), "utf-8")
    take(tmp_path / "ledger", ACTUAL)
    take(tmp_path / "ledger", copy)

    assert select(tmp_path / "ledger", "count(*), sum(effective_cost)", "charge") == [
        (14, Decimal("71.225795"))
    ]


@pytest.mark.parametrize(
    ("header", "refused"),
    [
        (("meterName", "costUSD", "quantity"), True),
        (("MeterName", "Quantity", "Date"), False),
        (("a", "b"), False),
    ],
)
def test_sums_of_meters_are_refused(header: tuple[str, ...], refused: bool) -> None:
    """A table of meters that names no day belongs to no period."""
    said = registry.refusal(Sample(Path("x.csv"), "csv", (), header))

    assert (said is not None) == refused
