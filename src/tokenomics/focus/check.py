"""Every rule that a file of FOCUS rows violates, row by row.

The specification's own validator asks some rules of a whole column: it passes a wrong category among
good ones, a cost that is not price times quantity, dates without a time, and units of one's own.
Here each row is asked each rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tokenomics.focus.columns import BY_NAME, OWN, Column, Version, columns_of
from tokenomics.focus.files import opened
from tokenomics.focus.rules import PARENTS, RULES, Rule
from tokenomics.focus.values import Read, Value, read
from tokenomics.records.errors import nearest

# So many texts of a column are known at once.
_KEPT = 5_000


class Violation(NamedTuple):
    """A rule that a row violates, or the file as a whole where `row` is None; rows count from 1."""

    row: int | None
    column: str
    wrong: str

    @property
    def sentence(self) -> str:
        """In one line: `row 3: ListCost: has no value`."""
        place = f"row {self.row}: " if self.row is not None else ""
        return f"{place}{self.column}: {self.wrong}"


def version_of(names: Sequence[str]) -> Version:
    """The version that a file's columns are of: who serves has another name since 1.3."""
    return "1.4" if "ServiceProviderName" in names and "ProviderName" not in names else "1.2"


def violations(path: Path, version: Version | None = None) -> Iterator[Violation]:
    """The rules that a file violates, those of its columns first, then row by row.

    Without a `version` it is the one that the columns are of. Raises as `files.opened` does.
    """
    with opened(path) as table:
        asked = version or version_of(table.columns)
        yield from _of_columns(table.columns, asked)
        known = {column.name: column for column in columns_of(asked)}
        places = [
            (at, known[name])
            for at, name in enumerate(table.columns)
            if name in known and name not in table.columns[:at]
        ]
        yield from _of_rows(table.rows, len(table.columns), places)


def _of_columns(names: Sequence[str], version: Version) -> Iterator[Violation]:
    known = {column.name for column in columns_of(version)}
    for column in columns_of(version):
        if column.level == "mandatory" and column.name not in names:
            yield Violation(None, column.name, f"is missing, and mandatory in FOCUS {version}")
    for at, name in enumerate(names):
        if name in names[:at]:
            yield Violation(None, name, "stands there twice")
        elif name not in known and not name.startswith(OWN):
            yield Violation(None, name, _strange(name, version))


def _strange(name: str, version: Version) -> str:
    if name in BY_NAME:
        return f"is no column of FOCUS {version}, but of {BY_NAME[name].versions[0]}"
    near = nearest(name, [column.name for column in columns_of(version)], 1)
    return f"is no column of FOCUS {version}: " + (
        f"did you mean {near[0]}?" if near else f"begin its name with {OWN}"
    )


def _of_rows(
    rows: Iterator[Sequence[Any]], width: int, places: Sequence[tuple[int, Column]]
) -> Iterator[Violation]:
    readers = [(at, column.name, _reader(column)) for at, column in places]
    names = {column.name for _, column in places}
    rules = [rule for rule in RULES if names.issuperset(rule.columns)]
    parents = [pair for pair in PARENTS if names.issuperset(pair)]
    seen: dict[tuple[str, Value], Value] = {}
    for number, cells in enumerate(rows, 1):
        if len(cells) != width:
            yield Violation(number, "row", f"has {len(cells)} cells, and the file {width} columns")
            continue
        row: dict[str, Value] = {}
        for at, name, reader in readers:
            found = reader(cells[at])
            if found.wrong is None:
                row[name] = found.value
            else:
                yield Violation(number, name, found.wrong)
        yield from _together(number, row, rules)
        yield from _one_parent(number, row, parents, seen)


def _reader(column: Column) -> Callable[[Any], Read]:
    """What reads a column's cells: most columns have few texts, each of which is read once."""
    known: dict[str, Read] = {}

    def reader(raw: Any) -> Read:
        if not isinstance(raw, str):
            return read(column, raw)
        found = known.get(raw)
        if found is None:
            found = read(column, raw)
            if len(known) < _KEPT:
                known[raw] = found
        return found

    return reader


def _together(number: int, row: Mapping[str, Value], rules: Sequence[Rule]) -> Iterator[Violation]:
    for rule in rules:
        if all(name in row for name in rule.columns) and (wrong := rule.wrong(row)) is not None:
            yield Violation(number, rule.columns[0], wrong)


def _one_parent(
    number: int,
    row: Mapping[str, Value],
    parents: Sequence[tuple[str, str]],
    seen: dict[tuple[str, Value], Value],
) -> Iterator[Violation]:
    for child, parent in parents:
        value = row.get(child)
        if value is None or parent not in row:
            continue
        first = seen.setdefault((child, value), row[parent])
        if first != row[parent]:
            yield Violation(
                number, child, f"{value!r} has the {parent} {row[parent]!r}, and {first!r} before"
            )
