"""Files of FOCUS rows, checked row by row."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from support.focus import SOUND, VALIDATOR, focus_file, found, validated, validator, write_rows
from tokenomics.focus.check import version_of
from tokenomics.focus.columns import VERSIONS, Version, written

# What the specification's validator lets pass: one row among good ones, and all rows.
INJECTED = {
    "a category that is none": (
        {"ChargeCategory": "Consumption"},
        "row 2: ChargeCategory: 'Consumption' is not allowed: write one of Usage, Purchase, Tax, Credit, Adjustment",
    ),
    "a cost that is not price times quantity": (
        {"ListCost": "9.61"},
        "row 2: ListCost: 9.61 is not ListUnitPrice 2.4 x PricingQuantity 4 = 9.6",
    ),
    "a date without a time": (
        {"ChargePeriodStart": "2026-11-02"},
        "row 2: ChargePeriodStart: '2026-11-02' is no instant: write UTC like 2026-11-02T00:00:00Z",
    ),
    "a unit of one's own": (
        {"PricingUnit": "mtok"},
        "row 2: PricingUnit: 'mtok' is no unit: write it like Tokens, 1000000 Tokens or Token-Hours",
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
def test_sound_rows_violate_nothing(version: Version, tmp_path: Path) -> None:
    """Two rows of each version are as they should be."""
    assert found(focus_file(tmp_path, {}, {}, version=version)) == []


@pytest.mark.parametrize("defect", INJECTED)
def test_a_defect_of_one_row_among_good_ones_is_one_line(defect: str, tmp_path: Path) -> None:
    """Each of the four defects that the specification's validator passes is told with its row."""
    changes, line = INJECTED[defect]

    assert found(focus_file(tmp_path, {}, changes, {})) == [line]


def test_columns_are_checked_before_rows(tmp_path: Path) -> None:
    """A mandatory column that is missing, one of another version, a mistyped one and one that is there twice."""
    path = tmp_path / "focus.csv"
    names = [c.name for c in written("1.2") if c.name not in {"ListCost", "x_Meter"}]
    write_rows(path, [*names, "HostProviderName", "ListCosts", "x_Mine"], [SOUND])
    text = path.read_text("utf-8").replace("x_Mine", "BilledCost", 1)
    path.write_text(text, "utf-8")

    assert found(path) == [
        "ListCost: is missing, and mandatory in FOCUS 1.2",
        "HostProviderName: is no column of FOCUS 1.2, but of 1.4",
        "ListCosts: is no column of FOCUS 1.2: did you mean ListCost?",
        "BilledCost: stands there twice",
    ]


def test_a_strange_column_gets_advice(tmp_path: Path) -> None:
    """What is like no column of the specification must begin with x_."""
    path = tmp_path / "focus.csv"
    write_rows(path, [*(c.name for c in written("1.4")), "Zebra"], [SOUND])

    assert found(path) == ["Zebra: is no column of FOCUS 1.4: begin its name with x_"]


def test_the_version_is_that_of_the_columns_unless_it_is_named(tmp_path: Path) -> None:
    """A file of 1.4 lacks two names of 1.2 and has two that 1.2 does not know."""
    path = focus_file(tmp_path, {}, version="1.4")

    assert version_of(["ProviderName", "ServiceProviderName"]) == "1.2"
    assert found(path) == []
    assert [line.split(":")[0] for line in found(path, "1.2")] == [
        "ProviderName", "PublisherName", "HostProviderName", "ServiceProviderName",
    ]  # fmt: skip


def test_a_row_of_another_width_is_told_and_the_next_one_read(tmp_path: Path) -> None:
    """A line with one cell is one violation, and the row after it is the third."""
    path = focus_file(tmp_path, {}, {"BilledCost": "$9.60"})
    head, first, second = path.read_text("utf-8").splitlines()
    path.write_text(f"{head}\n{first}\n9.6\n{second}", "utf-8")
    width = len(written("1.2"))

    assert found(path) == [
        f"row 2: row: has 1 cells, and the file {width} columns",
        "row 3: BilledCost: '$9.60' is no plain number",
    ]


def test_a_price_belongs_to_one_sku(tmp_path: Path) -> None:
    """The same SkuPriceId with another SkuId, and the same service in another category, are told in the later row."""
    path = focus_file(
        tmp_path, {},
        {"SkuId": "other", "ServiceCategory": "Other", "ServiceSubcategory": "Other (Other)"},
    )  # fmt: skip

    assert found(path) == [
        "row 2: SkuPriceId: 'acme/small/input/standard' has the SkuId 'other', and 'acme/small/input' before",
        "row 2: ServiceName: 'acme API' has the ServiceCategory 'Other', and 'AI and Machine Learning' before",
    ]


def test_parquet_is_checked_as_csv_is(tmp_path: Path) -> None:
    """A column of floating-point numbers passes where products are near, and a wrong product does not."""
    path = tmp_path / "focus.parquet"
    names = ("ListCost", "ListUnitPrice", "PricingQuantity")
    rows = [{n: SOUND[n] or None for n in (c.name for c in written("1.2"))} for _ in range(2)]
    table = pa.Table.from_pylist(rows)
    numbers = {"ListCost": [0.3, 0.31], "ListUnitPrice": [0.1, 0.1], "PricingQuantity": [3.0, 3.0]}
    for name in names:
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, pa.array(numbers[name]))
    pq.write_table(table, path)
    lines = [line for line in found(path) if ": ListCost:" in line]

    assert lines == ["row 2: ListCost: 0.31 is not ListUnitPrice 0.1 x PricingQuantity 3 = 0.3"]


@pytest.mark.skipif(
    validator() is None, reason=f"{VALIDATOR} names no environment with focus-validator"
)
@pytest.mark.parametrize("defect", INJECTED)
def test_the_check_is_stricter_than_the_specifications_validator(
    defect: str, tmp_path: Path
) -> None:
    """The validator finds no fault in the column of a defect that this check tells."""
    home, (changes, _) = validator(), INJECTED[defect]
    assert home is not None
    path = focus_file(tmp_path, *({} for _ in range(3)), changes)

    assert found(path) != []
    assert [line for line in validated(path, home) if f" {next(iter(changes))}-" in line] == []
