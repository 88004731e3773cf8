"""Files of rows."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tokenomics.focus.columns import BY_NAME
from tokenomics.focus.files import opened, write
from tokenomics.focus.values import Value
from tokenomics.records.errors import ConfigError, InputError, OutsideError

NAMES = ("BilledCost", "ChargePeriodStart", "ServiceName", "ListUnitPrice", "x_Estimated")
COLUMNS = tuple(BY_NAME[name] for name in NAMES)
NIGHT = datetime(2026, 11, 2, tzinfo=UTC)
ROW: dict[str, Value] = dict(zip(NAMES, (Decimal("1.50"), NIGHT, "=a", None, True), strict=True))


def _rows(path: Path) -> list[list[object]]:
    with opened(path) as table:
        assert table.columns == NAMES
        return [list(row) for row in table.rows]


def test_csv_has_plain_texts_that_no_spreadsheet_runs(tmp_path: Path) -> None:
    """A decimal has no trailing zeros, nothing is empty, a text like a formula has an apostrophe."""
    write(tmp_path / "a.csv", COLUMNS, [ROW])

    assert _rows(tmp_path / "a.csv") == [["1.5", "2026-11-02T00:00:00Z", "'=a", "", "true"]]


def test_parquet_has_exact_values(tmp_path: Path) -> None:
    """Decimals of 18 places, or as many as a value needs, and instants of UTC."""
    long = {**ROW, "BilledCost": Decimal("0.123456789012345678901234")}
    write(tmp_path / "a.PARQUET", COLUMNS, [ROW, long])
    schema = pq.read_schema(tmp_path / "a.PARQUET")

    assert [str(schema.field(name).type) for name in NAMES] == [
        "decimal128(38, 24)", "timestamp[us, tz=UTC]", "string", "decimal128(38, 18)", "bool",
    ]  # fmt: skip
    assert [row[0] for row in _rows(tmp_path / "a.PARQUET")] == [Decimal("1.5"), long["BilledCost"]]
    assert _rows(tmp_path / "a.PARQUET")[0][1:] == [NIGHT, "=a", None, True]


def test_a_figure_beyond_the_decimals_of_parquet_is_told(tmp_path: Path) -> None:
    """38 digits are room for 20 before the point beside the 18 after it."""
    row = {**ROW, "BilledCost": Decimal(10) ** 21}

    with pytest.raises(InputError, match="a figure is too great"):
        write(tmp_path / "a.parquet", COLUMNS, [row])


def test_a_value_of_many_digits_is_written_whole(tmp_path: Path) -> None:
    """More than the 28 that plain arithmetic of Python keeps."""
    value = Decimal("12345678901234567890.123456789012345678")
    for name in ("a.csv", "a.parquet"):
        write(tmp_path / name, COLUMNS, [{**ROW, "BilledCost": value}])

        assert Decimal(str(_rows(tmp_path / name)[0][0])) == value


def test_the_form_is_that_of_the_ending(tmp_path: Path) -> None:
    """A file that ends in something else is neither read nor written."""
    with pytest.raises(ConfigError, match=r"a\.json: name a file that ends in \.csv or \.parquet"):
        write(tmp_path / "a.json", COLUMNS, [])


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A folder that is not there."""
    for name in ("a.csv", "a.parquet"):
        with pytest.raises(OutsideError, match="No such file or directory"):
            write(tmp_path / "none" / name, COLUMNS, [ROW])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", None, "no such file"),
        ("a.parquet", None, "no such file"),
        ("a.parquet", b"PAR", "no Parquet file"),
        ("a.csv", b"BilledCost\n\xff\n", "no CSV in UTF-8"),
    ],
)
def test_what_is_no_table_is_told(
    name: str, content: bytes | None, words: str, tmp_path: Path
) -> None:
    """A file that is not there, is cut off, or is in another encoding."""
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=words), opened(tmp_path / name) as table:
        list(table.rows)
