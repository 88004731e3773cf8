"""Filters that match nothing: a mistyped value must not look like no cost."""

from __future__ import annotations

from collections.abc import Sequence

from tokenomics.costing.answer import CostQuery
from tokenomics.costing.scope import Attribution, Scope, calls_sql, dimension_sql, scope_of
from tokenomics.costing.tally import ask
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, engine_of, usage_of
from tokenomics.queries import sql
from tokenomics.records.errors import nearest

# So many of the most common values are looked at, and so many are named where none is near.
_KNOWN, _SHOWN = 2_000, 5


def unmatched(
    ledger: Ledger,
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
    con: Engine | None = None,
) -> tuple[str, ...]:
    """A sentence for each filter of the query whose value no record of its period has.

    Each names the nearest values. Where every value is known and no record has all of them, one
    sentence says that. Raises ConfigError for an unknown dimension.
    """
    if not query.where:
        return ()
    stored = usage_of(ledger, since=query.since, until=query.until)
    mine = con or engine_of(ledger)
    try:
        return unmatched_of(mine, stored.relation, stored.used, query, rules=rules)
    finally:
        if con is None:
            mine.close()


def unmatched_of(
    con: Engine,
    relation: str,
    used: frozenset[str],
    query: CostQuery,
    *,
    rules: Sequence[Attribution] = (),
) -> tuple[str, ...]:
    """The same of a usage relation, as `costs_of` takes it."""
    scope = scope_of(
        relation, used, since=query.since, until=query.until, where=query.where, rules=rules
    )
    every = scope._replace(where=())
    records, *flags = _flags(con, every, query.where)
    if not records:
        return ()
    lacking = [item for item, known in zip(query.where, flags, strict=True) if not known]
    if lacking:
        return tuple(_sentence(con, every, *item) for item in lacking)
    return () if _flags(con, scope, ())[0] else (_together(query.where),)


def values_of(
    ledger: Ledger, name: str, *, rules: Sequence[Attribution] = (), limit: int = _KNOWN
) -> tuple[str, ...]:
    """The most common values of a dimension in a ledger's usage, the most common first.

    Raises ConfigError for an unknown dimension.
    """
    stored = usage_of(ledger)
    scope = scope_of(stored.relation, stored.used, rules=rules)
    with engine_of(ledger) as con:
        return tuple(_common(con, scope, name, limit))


def _common(con: Engine, scope: Scope, name: str, limit: int = _KNOWN) -> list[str]:
    calls = calls_sql(scope, {"known": f"({dimension_sql(scope, dimension(name))})"})
    return [row[0] for row in ask(con, scope, sql("known_values", calls=calls, limit=str(limit)))]


def _flags(con: Engine, scope: Scope, where: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """How many records there are, and of each filter whether any has its value.

    To leave out or find what states nothing is no mistake where there is no such record.
    """
    columns = {"ts": "ts"}
    for number, (name, value) in enumerate(where):
        expression = dimension_sql(scope, dimension(name.removesuffix("!")))
        columns[f"f{number}"] = f"({expression}) = ${scope.bindings[value]}" if value else "true"
    tests = [f"coalesce(bool_or(calls.f{number}), false)" for number in range(len(where))]
    text = sql("filters", tests=", ".join(tests or ["true"]), calls=calls_sql(scope, columns))
    (row,) = ask(con, scope, text)
    return row


def _sentence(con: Engine, scope: Scope, name: str, value: str) -> str:
    plain = name.removesuffix("!")
    known = _common(con, scope, plain)
    near = nearest(value, known)
    if near:
        hint = f"did you mean {' or '.join(map(repr, near))}?"
    elif known:
        more = ", ..." if len(known) > _SHOWN else ""
        hint = f"there is {', '.join(map(repr, known[:_SHOWN]))}{more}"
    else:
        hint = "none states any"
    nothing = ", nothing is left out" if name.endswith("!") else ""
    return f"no record has {plain} {value!r}{nothing}: {hint}"


def _together(where: Sequence[tuple[str, str]]) -> str:
    return f"no record matches all of {', '.join(f'{name}={value}' for name, value in where)}"
