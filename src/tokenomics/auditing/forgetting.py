"""Somebody taken out of the file of people, and where their name still stands that a look can find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tokenomics.config import Config, people_of
from tokenomics.engine import connect, duckdb
from tokenomics.ledger import Ledger, open_ledger, relation, used_columns
from tokenomics.people import forget as take_out
from tokenomics.people import load
from tokenomics.places import Where
from tokenomics.queries import quoted
from tokenomics.records.errors import InputError, unknown
from tokenomics.records.kinds import KINDS

_ROWS = "SELECT {counts} FROM {rows}"
_TEXT = "count(*) FILTER (WHERE contains(lower({column}), lower($name)))"
# Keys are texts of the log too.
_TAGS = (
    "count(*) FILTER (WHERE len(list_filter(list_concat(map_keys({column}), map_values({column})), "
    "lambda one: contains(lower(one), lower($name)))) > 0)"
)


class Trace(NamedTuple):
    """A place that still states a name: a column of the ledger, or a key of the configuration."""

    name: str
    where: str
    times: int


class Forgotten(NamedTuple):
    """Who was forgotten, with the pseudonym that is nobody's now, and where their names still stand."""

    people: Mapping[str, str]
    traces: tuple[Trace, ...]


def named(people: Path, names: Sequence[str]) -> dict[str, str]:
    """The people of a file under either of their names, each with their pseudonym; all without any.

    Raises InputError where somebody is not in it, and as `load`.
    """
    known = load(people)
    if not known:
        raise InputError(f"{people}: nobody has a pseudonym here")
    for name in names:
        if name not in known and name not in known.values():
            raise InputError(f"{people}: {unknown('person', name, [*known, *known.values()])}")
    return {
        real: given for real, given in known.items() if not names or real in names or given in names
    }


def forget(ledger: Where, config: Config, names: Sequence[str]) -> Forgotten:
    """Take people out of the file of a ledger's people, by name or pseudonym, at once or not at all.

    What is recorded of them stays under a pseudonym that is nobody's: no figure changes. Read again,
    the logs get them another one for what is new. Raises InputError for who is not there, and as
    `load`.
    """
    if not names:
        raise InputError("nobody is named who is to be forgotten")
    people = people_of(config, ledger)
    found = named(people, names)
    handle = open_ledger(ledger)
    traces = tuple(trace for name in found for trace in _traces(handle, config, name))
    take_out(people, [*found])
    return Forgotten(found, (*traces, *_others(people, found)))


def _others(people: Path, found: Mapping[str, str]) -> Iterator[Trace]:
    """Other names of the file that hold one that was forgotten: an address in a longer text, an alias."""
    left = load(people)
    for name in found:
        if times := sum(name.lower() in other.lower() for other in left):
            yield Trace(name, "file of people, within other names", times)


def _traces(ledger: Ledger, config: Config, name: str) -> Iterator[Trace]:
    with connect(allowed=[ledger.path]) as con:
        for kind in sorted({file.kind for file in ledger.files} & KINDS.keys()):
            yield from _stored(con, ledger, kind, name)
    told = [where for where, text in _texts(msgspec.to_builtins(config, enc_hook=str)) if name.lower() in text.lower()]  # fmt: skip
    yield from (Trace(name, f"configuration {where}", 1) for where in told)


def _stored(
    con: duckdb.DuckDBPyConnection, ledger: Ledger, kind: str, name: str
) -> Iterator[Trace]:
    """The columns of a kind whose texts hold a name."""
    used = used_columns(ledger, kind)
    columns = [c for c in KINDS[kind].columns if c.name in used and c.dtype in {"text", "tags"}]
    counts = ", ".join(
        (_TAGS if c.dtype == "tags" else _TEXT).format(column=quoted(c.name)) for c in columns
    )
    text = _ROWS.format(counts=counts, rows=relation(ledger, kind))
    (found,) = con.execute(text, {"name": name}).fetchall()
    for column, times in zip(columns, found, strict=True):
        if times:
            yield Trace(name, f"{kind}.{column.name}", times)


def _texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """The texts of a configuration, keys of tables among them, and where each stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            place = f"{where}.{key}" if where else str(key)
            yield place, str(key)
            yield from _texts(inner, place)
    elif isinstance(value, list | tuple):
        for nth, inner in enumerate(value):
            yield from _texts(inner, f"{where}.{nth}")
    elif isinstance(value, str) and where not in {"root", "digest"}:
        yield where, value
