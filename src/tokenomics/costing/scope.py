"""Which usage records a question is about, and what they are attributed to.

A scope is a relation with a period, filters and attribution rules. It yields SQL whose only
variable parts are bound values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from tokenomics.dimensions import Dimension, dimension, filterable, tag_key
from tokenomics.ledger import NOTHING, Known
from tokenomics.queries import literal, sql
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.kinds import USAGE
from tokenomics.timezones import instant_sql

# What a rule may set; everything else is a fact of the call.
ATTRIBUTES = ("user_id", "team", "feature", "project", "environment", "customer")


class Attribution(NamedTuple):
    """A rule: calls whose dimensions equal `when` belong to what `set` says.

    Rules see the records as stored. Of the rules that match, the first that sets a field
    gives its value, also where the record has one.
    """

    when: Mapping[str, str]
    set: Mapping[str, str]


class Scope(NamedTuple):
    """Usage records: `relation` is SQL of a FROM item, `used` its columns that hold anything.

    `where` holds (name, value) pairs: the same name twice means either value, an empty value
    means none, and a name that ends in `!` means all other values. `values` are bound. `known` is
    what holds of all records of the relation.
    """

    relation: str
    used: frozenset[str]
    since: datetime | None
    until: datetime | None
    where: tuple[tuple[str, str], ...]
    rules: tuple[Attribution, ...]
    values: Mapping[str, str]
    known: Known = NOTHING

    @property
    def bindings(self) -> dict[str, str]:
        """The name under which each value is bound."""
        return {value: name for name, value in self.values.items()}


NULL = "CAST(NULL AS VARCHAR)"
# Columns of usage that every record has.
ALWAYS = frozenset(column.name for column in USAGE.columns if column.required)
_FLAGS = frozenset(column.name for column in USAGE.columns if column.dtype == "flag")
# Counts of attempts; meters are never asked for as text.
_COUNTS = frozenset(("attempt", "hidden_attempts"))
_NAMED = re.compile(r"\$(p[0-9]+)")


def scope_of(  # noqa: PLR0913
    relation: str,
    used: frozenset[str],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    where: Sequence[tuple[str, str]] = (),
    rules: Sequence[Attribution] = (),
    by: Sequence[Dimension] = (),
    known: Known = NOTHING,
) -> Scope:
    """A scope with every name checked and every value given a name to be bound under.

    Raises ConfigError with the nearest name for an unknown dimension or attribute.
    """
    for rule in rules:
        _check_rule(rule)
    filters = [filterable(name.removesuffix("!")) for name, _ in where]
    conditions = [filterable(name) for rule in rules for name in rule.when]
    texts = [
        *(value for _, value in where),
        *(value for rule in rules for value in (*rule.when.values(), *rule.set.values())),
        *(d.tag for d in (*filters, *conditions, *by) if d.tag),
    ]
    values = {f"p{index}": text for index, text in enumerate(dict.fromkeys(texts))}
    return Scope(relation, used, since, until, tuple(where), tuple(rules), values, known)


def _check_rule(rule: Attribution) -> None:
    if not rule.when:
        raise ConfigError("an attribution rule has no 'when': say which calls it is about")
    for name in rule.set:
        if _attribute(name) not in ATTRIBUTES:
            raise ConfigError(unknown("attribute", name, ATTRIBUTES))


def _attribute(name: str) -> str:
    return "user_id" if name == "user" else name


def dimension_sql(scope: Scope, found: Dimension) -> str:
    """SQL of a dimension's value of a record, after attribution; not for periods of time."""
    return _value_sql(scope, found, [column_sql(scope, column) for column in found.columns])


def column_sql(scope: Scope, column: str) -> str:
    """SQL of one column of a record, or of a tag written `tag:KEY`, after attribution."""
    whens = [
        f"WHEN {_condition(scope, rule)} THEN ${scope.bindings[value]}"
        for rule in scope.rules
        for name, value in rule.set.items()
        if _attribute(name) == column
    ]
    stored = _stored(scope, column)
    return f"CASE {' '.join(whens)} ELSE {stored} END" if whens else stored


