"""Files in batches, a commit each."""

from __future__ import annotations

from pathlib import Path

import pytest

from support import logs
from support.ledgers import select, take
from tokenomics.intake import batches as module
from tokenomics.intake.batches import batches, rows_of
from tokenomics.intake.units import Unit
from tokenomics.intake.watermarks import Reading
from tokenomics.ledger import history
from tokenomics.sources.contract import Sample
from tokenomics.sources.find import stat
from tokenomics.sources.native import claim

CALLS = tuple(logs.HEADER.split(","))


def unit(path: Path, size: int, *, header: tuple[str, ...] = CALLS) -> Unit:
    """A table of calls of that many bytes."""
    sample = Sample(path, "csv", (), header)
    source = claim(sample)
    assert source is not None
    path.write_bytes(b"x" * size)
    reading = Reading(path, path.name, stat(path), "new", None, None, None, 0, 1, None)
    return Unit(source, sample.container, reading)


def test_files_are_read_a_batch_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches keep the files' order and hold as many rows as allowed, or one file that has more."""
    units = [unit(tmp_path / f"{n}.csv", size) for n, size in enumerate((1280, 640, 12800, 128))]

    assert [rows_of(each) for each in units] == [10, 5, 100, 1]
    assert list(batches(units)) == [units]
    assert list(batches([])) == []
    monkeypatch.setattr(module, "ROWS", 15)
    assert list(batches(units)) == [units[:2], units[2:3], units[3:]]


def test_bills_are_in_one_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bills are read together, for of two exports of one the later written stands."""
    focus = ("ChargePeriodStart", "BilledCost", "BillingCurrency")
    bills = [unit(tmp_path / f"bill-{n}.csv", 12800, header=focus) for n in range(2)]
    calls = [unit(tmp_path / f"calls-{n}.csv", 12800) for n in range(2)]

    monkeypatch.setattr(module, "ROWS", 100)

    found = list(batches([bills[0], calls[0], bills[1], calls[1]]))

    assert found == [calls[:1], [calls[1], *bills]]


def test_an_ingest_in_batches_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger made by many commits holds what one commit would have, and so are the counts."""
    paths = [
        logs.calls(
            tmp_path / f"{n}.csv",
            f"2026-11-0{n + 1}T09:00:00Z,openai,gpt-4o,support,bob,{n},1,r{n}",
        )
        for n in range(4)
    ]
    whole = take(tmp_path / "whole", *paths)
    monkeypatch.setattr(module, "ROWS", -1)

    parts = take(tmp_path / "parts", *paths)

    assert len(history(tmp_path / "parts")) == 4
    assert parts._replace(version=0) == whole._replace(version=0)
    columns = "hex(record_id), merge_rank, epoch_us(ts), input"
    assert select(tmp_path / "parts", columns, rest="ORDER BY 1") == select(
        tmp_path / "whole", columns, rest="ORDER BY 1"
    )
