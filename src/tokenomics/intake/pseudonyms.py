"""Staged rows without people: whoever they name is replaced by a pseudonym before the commit.

Ids and ranks of records are digests of what the files say, so they are the same with and without
pseudonyms, and whatever becomes of the file of people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tokenomics.engine import columns_of, duckdb
from tokenomics.queries import literal, quoted
from tokenomics.records.kinds import FILE, KINDS, LINEAGE, REJECT

# The pseudonyms of names.
Naming = Callable[[Iterable[str]], Mapping[str, str]]

_USER = "user_id"
_TAG = "tag:"
# They hold paths and reasons, nothing else of what a file says.
_OWN = frozenset({FILE.name, REJECT.name})


class _Place(NamedTuple):
    """A column of a staged table whose texts the files decide about.

    `person` is SQL that is true of a `text` that names a person; of a tag it also knows the `key`.
    `hint` is SQL over the table that is true of every row with a text to replace and of few others.
    """

    table: str
    column: str
    is_tags: bool
    person: str
    hint: str


def pseudonymise(
    con: duckdb.DuckDBPyConnection,
    tables: Mapping[str, str],
    naming: Naming | None,
    also: Sequence[str] = (),
) -> frozenset[str]:
    """Replace the people in staged tables (kind -> table), and secret keys by their digests.

    People are the users, whoever the columns and tags in `also` name, and every e-mail address
    that is a whole text or tag. Without `naming` people stay as they are. Returns the people that
    were found; `naming` is not asked where there are none.
    """
    places = _touched(con, list(_places(con, tables, also, named=naming is not None)))
    found = {name for place in places for (name,) in _run(con, _PEOPLE, place)}
    named = naming(found) if naming is not None and found else {}
    con.execute(_NAMED, {"names": list(named), "pseudonyms": list(named.values())})
    for place in places:
        _run(con, _REPLACE_TAGS if place.is_tags else _REPLACE, place)
    return frozenset(found)


def _places(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, str], also: Sequence[str], *, named: bool
) -> Iterator[_Place]:
    lineage = {column.name for column in LINEAGE}
    tag, personal = _person_of_tag(also), {_USER, *also}
    for kind, table in tables.items():
        for column in () if kind in _OWN else map(KINDS[kind].column, columns_of(con, table)):
            if column.dtype == "tags":
                yield _Place(table, column.name, True, tag if named else "false", "true")
            elif column.dtype == "text" and not column.choices and column.name not in lineage:
                person, hint = "is_mail(text)", f"may_be_private({quoted(column.name)})"
                if named and column.name in personal:
                    person, hint = "text <> ''", f"{quoted(column.name)} <> ''"
                yield _Place(table, column.name, False, person if named else "false", hint)


def _person_of_tag(also: Sequence[str]) -> str:
    listed = [literal(name.removeprefix(_TAG).lower()) for name in also]
    wanted = f" OR lower(key) IN ({', '.join(listed)})" if listed else ""
    return f"(text <> '' AND (names_person(key) OR is_mail(text){wanted}))"


def _touched(con: duckdb.DuckDBPyConnection, places: Sequence[_Place]) -> list[_Place]:
    """The places in which there may be anything to replace: most logs name nobody.

    The whole tests of every column would take longer to plan than most texts to read.
    """
    by_table: dict[str, list[_Place]] = {}
    for place in places:
        by_table.setdefault(place.table, []).append(place)
    return [place for each in by_table.values() for place in _hinted(con, each)]


def _hinted(con: duckdb.DuckDBPyConnection, places: Sequence[_Place]) -> list[_Place]:
    """The places of one table in which there may be anything to replace."""
    tests = ", ".join(_filled(_ANY_TAG if place.is_tags else _ANY, place) for place in places)
    (flags,) = con.execute(f"SELECT {tests} FROM {places[0].table}").fetchall()
    return [place for place, flag in zip(places, flags, strict=True) if flag]


def _run(con: duckdb.DuckDBPyConnection, text: str, place: _Place) -> list[Any]:
    return con.execute(_filled(text, place)).fetchall()


def _filled(text: str, place: _Place) -> str:
    """A text below with names of the records, closed words and quoted literals only."""
    texts = (_TAGS if place.is_tags else _TEXTS).format(
        table=place.table, column=quoted(place.column)
    )
    return text.format(
        table=place.table,
        column=quoted(place.column),
        person=place.person,
        hint=place.hint,
        texts=texts,
    )


_TEXTS = "(SELECT DISTINCT {column} AS whole, {column} AS text FROM {table})"
_TAGS = (
    "(SELECT whole, entry.key AS key, entry.value AS text FROM ("
    "SELECT whole, unnest(map_entries(whole)) AS entry FROM (SELECT DISTINCT {column} AS whole FROM {table})))"
)
_ANY = "coalesce(bool_or({hint}), false)"
_ANY_TAG = (
    "(SELECT coalesce(bool_or({person} OR is_secret(text)), false) FROM (SELECT DISTINCT "
    "entry.key AS key, entry.value AS text FROM (SELECT unnest(map_entries({column})) AS entry FROM {table})))"
)
_PEOPLE = "SELECT DISTINCT text FROM {texts} WHERE {person}"
_NAMED = (
    "CREATE OR REPLACE TEMP TABLE named AS SELECT unnest($names::VARCHAR[]) AS name, "
    "unnest($pseudonyms::VARCHAR[]) AS pseudonym"
)
_VALUE = (
    "CASE WHEN {person} THEN coalesce(pseudonym, text) "
    "WHEN is_secret(text) THEN sha256(trim(text)) ELSE text END"
)
_REPLACE = (
    f"UPDATE {{table}} SET {{column}} = new.value FROM (SELECT whole, {_VALUE} AS value "
    "FROM {texts} LEFT JOIN named ON text = name WHERE {person} OR is_secret(text)) AS new "
    "WHERE {column} = whole"
)
_REPLACE_TAGS = (
    "UPDATE {table} SET {column} = new.value FROM (SELECT whole, "
    f"map_from_entries(list({{{{'key': key, 'value': {_VALUE}}}}} "
    "ORDER BY list_position(map_keys(whole), key))) AS value "
    "FROM {texts} LEFT JOIN named ON text = name "
    "GROUP BY whole HAVING bool_or({person} OR is_secret(text))) AS new WHERE {column} = whole"
)
