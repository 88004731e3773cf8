"""`tokenomics drivers`, from a file to what is printed."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support.command import command
from support.priced_logs import document, priced, text
from support.schemas import LISTINGS, validator

# A million of small costs 2; of moving 4 before the 15th of November, and 3 from then on.
CALLS = """ts,provider,model,feature,input,tags
2026-10-10T10:00:00Z,acme,small,chat,1000000,release=41
2026-11-10T10:00:00Z,acme,small,chat,3000000,release=41
2026-11-20T10:00:00Z,acme,small,chat,1000000,release=42
2026-10-10T10:00:00Z,acme,moving,search,1000000,release=41
2026-11-20T10:00:00Z,acme,moving,search,1000000,release=42
"""
NOVEMBER = ("--since", "2026-11", "--until", "2026-12")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five calls and their prices."""
    return priced(tmp_path, CALLS)


def _out(folder: Path, *options: str) -> str:
    return text("drivers", folder, *options)


def _json(folder: Path, *options: str) -> dict[str, Any]:
    return document("drivers", folder, *options)


def test_parts_are_exact_in_json(folder: Path) -> None:
    """Chat: 1 call of 1 million, 2 calls of 2 on average: 2 + 2 by 1 x (2 + 4) / 2 = 3 each, so 6. Search: 4 to 3."""
    document = _json(folder, *NOVEMBER)
    chat, search = document["rows"]

    assert {name: value for name, value in chat.items() if value not in {"0", None}} == {
        "feature": "chat", "cost_before": "2", "cost": "8", "change": "6", "volume": "3",
        "tokens_per_request": "3", "requests_before": 1, "requests": 2,
    }  # fmt: skip
    assert (search["change"], search["price"], search["volume"]) == ("-1", "-1", "0")
    assert document["totals"]["change"] == "5"
    assert document["command"]["parameters"]["vs"] == "previous"


def test_the_schema_is_met(folder: Path) -> None:
    """The published schema of the kind has every column."""
    document = _json(folder, *NOVEMBER)

    assert list(validator("drivers", *LISTINGS["drivers"]).iter_errors(document)) == []


def test_the_table_fits_a_terminal(folder: Path) -> None:
    """The title names the month compared with, and the sentences tell why."""
    out = _out(folder, *NOVEMBER)

    assert out.startswith("What changed the cost against 2026-10, 2026-11-01 to 2026-11-30")
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "search: -1.000 USD (-25 %): -1.000 lower prices (moving)" in out


def test_another_period_and_another_release_may_be_compared_with(folder: Path) -> None:
    """The month after 2026-10 is November; release 42 cost 5, release 41 cost 12."""
    named = _json(folder, "--vs", "2026-10")
    release = _json(
        folder, "--where", "tag:release=42", "--vs", "tag:release=41", "--by", "provider"
    )

    assert named["rows"] == _json(folder, *NOVEMBER)["rows"]
    assert (release["rows"][0]["cost_before"], release["rows"][0]["cost"]) == ("12", "5")


def test_csv_has_every_column(folder: Path) -> None:
    """The parts of each row sum to its change."""
    rows = list(csv.DictReader(io.StringIO(_out(folder, *NOVEMBER, "--format", "csv"))))

    for row in rows:
        names = list(row)[4:-2]
        assert sum(Decimal(row[name]) for name in names) == Decimal(row["change"])


def test_without_a_period_the_last_days_are_asked_about(folder: Path) -> None:
    """Where they have no record, the ledger's days are told."""
    done = command("drivers", "calls.csv", "--now", "2027-02-01", cwd=folder)

    assert done.code == 2
    assert "no record in 2027-01-25 to 2027-01-31" in done.err
    assert "2026-10-10 to 2026-11-20: name a period with --since and --until" in done.err


def test_a_comparison_that_is_none_is_refused(folder: Path) -> None:
    """The sentence says what may be written."""
    done = command("drivers", "calls.csv", "--vs", "yesterday", cwd=folder)

    assert done.code == 2
    assert "cannot compare with 'yesterday': write previous, a period such as 2026" in done.err


def test_a_flow_is_no_time(folder: Path) -> None:
    """Days of two periods have nothing in common to be compared by."""
    done = command("drivers", "calls.csv", "--by", "day", *NOVEMBER, cwd=folder)

    assert done.code == 2
    assert "a flow cannot be a day: group by feature, model or team" in done.err


def test_the_library_gives_a_frame(folder: Path) -> None:
    """`tk.drivers` has the same columns, exact to the last digit."""
    tk.ingest(folder / "calls.csv", folder / "ledger")

    frame = tk.drivers(
        tk.open(folder / "ledger"), vs="2026-10", since="2026-11", until="2026-12",
        pricebooks=[folder / "prices.toml"],
    )  # fmt: skip

    assert frame["change"].to_list() == [Decimal(6), Decimal(-1)]
    assert frame.columns == ["feature", *(column.name for column in LISTINGS["drivers"][1])]


def test_a_period_outside_of_all_records_is_told(folder: Path) -> None:
    """Logs that end are no model that nobody uses any more."""
    found = _json(folder, "--since", "2027-01", "--until", "2027-02", "--vs", "2026-11")

    assert (
        "no record at all in 2027-01: what is new or gone may only not be recorded"
        in found["notes"]
    )
    inside = _json(folder, *NOVEMBER, "--vs", "2026-10")
    assert not any("no record at all" in note for note in inside["notes"])
