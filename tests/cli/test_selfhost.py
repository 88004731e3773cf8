"""`tokenomics whatif selfhost`, from options to what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from support.command import command
from support.schemas import LISTINGS, validator

HERE = ("whatif", "selfhost", "--tokens-per-second", "1400", "--hourly", "8.40")


@pytest.mark.parametrize(
    ("hourly", "speed", "expected"),
    [
        ("8.40", "1400", "1.666666666666666667"),
        ("19.20", "2800", "1.904761904761904762"),
        ("19.20", "5600", "0.952380952380952381"),
    ],
)
def test_a_busy_gpu_costs_its_hour_over_its_tokens(
    tmp_path: Path, hourly: str, speed: str, expected: str
) -> None:
    """JSON has the exact figure, by the published schema."""
    done = command(
        *("whatif", "selfhost", "--hourly", hourly, "--tokens-per-second", speed),
        *("--utilisation", "1.0", "--format", "json"),
        cwd=tmp_path,
    )
    found = json.loads(done.out)

    assert [row["cost_per_million_tokens"] for row in found["rows"]] == [expected]
    assert list(validator("selfhost", *LISTINGS["selfhost"]).iter_errors(found)) == []


def test_all_that_is_assumed_is_printed(tmp_path: Path) -> None:
    """A table of what was asked, without a word on calls, for there are none."""
    done = command(*HERE, "--utilisation", "1.0", cwd=tmp_path)

    assert done.code == 0
    assert "100 %" in done.out
    assert "1.667" in done.out
    assert "1 x 8.4 USD an hour x 730 hours" in done.out
    assert "0 requests" not in done.out


def test_rows_go_to_a_file(tmp_path: Path) -> None:
    """Parquet has the columns of the frame."""
    command(*HERE, "--format", "parquet", "-o", "out.parquet", cwd=tmp_path)

    assert pl.read_parquet(tmp_path / "out.parquet").height == 3
