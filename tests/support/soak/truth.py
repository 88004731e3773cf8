"""What a ledger must hold and answer, summed from what the sources stated, with prices of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from support.soak.sources import Call
from tokenomics.books import Book
from tokenomics.costing import CostQuery, CostRow, costs
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, engine_of
from tokenomics.people import load

Key = tuple[str | None, ...]
# Calls, each with what it costs.
Priced = Sequence[tuple[Call, Decimal]]
# What reports are by, and what of a call that is.
DIMENSIONS: Mapping[str, Callable[[Call], str | None]] = {
    "feature": lambda call: call.feature,
    "model": lambda call: call.model,
    "user": lambda call: call.user,
    "day": lambda call: f"{call.ts:%F}",
    "source": lambda call: call.source,
    "provider": lambda call: call.provider,
    "week": lambda call: f"{call.ts - timedelta(days=call.ts.weekday()):%F}",
}


class Sums(NamedTuple):
    """Calls, their tokens and what they cost as far as anybody knows."""

    requests: int = 0
    input: int = 0
    output: int = 0
    cost: Decimal = Decimal(0)

    def plus(self, other: Sums) -> Sums:
        """Both together."""
        return Sums(
            self.requests + other.requests, self.input + other.input,
            self.output + other.output, self.cost + other.cost,
        )  # fmt: skip


def stated(priced: Priced, by: tuple[str, ...]) -> dict[Key, Sums]:
    """What calls come to by some of the dimensions."""
    found: defaultdict[Key, Sums] = defaultdict(Sums)
    for call, cost in priced:
        key = tuple(DIMENSIONS[name](call) for name in by)
        found[key] = found[key].plus(Sums(call.requests, call.input, call.output, cost))
    return dict(found)


def reported(
    ledger: Ledger, book: Book, by: tuple[str, ...], people: Path, con: Engine
) -> tuple[dict[Key, Sums], Sums]:
    """What a report says by those dimensions, people by their real names, and its total."""
    report = costs(ledger, book, CostQuery(by=by), con=con)
    names = {pseudonym: name for name, pseudonym in load(people).items()}
    rows = {
        tuple(names.get(value, value) if value else None for value in row.key): _sums(row)
        for row in report.rows
    }
    return rows, _sums(report.totals)


def differences(
    ledger: Ledger, book: Book, priced: Priced, people: Path, hour: int
) -> tuple[list[str], int, Sums]:
    """How the ledger's reports differ from the sources, in sentences; how many sums were compared; the total.

    One report by all dimensions is summed up by each of them, and another one by one dimension, in
    turn, is asked for itself.
    """
    found, compared = list[str](), 0
    every = tuple(name for name in DIMENSIONS if name not in ("provider", "week"))
    with engine_of(ledger) as con:
        whole, total = reported(ledger, book, every, people, con)
        one = tuple(DIMENSIONS)[hour % len(DIMENSIONS)]
        alone, again = reported(ledger, book, (one,), people, con)
    truth = stated(priced, ()).get((), Sums())
    for name, sums in (("total", total), (f"total by {one}", again)):
        found += _differs(name, {(): sums}, {(): truth})
    for place, name in enumerate(every):
        summed: defaultdict[Key, Sums] = defaultdict(Sums)
        for key, sums in whole.items():
            summed[key[place],] = summed[key[place],].plus(sums)
        right = stated(priced, (name,))
        compared += len(right)
        found += _differs(name, summed, right)
    right = stated(priced, (one,))
    return found + _differs(f"report by {one}", alone, right), compared + len(right) + 2, total


def _differs(what: str, told: Mapping[Key, Sums], right: Mapping[Key, Sums]) -> list[str]:
    return [
        f"{what} {key}: told {told.get(key)}, stated {right.get(key)}"
        for key in sorted({*told, *right}, key=str)
        if told.get(key) != right.get(key)
    ]


def _sums(row: CostRow) -> Sums:
    used = {name: int(row.meters.get(name, 0)) for name in ("input", "output")}
    return Sums(row.requests, used["input"], used["output"], row.cost or Decimal(0))
