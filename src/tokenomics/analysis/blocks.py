"""Tasks or calls in the engine as a bootstrap draws them: each for itself, or in blocks where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.intervals import MOST_DRAWN, Drawn
from tokenomics.engine import Engine
from tokenomics.outcomes.labour import labour_cost
from tokenomics.queries import sql
from tokenomics.records.money import ZERO, total


class Blocks(NamedTuple):
    """What is drawn, and of how many tasks or calls it is."""

    drawn: tuple[Drawn, ...]
    size: int


def query(units: str, names: Sequence[str] = ()) -> str:
    """SQL of the blocks of each group.

    `units` is SQL of a FROM item with the names of the groups, and `cost`, `minutes` and `successes` of
    each task or call.
    """
    return sql(
        "quality_blocks",
        dimensions="".join(f"{name}, " for name in names),
        partition=f"PARTITION BY {', '.join(names)}" if names else "",
        most=str(MOST_DRAWN),
        tasks=units,
    )


def drawn(cost: Decimal, minutes: Decimal, successes: int, hourly: Decimal | None) -> Drawn:
    """A block with the price of people's time, of which an hour costs `hourly`."""
    labour = labour_cost(Decimal(minutes), hourly) if minutes else ZERO
    return Drawn(total((cost, labour)), int(successes))


def padded(blocks: Sequence[Drawn], size: int) -> tuple[Drawn, ...]:
    """The blocks with those that chance gave none of `size` tasks, which are blocks too."""
    empty = [Drawn(ZERO, 0)] * (MOST_DRAWN - len(blocks)) if size > MOST_DRAWN else []
    return (*blocks, *empty)


def blocks_of(con: Engine, units: str, hourly: Decimal | None = None) -> Blocks:
    """All `units`, as `query` takes them."""
    rows = con.execute(query(units)).fetchall()
    found = [drawn(cost, minutes, successes, hourly) for cost, minutes, successes in rows]
    (size,) = con.execute(f"SELECT count(*) FROM {units} AS units").fetchall()[0]  # noqa: S608
    return Blocks(padded(found, size), size)
