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
    assert "1 x 8.40 USD an hour x 730 hours" in done.out
    assert "0 requests" not in done.out


def test_rows_go_to_a_file(tmp_path: Path) -> None:
    """Parquet has the columns of the frame."""
    command(*HERE, "--format", "parquet", "-o", "out.parquet", cwd=tmp_path)

    assert pl.read_parquet(tmp_path / "out.parquet").height == 3


def test_every_option_has_its_part(tmp_path: Path) -> None:
    """Each stated cost is a row; the whole sums them, by the published schema."""
    done = command(
        *("whatif", "selfhost", "--owned", "price=36000,years=3", "--gpus", "2", "--hours", "700"),
        *("--tokens-per-second", "bf16=1400", "--utilisation", "0.5", "--redundancy", "N+1"),
        *("--energy", "power=1,kwh=0.10", "--network", "0.02/1M", "--fixed", "rack=30"),
        *("--engineering", "share=1,yearly=12000", "--capital", "amount=1000,months=10"),
        *("--staff", "count=1,price=360,years=3", "--parts", "--format", "json"),
        cwd=tmp_path,
    )
    found = json.loads(done.out)

    # 2 x 36,000 / 36; 1 x 0.10 x 700; 360 / 36; 1,764,000,000 x 0.02 / 1,000,000; 12,000 / 12;
    # 1,000 / 10; and the spare unit 2,070 once more.
    assert {row["part"]: row["cost_per_month"] for row in found["rows"]} == {
        "hardware": "2000", "energy": "70", "machines of staff": "10", "network": "35.28",
        "engineering": "1000", "rack": "30", "training": "100", "redundancy": "2070",
    }  # fmt: skip
    assert found["totals"]["cost_per_month"] == "5315.28"
    assert list(validator("selfhost-parts", *LISTINGS["selfhost-parts"]).iter_errors(found)) == []


def test_precisions_prices_and_volumes_are_rows(tmp_path: Path) -> None:
    """A row each, and in a narrow terminal the volume from which it pays."""
    done = command(
        *(
            *HERE[:2],
            "--hourly",
            "8.40",
            "--tokens-per-second",
            "bf16=1400",
            "--precision",
            "fp8=2",
        ),
        *("--utilisation", "1", "--against", "5", "--volume", "1e9"),
        cwd=tmp_path,
        env={"COLUMNS": "80"},
    )

    assert "1,226,400,000" in done.out
    assert [line.split()[2] for line in done.out.splitlines()[3:6]] == ["-----", "bf16", "fp8"]


def test_a_wrong_word_is_one_line(tmp_path: Path) -> None:
    """It names the option, the value and what to write."""
    done = command(*HERE, "--utilisation", "120", cwd=tmp_path)

    assert done.code == 2
    assert done.err == (
        "error: utilisation '120' must be a share such as 0.6 or 60%, above 0, up to 1\n"
    )
