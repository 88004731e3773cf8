"""Tests of import_rows.py."""

from __future__ import annotations

from support.price_lists import day, dollars, offer, priced
from tokenomics.imports import Kind, Plan, Reading, Recorded, planned
from tokenomics.imports.record import Period
from tokenomics.imports.recorded import Entry
from tokenomics_cli.import_rows import KNOWN, Found, rows


def _found(reading: Reading, book: Recorded, plan: Plan | None = None) -> Found:
    done = plan or planned(book, reading, day(5))
    return Found(reading, book, done, [], frozenset({("acme", "known")}))


def _book(**models: str) -> Recorded:
    entries = {("acme", m): [Entry(None, dollars(input=price))] for m, price in models.items()}
    return Recorded(entries, frozenset())


def test_every_kind_of_finding_is_a_row() -> None:
    """What changes comes first, then what is new, doubted, gone, and what has no meter."""
    reading = priced(a="2", b="1", known="1", odd="5000")._replace(left={"pixels": ("p",)})
    found = rows(_found(reading, _book(a="1", away="1")))

    assert [(row["what"], row["model"], row["why"]) for row in found] == [
        ("changed", "a", ""),
        ("new", "b", ""),
        ("new", "known", KNOWN),
        ("held back", "odd", "more than 1000 USD: input 5000"),
        ("gone", "away", "its last price stays"),
        ("no meter", "p", "pixels"),
    ]
    assert len({tuple(row) for row in found}) == 1


def test_prices_come_and_go_within_a_model() -> None:
    """A meter that is new is added, one that the list dropped is removed."""
    reading = priced()._replace(offers=(offer("a", Period(None, dollars(output="2"))),))
    found = rows(_found(reading, _book(a="1")))

    assert [(row["what"], row["meter"]) for row in found] == [
        ("removed", Kind("input").meter),
        ("added", Kind("output").meter),
    ]
