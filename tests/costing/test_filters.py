"""What is said of filters that no record matches."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from support import ledger_rows
from support.usage import T0, call, usage_rows
from tokenomics.costing import Attribution, CostQuery, unmatched
from tokenomics.costing.filters import unmatched_of, values_of
from tokenomics.ledger import open_ledger
from tokenomics.records.errors import ConfigError

Where = tuple[tuple[str, str], ...]
ROWS = [
    call(input=1, team="support", feature="chat"),
    call(input=1, team="support", feature="chat"),
    call(input=1, team="search", tags={"env": "prod"}),
]


def asked(con: duckdb.DuckDBPyConnection, where: Where, **options: Any) -> tuple[str, ...]:
    """What is said of filters of the rows."""
    rules = options.pop("rules", ())
    used = usage_rows(con, ROWS)
    return unmatched_of(con, "usage", used, CostQuery(where=where, **options), rules=rules)


@pytest.mark.parametrize(
    ("where", "sentences"),
    [
        ((("team", "support"),), ()),
        ((("team", "suport"),), ("no record has team 'suport': did you mean 'support'?",)),
        (
            (("team", "support"), ("team", "serch")),
            ("no record has team 'serch': did you mean 'search'?",),
        ),
        (
            (("team!", "suport"),),
            ("no record has team 'suport', nothing is left out: did you mean 'support'?",),
        ),
        ((("team", "x"),), ("no record has team 'x': there is 'support', 'search'",)),
        ((("customer", "x"),), ("no record has customer 'x': none states any",)),
        ((("tag:env", "prd"),), ("no record has tag:env 'prd': did you mean 'prod'?",)),
        ((("service_tier", "standard"),), ()),
        (
            (("team", "search"), ("feature", "chat")),
            ("no record matches all of team=search, feature=chat",),
        ),
        ((("feature", ""), ("team!", "")), ()),
        ((("user!", ""),), ("no record matches all of user!=",)),
    ],
)
def test_filters_that_match_nothing(
    con: duckdb.DuckDBPyConnection, where: Where, sentences: tuple[str, ...]
) -> None:
    """A value that no record has is named with the nearest ones, or with those there are."""
    assert asked(con, where) == sentences


def test_values_are_those_of_rules_and_of_the_period(con: duckdb.DuckDBPyConnection) -> None:
    """A rule's value counts as a record's; outside the period there is nothing to compare with."""
    rules = [Attribution({"team": "search"}, {"customer": "acme"})]

    assert asked(con, (("customer", "acme"),), rules=rules) == ()
    assert asked(con, (("team", "suport"),), since=T0 + timedelta(days=900)) == ()


def test_many_values_are_not_all_listed(con: duckdb.DuckDBPyConnection) -> None:
    """Where none is near the five most common are shown."""
    rows = [call(input=1, team=f"{letter}1") for letter in "abcdefg"]
    used = usage_rows(con, rows)
    found = unmatched_of(con, "usage", used, CostQuery(where=(("team", "xx"),)))

    assert found == ("no record has team 'xx': there is 'a1', 'b1', 'c1', 'd1', 'e1', ...",)


def test_a_ledger_is_asked(tmp_path: Path) -> None:
    """Of a ledger the same is said; an unknown dimension is an error."""
    row = ledger_rows.row(1, grain="request", provider="acme", team="support")
    ledger_rows.put(tmp_path / "books", usage=[row])
    ledger = open_ledger(tmp_path / "books")

    assert unmatched(ledger, CostQuery(where=(("team", "suport"),))) == (
        "no record has team 'suport': did you mean 'support'?",
    )
    assert unmatched(ledger, CostQuery()) == ()
    with pytest.raises(ConfigError, match="did you mean 'team'"):
        unmatched(ledger, CostQuery(where=(("tem", "x"),)))


def test_the_values_of_a_ledger(tmp_path: Path) -> None:
    """The most common comes first, rules included; so many are enough."""
    teams = ("support", "search", "search")
    rows = [
        ledger_rows.row(n, grain="request", provider="acme", team=team)
        for n, team in enumerate(teams)
    ]
    ledger_rows.put(tmp_path / "books", usage=rows)
    ledger = open_ledger(tmp_path / "books")
    rule = Attribution({"provider": "acme"}, {"feature": "chat"})

    assert values_of(ledger, "team") == ("search", "support")
    assert values_of(ledger, "team", limit=1) == ("search",)
    assert values_of(ledger, "feature", rules=[rule]) == ("chat",)
    assert values_of(ledger, "user") == ()
