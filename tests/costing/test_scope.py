"""Which records a question is about: periods, filters and attribution."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import duckdb
import pytest

from support.tallies import Records, scoped
from support.usage import T0, call
from tokenomics.costing import Attribution
from tokenomics.costing.scope import (
    NULL,
    Scope,
    asked_sql,
    bound,
    calls_sql,
    column_sql,
    dimension_sql,
    inlined,
    period_sql,
    scope_of,
    stated,
    task_sql,
)
from tokenomics.dimensions import dimension
from tokenomics.engine import connect
from tokenomics.records.errors import ConfigError

CALLS = [
    call(input=1, team="a", environment="prod"),
    call(input=2, team="b", tags={"k": "v"}),
    call(input=4),
]


def _taken(con: duckdb.DuckDBPyConnection, scope: Scope, *names: str) -> list[tuple[Any, ...]]:
    """The values of some dimensions of the scope's records, by their input."""
    columns = {f"d{i}": dimension_sql(scope, dimension(name)) for i, name in enumerate(names)}
    text = f"SELECT * FROM {calls_sql(scope, {'input': 'input', **columns})} ORDER BY input"
    return con.execute(text, bound(scope, text)).fetchall()


def _inputs(con: duckdb.DuckDBPyConnection, rows: Records, **options: Any) -> list[int]:
    return [row[0] for row in _taken(con, scoped(con, rows, **options))]


@pytest.mark.parametrize(
    ("where", "inputs"),
    [
        ((), [1, 2, 4]),
        ((("team", "a"),), [1]),
        ((("team", "a"), ("team", "b")), [1, 2]),
        ((("team", ""),), [4]),
        ((("team", ""), ("team", "b")), [2, 4]),
        ((("team!", "a"),), [2, 4]),
        ((("team!", "a"), ("team!", "b")), [4]),
        ((("team!", ""),), [1, 2]),
        ((("team", "a"), ("environment", "dev")), []),
        ((("tag:k", "v"),), [2]),
        ((("tag:k!", "v"),), [1, 4]),
        ((("service_tier", "standard"),), [1, 2, 4]),
        ((("model", "small"), ("user_id", "")), [1, 2, 4]),
        ((("team", "a' OR true --"),), []),
        ((("tag:k'] OR true --", "v"),), []),
    ],
)
def test_filters_choose_records(
    con: duckdb.DuckDBPyConnection, where: tuple[tuple[str, str], ...], inputs: list[int]
) -> None:
    """Names are joined by AND, values of one name by OR; empty is missing, ! excludes."""
    assert _inputs(con, CALLS, where=where) == inputs


def test_since_is_inclusive_and_until_exclusive(con: duckdb.DuckDBPyConnection) -> None:
    """A call at the very start counts, one at the very end does not."""
    end = T0 + timedelta(hours=1)
    instants = (T0 - timedelta(microseconds=1), T0, end - timedelta(microseconds=1), end)
    rows = [call(input=number, ts=ts) for number, ts in enumerate(instants)]

    assert _inputs(con, rows, since=T0, until=end) == [1, 2]
    assert _inputs(con, rows, since=T0) == [1, 2, 3]
    assert _inputs(con, rows, until=end) == [0, 1, 2]


def test_the_first_matching_rule_gives_a_field_its_value(con: duckdb.DuckDBPyConnection) -> None:
    """A rule wins over the record, earlier rules over later ones, field by field."""
    rules = [
        Attribution({"api_key_id": "k1"}, {"team": "rule one"}),
        Attribution({"api_key": "k1", "tag:x": "y"}, {"team": "rule two", "feature": "f2"}),
    ]
    rows = [
        call(input=1, api_key_id="k1", team="own", tags={"x": "y"}),
        call(input=2, api_key_id="k2", team="own"),
    ]

    assert _taken(con, scoped(con, rows, rules=rules), "team", "feature") == [
        (1, "rule one", "f2"),
        (2, "own", None),
    ]
    assert _inputs(con, rows, rules=rules, where=(("team", "rule one"),)) == [1]


def test_rules_see_the_records_as_stored(con: duckdb.DuckDBPyConnection) -> None:
    """What one rule sets is no condition of another, and `user` is the column user_id."""
    rules = [
        Attribution({"team": "a"}, {"team": "b", "user": "ann"}),
        Attribution({"team": "b"}, {"environment": "dev"}),
        Attribution({"team": "", "model": "small"}, {"team": "nobody's"}),
    ]
    found = _taken(con, scoped(con, CALLS, rules=rules), "team", "user", "environment")

    assert found == [(1, "b", "ann", "prod"), (2, "b", None, "dev"), (4, "nobody's", None, None)]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (Attribution({}, {"team": "a"}), "no 'when'"),
        (Attribution({"team": "a"}, {"model": "b"}), "unknown attribute 'model'"),
        (Attribution({"team": "a"}, {"taem": "b"}), "did you mean 'team'"),
        (Attribution({"tema": "a"}, {"team": "b"}), "did you mean 'team'"),
        (Attribution({"day": "2026-11-02"}, {"team": "b"}), "use since and until"),
    ],
)
def test_wrong_rules_are_refused(rule: Attribution, message: str) -> None:
    """A rule needs a condition, known dimensions and attributes that may be set."""
    with pytest.raises(ConfigError, match=message):
        scope_of("usage", frozenset(), rules=[rule])


@pytest.mark.parametrize(
    ("name", "message"),
    [("taem", "did you mean 'team'"), ("taem!", "did you mean 'team'"), ("day", "use since")],
)
def test_wrong_filters_are_refused(name: str, message: str) -> None:
    """A filter needs a dimension that is no period of time."""
    with pytest.raises(ConfigError, match=message):
        scope_of("usage", frozenset(), where=[(name, "a")])


