"""Overheads that a configuration states: plain amounts, and those drawn from the lines of bills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.config import Config, OverheadConfig
from tokenomics.costing import CostQuery
from tokenomics.dimensions import of_scope
from tokenomics.engine import Engine
from tokenomics.outcomes.overheads import Overhead, touches
from tokenomics.queries import literal, sql
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.kinds import CHARGE, LINEAGE
from tokenomics.records.money import parse_money
from tokenomics.timezones import from_micros, midnight, zone

# What a line of a bill is picked by, besides its tags: column, or another name for one.
_LINEAGE = frozenset(column.name for column in LINEAGE if column.name != "source")
_TEXTS = tuple(c.name for c in CHARGE.columns if c.dtype == "text" and c.name not in _LINEAGE)
_NAMES = {**{name: name for name in _TEXTS}, "model": "model_served", "account": "scope_id"}
_TAG = "tag:"


class Drawn(NamedTuple):
    """An overhead whose amounts are those of bills' lines that equal all of `charges`: column -> value.

    `cost` is the column that is added: billed_cost, effective_cost and the like. `what` it is called
    in sentences.
    """

    name: str
    nature: str
    scope: Mapping[str, str]
    allocate_by: str
    charges: Mapping[str, str]
    cost: str
    what: str = "overhead"


Stated = Overhead | Drawn


def stated(config: Config) -> tuple[Stated, ...]:
    """The overheads of a configuration; its days are those of its own time zone.

    Raises ConfigError for one that has no amount or two, or a period that ends before it begins.
    """
    local = zone(config.report.timezone)
    return tuple(_stated(each, config.report.currency, local) for each in config.overhead)


def _stated(given: OverheadConfig, currency: str, local: ZoneInfo) -> Stated:
    where = f"[[overhead]] {given.name!r}"
    scope = {of_scope(name).name: value for name, value in given.scope.items()}
    if (given.amount is None) == (given.from_charges is None):
        raise ConfigError(f"{where}: say either amount or from_charges")
    if given.from_charges is not None:
        if given.start or given.end:
            raise ConfigError(f"{where}: bills say when they charge: leave out start and end")
        charges = {_column(where, name): value for name, value in given.from_charges.items()}
        if not charges:
            raise ConfigError(f"{where}: from_charges picks nothing: name a service or the like")
        return Drawn(
            given.name, given.nature, scope, given.allocate_by, charges, f"{given.cost}_cost"
        )
    if given.start is None:
        raise ConfigError(f"{where}: say when it is paid for: start, and end unless it is at once")
    if given.end and given.end < given.start:
        raise ConfigError(f"{where}: end is before start")
    money = parse_money(given.amount or "", currency)
    start = midnight(local, given.start)
    end = midnight(local, given.end + timedelta(days=1)) if given.end else None
    return Overhead(
        given.name, given.nature, start, end, money.amount, money.currency, scope, given.allocate_by
    )


def bill_column(name: str) -> str:
    """The column of a bill's lines of that name, or the tag `tag:KEY`.

    Raises ConfigError with the nearest name where there is none.
    """
    if name.startswith(_TAG) and len(name) > len(_TAG):
        return name
    if name not in _NAMES:
        raise ConfigError(unknown("column", name, [*_NAMES, "tag:KEY"]))
    return _NAMES[name]


def bill_values(con: Engine, charges: str, column: str, limit: int = 2_000) -> list[str]:
    """The most common values of a column of bills' lines, or of a tag; `charges` is as of `drawn`."""
    values = f"(SELECT {_value(column)} AS known FROM {charges} AS charges)"  # noqa: S608
    text = sql("known_values", calls=values, limit=str(limit))
    return [row[0] for row in con.execute(text).fetchall()]


def _column(where: str, name: str) -> str:
    try:
        return bill_column(name)
    except ConfigError as error:
        raise ConfigError(f"{where}: from_charges: {error}") from None


def drawn(
    con: Engine, found: Sequence[Stated], charges: str, query: CostQuery
) -> tuple[list[Overhead], list[str]]:
    """The overheads with their amounts, and a sentence for each that bills say too little of.

    `charges` is SQL of a FROM item with the columns of charges; it is read only where one is drawn
    from it. Charges that lie outside the question's period cost nothing in it, which is said.
    """
    overheads: list[Overhead] = []
    remarks: list[str] = []
    for each in found:
        if isinstance(each, Overhead):
            overheads.append(each)
            continue
        rows = con.execute(_text(each, charges, each.charges)).fetchall()
        of_bills = [_of_lines(each, *row[:4]) for row in rows]
        overheads += of_bills
        remarks += _lacking(con, each, charges, [row[4:] for row in rows])
        if rows and not any(touches(line, query.since, query.until) for line in of_bills):
            remarks.append(f"{each.what} {each.name!r}: none of its charges is of the period")
    return overheads, remarks


def _text(each: Drawn, charges: str, wanted: Mapping[str, str]) -> str:
    conditions = " AND ".join(
        f"{_value(name)} = {literal(value)}" if value else f"{_value(name)} IS NULL"
        for name, value in wanted.items()
    )
    return sql("charges", charges=charges, cost=each.cost, conditions=conditions or "true")


def _value(name: str) -> str:
    if name.startswith(_TAG):
        return f"charges.tags[{literal(name.removeprefix(_TAG))}]"
    return f"charges.{name}"


def _of_lines(
    each: Drawn, first: int, last: int | None, currency: str, amount: Decimal
) -> Overhead:
    end = None if last is None else from_micros(last)
    return Overhead(
        each.name, each.nature, from_micros(first), end, amount, currency, each.scope,
        each.allocate_by,
    )  # fmt: skip


def _lacking(
    con: Engine, each: Drawn, charges: str, counts: Sequence[tuple[int, int]]
) -> Iterator[str]:
    """What is to be said of the lines that were found, by how many there are and state the cost."""
    lines, told = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    if not lines:
        yield f"{each.what} {each.name!r}: {_nothing(con, each, charges)}"
    elif told < lines:
        cost = each.cost.removesuffix("_cost")
        yield f"{each.what} {each.name!r}: {lines - told:,} of {lines:,} charges state no {cost} cost"


def _nothing(con: Engine, each: Drawn, charges: str) -> str:
    """Why no line of a bill is the overhead's: a value that none has, or not all of them together."""
    for name, value in each.charges.items():
        if con.execute(_text(each, charges, {name: value})).fetchall():
            continue
        values = bill_values(con, charges, name)
        if not values:
            return f"no charge states its {name}"
        return f"no charge matches: {unknown(name, value, values)}"
    wanted = " and ".join(f"{name} = {value!r}" for name, value in each.charges.items())
    return f"no single charge has {wanted}"
