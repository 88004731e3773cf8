"""Usage as another design would make it, and what it costs: priced by the code that prices all usage.

A world starts as the calls that were made. A step changes which model, tier or tokens calls have,
at which prices they are, or makes some of them again; it hands on a world, so that steps follow one
another in any number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.analysis.stakes import Base, Finding, Key, is_graduated, metered_sql
from tokenomics.books import Book
from tokenomics.costing.answer import CostRow
from tokenomics.costing.run import costs_by
from tokenomics.costing.scope import ALWAYS
from tokenomics.dimensions import Dimension
from tokenomics.queries import sql
from tokenomics.records.money import EXACT, ZERO, total

ONCE = Decimal(1)
# The flag of calls that the step before changed.
TOUCHED = "touched"
# What tells which calls have a price: they are compared among those of equals alone.
_PRICED_BY = ("provider", "model_served", "model_requested", "service_tier", "region", "variant")
_METERED = "metered"
_WRITTEN = "tokenomics_calls_"
_STATE = "state"
_IDS = frozenset(
    (
        "source_file", "source_line", "ingest_id", "observed_at", "request_id", "response_id",
        "parent_id", "prompt_digest", "prefix_digests",
    )
)  # fmt: skip


class Part(NamedTuple):
    """Calls as they would be made. `weight` is how often each is: 1, or the share that is made again.

    The relation of `base` has, besides the columns of usage and what `Base` says of it, the flag
    TOUCHED and what the columns that calls are grouped by were at first, as `was_NAME`.
    """

    base: Base
    weight: Decimal = ONCE


class World(NamedTuple):
    """All calls under a design."""

    parts: tuple[Part, ...]

    @property
    def first(self) -> Base:
        """The calls that are made in any case, and by which book and question they are priced."""
        return self.parts[0].base


class Cell(NamedTuple):
    """Calls that are equal in all that decides about their price at first.

    `requests` is how many they were, `touched` how many of them the last step changed. `cost` is
    that of what has a price, `is_priced` whether all of it has. `meters` sums what they use.
    """

    requests: int
    touched: int
    cost: Decimal
    is_priced: bool
    meters: Mapping[str, Decimal]


NO_CELL = Cell(0, 0, ZERO, is_priced=True, meters={})


class Changed(NamedTuple):
    """A world after a step. `sentences` tell what the step does, `remarks` what is not known of it.

    `fixed` is what the step costs in the period besides calls. `refused` counts calls that stay as they
    are because quality would fall, by the question's dimensions.
    """

    world: World
    sentences: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    fixed: Decimal = ZERO
    refused: Mapping[Key, int] = MappingProxyType({})


class Step(NamedTuple):
    """One thing that would be otherwise: what it is called, and what it makes of a world."""

    name: str
    change: Callable[[World], Changed]


def world_of(base: Base) -> World:
    """The calls as they were made, in one part."""
    columns = {
        **{name: f"calls.{name}" for name in (*_stored(base), "in_period", "asked")},
        **{_was(name): base.column(name) for name in _remembered(base)},
        _METERED: metered_sql(base),
        TOUCHED: "false",
    }
    return World((Part(base._replace(relation=base.calls(columns, "true"))),))


def everywhere(world: World, change: Callable[[Base], Base]) -> World:
    """The world with the calls of each part changed."""
    parts = (part._replace(base=change(part.base)) for part in world.parts)
    return world._replace(parts=tuple(parts))


def otherwise(base: Base, *findings: Finding) -> Base:
    """The calls of a part, those that findings concern with other columns and marked as touched.

    Of several findings about one call the first counts. A call that the question does not ask for
    stays as it is.
    """
    flags = [f"(calls.asked AND ({found.flag}) IS TRUE)" for found in findings]
    names = sorted({name for found in findings for name in found.changed})
    columns = {
        **{name: f"calls.{name}" for name in (*_stored(base), *_carried(base))},
        **{name: _either(base, name, list(zip(flags, findings, strict=True))) for name in names},
        TOUCHED: " OR ".join(flags) or "false",
    }
    text = sql(
        "otherwise",
        columns=", ".join(f"{expression} AS {name}" for name, expression in columns.items()),
        relation=base.relation,
        join=" ".join(found.join for found in findings),
    )
    return _priced_anew(base._replace(relation=f"({text})", used=base.used | set(names)))


def _either(base: Base, name: str, findings: Sequence[tuple[str, Finding]]) -> str:
    """SQL of a column as the first finding that concerns a call has it."""
    kept = base.column(name)
    whens = " ".join(
        f"WHEN {flag} THEN {found.changed.get(name, kept)}" for flag, found in findings
    )
    return f"CASE {whens} ELSE {kept} END"


def only(base: Base, flag: str) -> Base:
    """Those calls of a part that are asked for and as the flag says."""
    columns = {name: f"calls.{name}" for name in (*_stored(base), *_carried(base), TOUCHED)}
    return base._replace(relation=base.calls(columns, f"calls.asked AND ({flag})"))


def written(base: Base) -> Base:
    """The same calls in a table of their own: for those that are few and are asked often."""
    table = _WRITTEN + hashlib.sha256(base.relation.encode()).hexdigest()[:16]
    base.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM {base.relation}")  # noqa: S608
    return base._replace(relation=table)


def with_book(base: Base, book: Book) -> Base:
    """The same calls at the prices of another book."""
    return _priced_anew(base._replace(book=book))


def costs_in(world: World) -> dict[Key, Cell]:
    """What the calls asked for cost, by the question's dimensions as they were at first and by what
    decided about their price then.

    Raises as `costs` does.
    """
    found: dict[Key, Cell] = {}
    for part in world.parts:
        for key, touched, row in _rows(part.base):
            found[key] = _added(found.get(key, NO_CELL), row, part.weight, touched=touched)
    return found


def saved(now: Mapping[Key, Cell], then: Mapping[Key, Cell]) -> Decimal:
    """What calls cost more than they would otherwise, where both have a price."""
    return total(
        EXACT.subtract(cell.cost, then[key].cost)
        for key, cell in now.items()
        if cell.is_priced and key in then and then[key].is_priced
    )


def _added(cell: Cell, row: CostRow, weight: Decimal, *, touched: bool) -> Cell:
    """A cell with more calls. Calls that are made again are no other calls: they cost alone."""
    counted = row.requests if weight == ONCE else 0
    meters = dict(cell.meters)
    for name, quantity in row.meters.items():
        meters[name] = EXACT.add(meters.get(name, ZERO), EXACT.multiply(Decimal(quantity), weight))
    return Cell(
        cell.requests + counted,
        cell.touched + (counted if touched else 0),
        EXACT.add(cell.cost, EXACT.multiply(row.cost or ZERO, weight)),
        cell.is_priced and not row.has_unpriced,
        meters,
    )


def _rows(base: Base) -> Iterator[tuple[Key, bool, CostRow]]:
    """The costs of a part by key, and whether the last step touched its calls.

    Prices by quantity depend on the other calls too, so that these are priced as well.
    """
    columns = {
        **{name: f"calls.{name}" for name in _stored(base) if name not in _IDS},
        **{name: f"calls.{name}" for name in (*map(_was, _remembered(base)), _METERED)},
        _STATE: f"CASE WHEN calls.asked THEN CASE WHEN calls.{TOUCHED} THEN 'touched' ELSE 'kept' END END",
    }
    relation = base.calls(columns, "true" if base.is_graduated else "calls.asked")
    dims = [
        *(found if found.tag or found.part else _first(found) for found in base.by),
        *(Dimension(name, (_was(name),), "") for name in _PRICED_BY),
        Dimension(_METERED, (_METERED,), ""),
        Dimension(_STATE, (_STATE,), ""),
    ]
    used = (base.used & columns.keys()) | columns.keys() - ALWAYS
    report = costs_by(base.con, relation, used, base.book, base.query, dims=dims)
    for row in report.rows:
        *key, state = row.key
        if state is not None:
            yield tuple(key), state == "touched", row


def model_of(priced_by: Key) -> str:
    """The model that calls had at first, of the part of their key that follows the question's dimensions."""
    found = dict(zip(_PRICED_BY, priced_by, strict=False))
    return found["model_served"] or found["model_requested"] or "(none)"


def was_model() -> str:
    """SQL of the model that a call had at first."""
    return "coalesce(calls.was_model_served, calls.was_model_requested)"


def _first(found: Dimension) -> Dimension:
    """A dimension of calls as they were made."""
    return found._replace(columns=tuple(map(_was, found.columns)))


def _was(name: str) -> str:
    return f"was_{name}"


def _remembered(base: Base) -> list[str]:
    """The columns that calls are compared by as they were made."""
    by = (name for found in base.by if not (found.part or found.tag) for name in found.columns)
    return sorted({*by, *_PRICED_BY})


def _stored(base: Base) -> list[str]:
    """The columns of usage that a part has."""
    return sorted(base.used | ALWAYS)


def _carried(base: Base) -> list[str]:
    """What a part has besides columns of usage, whatever a step changes."""
    return ["in_period", "asked", _METERED, *map(_was, _remembered(base))]


def _priced_anew(base: Base) -> Base:
    return base._replace(is_graduated=is_graduated(base))