@pytest.mark.parametrize(
    ("columns", "value"),
    [
        ({"model_served": "served", "model_requested": "asked"}, "served"),
        ({"model_served": None, "model_requested": "asked"}, "asked"),
        ({"model_served": None}, None),
    ],
)
def test_the_first_column_with_a_value_counts(
    con: duckdb.DuckDBPyConnection, columns: dict[str, Any], value: str | None
) -> None:
    """A dimension of several columns takes them in their order."""
    assert _taken(con, scoped(con, [call(input=1, **columns)]), "model") == [(1, value)]


ATTEMPTS = [
    call(input=1, attempt=1, hidden_attempts=0, is_fallback=False, step="plan"),
    call(input=2, attempt=12, hidden_attempts=3, is_fallback=True, gateway_cache_hit=True),
    call(input=4, route="r1", route_reason="cheapest", error_type="Timeout"),
]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("attempt", ["1", "12", None]),
        ("hidden_attempts", ["0", "3", None]),
        ("fallback", ["no", "yes", None]),
        ("is_fallback", ["no", "yes", None]),
        ("gateway_cache", [None, "yes", None]),
        ("step", ["plan", None, None]),
        ("route", [None, None, "r1"]),
        ("route_reason", [None, None, "cheapest"]),
        ("error_type", [None, None, "Timeout"]),
    ],
)
def test_flags_and_counts_are_text(
    con: duckdb.DuckDBPyConnection, name: str, values: list[str | None]
) -> None:
    """Yes or no, and digits; what a call does not state is null, not no or 0."""
    assert [row[1] for row in _taken(con, scoped(con, ATTEMPTS), name)] == values


@pytest.mark.parametrize(
    ("where", "inputs"),
    [
        ((("fallback", "yes"),), [2]),
        ((("fallback!", "yes"),), [1, 4]),
        ((("fallback", ""),), [4]),
        ((("attempt", "1"), ("attempt", "12")), [1, 2]),
        ((("attempt", "one"),), []),
        ((("hidden_attempts!", "0"), ("hidden_attempts!", "")), [2]),
    ],
)
def test_flags_and_counts_are_filtered_as_they_are_shown(
    con: duckdb.DuckDBPyConnection, where: tuple[tuple[str, str], ...], inputs: list[int]
) -> None:
    """By the text that a report has for them; what is no number finds nothing and is no error."""
    assert _inputs(con, ATTEMPTS, where=where) == inputs


def test_rules_ask_for_flags_by_yes_and_no(con: duckdb.DuckDBPyConnection) -> None:
    """Fallbacks and later attempts may be somebody's to answer for."""
    rules = [
        Attribution({"fallback": "yes"}, {"team": "platform"}),
        Attribution({"attempt": "1"}, {"team": "own"}),
    ]

    assert _taken(con, scoped(con, ATTEMPTS, rules=rules), "team") == [
        (1, "own"),
        (2, "platform"),
        (4, None),
    ]


def test_columns_that_hold_nothing_are_not_read() -> None:
    """Of a relation without a column no file need have it: it is a null, or its default."""
    scope = scope_of("usage", frozenset({"ts"}), by=[dimension("tag:k")])

    assert column_sql(scope, "team") == NULL
    assert dimension_sql(scope, dimension("tag:k")) == NULL
    assert dimension_sql(scope, dimension("service_tier")) == "'standard'"


def test_a_query_is_given_the_values_it_names() -> None:
    """Each text is bound once, and only where it is asked for."""
    scope = scope_of("usage", frozenset({"team"}), where=[("team", "a"), ("feature", "a")])
    more = scope_of("usage", frozenset({"team"}), where=[("team", "a"), ("team", "b")])

    assert bound(scope, calls_sql(scope, {"team": "team"})) == {"p0": "a"}
    assert bound(more, f"SELECT ${more.bindings['b']}") == {"p1": "b"}
    assert bound(more, "SELECT 1") == {}


def test_values_may_stand_in_the_text_itself() -> None:
    """For a relation within another query: quotes in a value stay in it."""
    scope = scope_of("usage", frozenset({"team"}), where=[("team", "it's"), ("team", "b")])

    assert inlined(scope, asked_sql(scope)) == "((team) = 'it''s' OR (team) = 'b')"


def test_a_period_and_filters_are_told_apart() -> None:
    """The period alone, and both; of no question everything is asked."""
    scope = scope_of("usage", frozenset({"team"}), until=T0, where=[("team", "a")])

    assert "team" not in period_sql(scope)
    assert asked_sql(scope) == f"{period_sql(scope)} AND ((team) = $p0)"
    assert asked_sql(scope_of("usage", frozenset())) == "true"


def test_a_tag_may_name_a_task() -> None:
    """Of a tag and a session the first that a call has; a quote in a key is text."""
    rows = [
        call(input=1, tags={"it's": "fix"}, session_id="s"), call(input=2, session_id="s"), call(input=4),
    ]  # fmt: skip
    names = ("tag:it's", "session_id", "trace_id")
    with connect() as con:
        scope = scoped(con, rows)
        text = f"SELECT task FROM {calls_sql(scope, {'input': 'input', 'task': task_sql(scope, names)})} ORDER BY input"
        assert con.execute(text).fetchall() == [("fix",), ("s",), (None,)]
        assert stated(scope.used, names) == ["tag:it's", "session_id"]
        assert stated(frozenset({"ts"}), names) == []
