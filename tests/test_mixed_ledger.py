"""Logs, reports and bills of every source in one ledger: no order of theirs changes anything."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from support.laws import few
from support.ledgers import select, take
from support.reports import costs_by
from tokenomics.config import Config
from tokenomics.costing import CostReport
from tokenomics.engine import connect
from tokenomics.intake.claims import claim
from tokenomics.ledger import open_ledger
from tokenomics.overlap import charged_once
from tokenomics.sources.contract import NO_HINTS
from tokenomics.sources.registry import formats

FIXTURES = Path(__file__).parent / "sources"
STORED = ("usage", "charge", "outcome", "overhead", "revenue")
BY = ("source", "provider", "model")


class State(NamedTuple):
    """A ledger as order must not change it: records, rejects, lines of bills counted once, reports."""

    records: dict[str, list[tuple[Any, ...]]]
    refused: list[tuple[Any, ...]]
    billed: list[tuple[Any, ...]]
    reports: list[CostReport]


def sourced() -> dict[Path, str]:
    """The fixtures of all sources that need no configuration, each with the source that reads it."""
    found: dict[Path, str] = {}
    for path in sorted(FIXTURES.rglob("*")):
        if path.suffix in {".csv", ".json", ".jsonl"} and ".expected" not in path.suffixes:
            _, source = claim(path, Config(), NO_HINTS)
            if source is not None:
                found[path] = source.name
    return found


def state(ledger: Path) -> State:
    """What is in a ledger, whatever file and ingest it came from."""
    columns = "source, lower(hex(record_id)), merge_rank"
    place = "source, regexp_extract(source_file, '[^/]+/[^/]+$'), source_line, field, reason"
    with connect(allowed=[ledger]) as con:
        bills = charged_once(open_ledger(ledger))
        sums = "source, provider, currency, count(*), sum(billed_cost)"
        billed = con.execute(f"SELECT {sums} FROM {bills} GROUP BY ALL ORDER BY ALL").fetchall()
    return State(
        {kind: select(ledger, columns, kind, "ORDER BY ALL") for kind in STORED},
        select(ledger, place, "reject", "ORDER BY ALL"),
        billed,
        [costs_by(ledger, name) for name in BY],
    )


def mixed(ledger: Path, *ingests: Sequence[Path]) -> State:
    """The ledger of some ingests, one after another."""
    for files in ingests:
        take(ledger, *files)
    return state(ledger)


@pytest.fixture(scope="module")
def files() -> dict[Path, str]:
    """All fixtures."""
    return sourced()


@pytest.fixture(scope="module")
def known(files: dict[Path, str], tmp_path_factory: pytest.TempPathFactory) -> State:
    """All of them in one ingest, in order of their names."""
    return mixed(tmp_path_factory.mktemp("known") / "ledger", list(files))


def test_every_source_is_there(files: dict[Path, str], known: State) -> None:
    """No source is left out, every kind of record is found, and sources state the same usage."""
    assert set(files.values()) == {known_format.name for known_format in formats()}
    assert all(known.records.values())
    assert known.refused
    assert len(known.reports[0].coverage.overlaps) > 5


# One order a run, a dozen with the profile that tries more.
@pytest.mark.parametrize("number", range(few(40).max_examples))
def test_no_order_changes_anything(
    number: int, files: dict[Path, str], known: State, tmp_path: Path
) -> None:
    """In an order chosen now, and cut in two at a place chosen now, the same records, sums, rejects and reports."""
    seed = random.SystemRandom().getrandbits(31)
    chance = random.Random(seed)
    order = chance.sample(list(files), len(files))
    cut = chance.randrange(len(order) // 4, 3 * len(order) // 4)
    found = mixed(tmp_path / "ledger", order[:cut], order[cut:])

    for part, wanted, seen in zip(State._fields, known, found, strict=True):
        assert seen == wanted, (part, number, seed)
