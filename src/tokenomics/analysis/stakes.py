"""What calls would have cost otherwise: the same calls with other columns, priced by the same code.

A finding says which calls it concerns and what would be different about them. What is at stake is
the difference of two costs, so that prices by quantity, context and hour are what they would be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.answer import CostRow
from tokenomics.costing.graduation import graduation_of
from tokenomics.costing.run import costs_by
from tokenomics.costing.scope import (
    ALWAYS,
    ATTRIBUTES,
    asked_sql,
    column_sql,
    inlined,
    period_sql,
    scope_of,
)
from tokenomics.dimensions import Dimension, dimension
from tokenomics.engine import Engine
from tokenomics.overlap import Counted
from tokenomics.queries import sql
from tokenomics.records.kinds import UNBILLED, USAGE
from tokenomics.records.meters import NAMES, is_token
from tokenomics.records.money import EXACT, ZERO
from tokenomics.timezones import from_micros

CONCERNED = "tokenomics_concerned"

# Columns that may be others, and where they stand as they were.
_WAS = {name: f"was_{name}" for name in ("model_served", "model_requested", "service_tier")}
# Where one of equal calls has no price, none has: they are left out together.
_PRICED_BY = (
    Dimension("provider", ("provider",), ""),
    Dimension("model", (_WAS["model_served"], _WAS["model_requested"]), ""),
    Dimension("service_tier", (_WAS["service_tier"],), ""),
    Dimension("region", ("region",), ""),
    Dimension("variant", ("variant",), ""),
    Dimension("metered", ("metered",), "Which meters the call states."),
    Dimension("concerned", ("concerned",), "Whether a finding is about the call."),
)
_IDS = frozenset(
    (
        "source_file", "source_line", "ingest_id", "observed_at", "request_id", "response_id",
        "parent_id", "trace_id", "session_id", "task_id", "prompt_digest", "prefix_digests",
    )
)  # fmt: skip

# Calls that cost nothing by rule are nobody's waste, and no measure of what is usual.
BILLED = f"calls.billing NOT IN ({', '.join(repr(name) for name in UNBILLED)})"
# What is paid for as a whole costs the same whatever a call does.
BY_TOKEN = f"{BILLED} AND calls.billing NOT IN ('subscription', 'provisioned')"
# Sums of many calls say nothing about the length of one, nor what was read when.
ONE_CALL = "calls.grain = 'request'"

Key = tuple[str | None, ...]


class Base(NamedTuple):
    """The calls that count, as rules attribute them, prepared to be asked again and again.

    `relation` is SQL of a FROM item with the columns of usage, of which `used` hold anything, and
    two flags: `in_period`, and `asked` that says whether the question's filters pass a call besides.
    `query` is the question without its filters, `by` its dimensions. `is_graduated` says that a price
    depends on how much is used.
    """

    con: Engine
    relation: str
    used: frozenset[str]
    book: Book
    query: CostQuery
    by: tuple[Dimension, ...]
    is_graduated: bool

    def column(self, name: str) -> str:
        """SQL of a column of `calls`, null of its own type where no call states it."""
        if name in self.used or name in ALWAYS:
            return f"calls.{name}"
        return f"CAST(NULL AS {USAGE.column(name).sql_type})"

    @property
    def model(self) -> str:
        """SQL of the model of a call: the one that answered, else the one asked for."""
        return f"coalesce({self.column('model_served')}, {self.column('model_requested')})"

    @property
    def succeeded(self) -> str:
        """SQL of whether a call is one, is billed, and did not fail: one whose length tells something."""
        return (
            f"{BILLED} AND {ONE_CALL} AND coalesce({self.column('status')}, 'success') <> 'failure'"
        )

    def calls(self, columns: Mapping[str, str], conditions: str) -> str:
        """SQL of a FROM item of some calls: `columns` (name -> SQL), where conditions hold."""
        chosen = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
        relation = f"{self.relation} AS calls"
        return f"({sql('calls', columns=chosen, relation=relation, conditions=conditions)})"

    def total(self, names: Sequence[str]) -> str:
        """SQL of the sum of some meters of `calls`, 0 where none is stated."""
        parts = [f"coalesce(calls.{name}, 0)" for name in names if name in self.used]
        return f"({' + '.join(parts)})" if parts else "0"


class Finding(NamedTuple):
    """Which calls are concerned, and what they would have been otherwise.

    `flag` is SQL of whether a call is concerned, `changed` of the columns that would be others, both
    of `calls` and of what is in `join`.
    """

    flag: str
    changed: Mapping[str, str]
    join: str = ""


class Stake(NamedTuple):
    """What a finding is about: `at_stake` is what the calls cost more than they would have.

    It is below zero where they would have cost more. `tokens` are those that would not be as they
    are, or all of the calls' where only the price would be another.
    """

    calls: int
    tokens: int
    cost: Decimal
    at_stake: Decimal


class Stakes(NamedTuple):
    """Stakes by the question's dimensions; `unpriced` calls have a price, and otherwise would have none.

    Calls without a price are in neither.
    """

    by_key: Mapping[Key, Stake]
    unpriced: int

    @property
    def whole(self) -> Stake:
        """All of them together."""
        return added(list(self.by_key.values()))


NO_STAKE = Stake(0, 0, ZERO, ZERO)


def added(stakes: Sequence[Stake]) -> Stake:
    """The exact sum of stakes."""
    whole = NO_STAKE
    for one in stakes:
        whole = Stake(
            whole.calls + one.calls,
            whole.tokens + one.tokens,
            EXACT.add(whole.cost, one.cost),
            EXACT.add(whole.at_stake, one.at_stake),
        )
    return whole


def base_of(
    con: Engine,
    once: Counted,
    book: Book,
    query: CostQuery,
    rules: Sequence[Attribution],
) -> Base:
    """The calls of a usage relation in which none stands twice, prepared to be asked again.

    Raises ConfigError for unknown dimensions and attributes.
    """
    by = tuple(dimension(name) for name in query.by)
    scope = scope_of(
        once.relation, once.used,
        since=query.since, until=query.until, where=query.where, rules=rules, by=by,
    )  # fmt: skip
    given = {name for rule in rules for name in rule.set}
    given = {"user_id" if name == "user" else name for name in given}
    used = once.used | (given & frozenset(ATTRIBUTES))
    relation = sql(
        "attributed",
        columns=", ".join(
            f"{inlined(scope, column_sql(scope, name)) if name in ATTRIBUTES else name} AS {name}"
            for name in sorted(used | ALWAYS)
        ),
        in_period=period_sql(scope),
        asked=inlined(scope, asked_sql(scope)),
        relation=once.relation,
    )
    bare = query._replace(by=(), where=(), per=None, limit=None)
    base = Base(con, f"({relation})", used, book, bare, by, is_graduated=False)
    return base._replace(is_graduated=is_graduated(base))


def is_graduated(base: Base) -> bool:
    """Whether a price by quantity is about any of the models that calls name."""
    if not base.book.graduated:
        return False
    columns = {name: f"calls.{name}" for name in ("provider", "grain", "ts")}
    text = sql("names", calls=base.calls({**columns, "model": base.model}, "true"))
    rows = base.con.execute(text).fetchall()
    if not rows:
        return False
    names = {(row[0], row[1]) for row in rows}
    first, last = min(row[3] for row in rows), max(row[4] for row in rows)
    meters = base.used | {"input"}
    found = graduation_of(base.book, names, meters, from_micros(first), from_micros(last))
    return bool(found.entries)


def stakes(base: Base, of: Finding) -> Stakes:
    """What a finding comes to. Raises as `costs_of` does."""
    relation = _concerned(base, of)
    before, after = _costs(base, relation, ()), _costs(base, relation, tuple(of.changed))
    found: dict[Key, list[Stake]] = {}
    unpriced = 0
    for key, row in before.items():
        other = after[key]
        if not row.has_unpriced and not other.has_unpriced:
            found.setdefault(key[: len(base.by)], []).append(_stake(row, other))
        elif not row.has_unpriced:
            unpriced += row.requests
    return Stakes({key: added(parts) for key, parts in found.items()}, unpriced)


def _stake(row: CostRow, other: CostRow) -> Stake:
    cost = row.cost or ZERO
    gone = {name: int(n) - int(other.meters.get(name, 0)) for name, n in _tokens(row).items()}
    moved = sum(n for n in gone.values() if n > 0)
    return Stake(
        row.requests,
        moved or sum(_tokens(row).values()),
        cost,
        EXACT.subtract(cost, other.cost or ZERO),
    )


def _tokens(row: CostRow) -> dict[str, int]:
    return {name: int(n) for name, n in row.meters.items() if is_token(name)}


def _concerned(base: Base, of: Finding) -> str:
    """SQL of the calls concerned, with what would be otherwise in columns of their own.

    Prices by quantity depend on the other calls too, so that these are there as well, unchanged.
    """
    flag = f"calls.asked AND {of.flag}"
    concerned = f"CASE WHEN {flag} THEN 'yes' END"
    columns = {
        **{name: f"calls.{name}" for name in _kept(base)},
        **{
            _otherwise(name): f"CASE WHEN {flag} THEN {other} ELSE {base.column(name)} END"
            for name, other in of.changed.items()
        },
        **{copy: base.column(name) for name, copy in _WAS.items()},
        "metered": metered_sql(base),
    }
    text = sql(
        "concerned",
        columns=", ".join(f"{expression} AS {name}" for name, expression in columns.items()),
        concerned=concerned,
        relation=base.relation,
        join=of.join,
        condition="true" if base.is_graduated else flag,
    )
    if not of.join or base.is_graduated:
        return f"({text})"
    # What is joined concerns few calls, so that these are looked for once.
    base.con.execute(f"CREATE OR REPLACE TEMP TABLE {CONCERNED} AS {text}")
    return CONCERNED


def metered_sql(base: Base) -> str:
    """SQL of a number that tells which meters a call states."""
    meters = [name for name in NAMES if name in base.used]
    bits = [f"CASE WHEN calls.{name} > 0 THEN {2**i} ELSE 0 END" for i, name in enumerate(meters)]
    if "other" in base.used:
        bits.append("CASE WHEN calls.other IS NOT NULL THEN -1 ELSE 0 END")
    return " + ".join(bits) or "0"


def _costs(base: Base, relation: str, changed: Sequence[str]) -> dict[Key, CostRow]:
    """The costs of the calls concerned, with changed columns as they would be otherwise.

    They are by the dimensions, and by what may decide whether they have a price.
    """
    columns = {
        **{name: name for name in (*_kept(base), *_WAS.values(), "metered", "concerned")},
        **{name: _otherwise(name) for name in changed},
    }
    chosen = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    text = sql("calls", columns=chosen, relation=relation, conditions="true")
    dims = [
        *(d._replace(columns=tuple(_WAS.get(c, c) for c in d.columns)) for d in base.by),
        *_PRICED_BY,
    ]
    used = (base.used & columns.keys()) | columns.keys() - ALWAYS
    report = costs_by(base.con, f"({text})", used, base.book, base.query, dims=dims)
    return {row.key: row for row in report.rows if row.key[-1] == "yes"}


def _kept(base: Base) -> list[str]:
    """The columns that prices and groups need: ids are many and long, and say nothing of either."""
    wanted = {column for found in base.by for column in found.columns}
    return sorted((base.used | ALWAYS) - (_IDS - wanted))


def _otherwise(name: str) -> str:
    return f"otherwise_{name}"