def task_sql(scope: Scope, ids: Sequence[str]) -> str:
    """SQL of a call's task: the first of the columns and tags that it has."""
    present = [column_sql(scope, name) for name in stated(scope.used, ids)]
    return f"coalesce({', '.join(present)})" if present else NULL


def stated(used: frozenset[str], names: Iterable[str]) -> list[str]:
    """Of names of columns and of tags (`tag:KEY`) those that any record may state."""
    return [name for name in names if ("tags" if tag_key(name) else name) in used]


def bound(scope: Scope, text: str) -> dict[str, str]:
    """The values that a query's text asks for."""
    return {name: scope.values[name] for name in _NAMED.findall(text)}


def inlined(scope: Scope, text: str) -> str:
    """A query's text with the scope's values in it, for a relation that other scopes read."""
    return _NAMED.sub(lambda name: literal(scope.values[name[1]]), text)


def period_sql(scope: Scope) -> str:
    """SQL of whether a record lies in the scope's period."""
    return " AND ".join(_period(scope)) or "true"


def asked_sql(scope: Scope) -> str:
    """SQL of whether a record lies in the scope's period and passes its filters."""
    return " AND ".join([*_period(scope), *_filters(scope)]) or "true"


def calls_sql(scope: Scope, columns: Mapping[str, str]) -> str:
    """SQL of the scope's records with the given columns (name -> expression), in parentheses."""
    chosen = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    text = sql("calls", columns=chosen, relation=scope.relation, conditions=asked_sql(scope))
    return f"({text})"


def stored_sql(scope: Scope, column: str) -> str:
    """SQL of a column as stored, null of its own type where no record states it."""
    if column in scope.used or column in ALWAYS:
        return column
    return f"CAST(NULL AS {USAGE.column(column).sql_type})"


def _stored(scope: Scope, column: str) -> str:
    """SQL of a column or tag as stored, as text: flags are yes or no, counts are written out."""
    if (key := tag_key(column)) is not None:
        return f"tags[{literal(key)}]" if "tags" in scope.used else NULL
    if column not in scope.used:
        return NULL
    if column in _FLAGS:
        return f"CASE WHEN {column} THEN 'yes' WHEN NOT {column} THEN 'no' END"
    return f"CAST({column} AS VARCHAR)" if column in _COUNTS else column


def _value_sql(scope: Scope, found: Dimension, columns: list[str]) -> str:
    if found.tag is not None:
        tag = f"tags[${scope.bindings[found.tag]}]"
        return tag if "tags" in scope.used else NULL
    parts = [part for part in columns if part != NULL]
    if found.default is not None:
        parts.append(f"'{found.default}'")
    if not parts:
        return NULL
    return parts[0] if len(parts) == 1 else f"coalesce({', '.join(parts)})"


def _condition(scope: Scope, rule: Attribution) -> str:
    """SQL that holds where the record as stored equals every value of the rule's `when`."""
    return " AND ".join(
        _equals(scope, _value_sql(scope, d, [_stored(scope, c) for c in d.columns]), value)
        for d, value in ((filterable(name), value) for name, value in rule.when.items())
    )


def _equals(scope: Scope, expression: str, value: str) -> str:
    return f"{expression} = ${scope.bindings[value]}" if value else f"{expression} IS NULL"


def _period(scope: Scope) -> Iterable[str]:
    if scope.since is not None:
        yield f"ts >= {instant_sql(scope.since)}"
    if scope.until is not None:
        yield f"ts < {instant_sql(scope.until)}"


def _filters(scope: Scope) -> Iterable[str]:
    """One condition a name: any of its values, or none of those it excludes."""
    for name in dict.fromkeys(name for name, _ in scope.where):
        values = [value for other, value in scope.where if other == name]
        expression = f"({dimension_sql(scope, dimension(name.removesuffix('!')))})"
        either = " OR ".join(_equals(scope, expression, value) for value in values)
        yield f"(({either}) IS NOT TRUE)" if name.endswith("!") else f"({either})"
