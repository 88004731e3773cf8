"""Mapped files: a format of the user's own, read by a `[[source]]` of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, cast

from tokenomics.config import SourceConfig
from tokenomics.records.columns import Column, Kind
from tokenomics.records.errors import ConfigError, SourceError, nearest, unknown
from tokenomics.records.kinds import KINDS
from tokenomics.sources import named, readable
from tokenomics.sources.contract import Container, Sample, Source
from tokenomics.sources.counting import counted
from tokenomics.sources.plan import Plan, Reading, TagReading

CONTAINERS: tuple[Container, ...] = ("jsonl", "json", "csv", "parquet")

_Paths = tuple[tuple[str, ...], ...]
_SHOWN = 8
_1970 = datetime(1970, 1, 1, tzinfo=UTC)
_DOT = re.compile(r"(?<!\\)\.")


def matches(given: SourceConfig, path: Path, root: Path) -> bool:
    """Whether a file is one that the mapping names; `**` stands for any folders."""
    return _fits(path.resolve().parts, (root / given.match).resolve().parts)


def _fits(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_fits(parts[start:], pattern[1:]) for start in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def source(given: SourceConfig, sample: Sample) -> Source:
    """The source that a mapping makes of a file.

    Raises ConfigError where the mapping itself is wrong or states no count of a call, SourceError
    where the file lacks a column.
    """
    plan = plan_of(given)
    _check_columns(given, sample)
    _check_counts(given, plan, sample)
    texts = counted(plan, sample)
    plan = texts.plan if texts else plan
    return Source(
        name=given.name,
        doc=f"Files like {given.match}, as tokenomics.toml maps them",
        known_by=f"a path like {given.match}",
        kind=plan.kind,
        containers=CONTAINERS,
        fields=named.fields(plan),
        query=named.query(plan),
        keyed=bool(plan.key),
        exact=named.is_exact(plan),
        lossy=("what the mapping does not name",),
        notes=_notes(given, sample),
        stated_by="own",
        reader=texts.reader if texts else None,
    )


def plan_of(given: SourceConfig) -> Plan:
    """What a mapping reads; ConfigError names the mapping, its key and the nearest valid one."""
    kind = _kind(given)
    columns = {
        name: _column(given, kind, name) for name in _plain({**given.fields, **given.constants})
    }
    _check_clashes(given, columns)
    _check_units(given, columns)
    readings = tuple(_reading(given, name, column) for name, column in columns.items())
    _check_stated(given, kind, {reading.column.name for reading in readings})
    return Plan(
        kind=kind,
        readings=readings,
        tags=_tags(given, kind),
        zone=given.timezone,
        epoch=_epoch(given, columns),
        key=tuple(paths_of(given.fields.get(part, part)) for part in given.key),
    )


def paths_of(text: str) -> _Paths:
    r"""Where a column or JSON path is found: under its own name first, then step by step.

    A backslash keeps a dot in a step: `usage.gpt-4\.1` is two steps.
    """
    steps = tuple(step.replace("\\.", ".") for step in _DOT.split(text))
    whole = (text.replace("\\.", "."),)
    return (whole, steps) if len(steps) > 1 else (whole,)


def _plain(names: Iterable[str]) -> list[str]:
    return [name for name in names if not name.startswith(readable.TAG_PREFIX)]


def _error(given: SourceConfig, text: str) -> ConfigError:
    return ConfigError(f"[[source]] {given.name!r}: {text}")


def _kind(given: SourceConfig) -> Kind:
    if given.kind not in readable.readable_kinds():
        raise _error(given, unknown("kind", given.kind, readable.readable_kinds()))
    return KINDS[given.kind]


def _column(given: SourceConfig, kind: Kind, name: str) -> Column:
    column = readable.column_named(kind, name)
    if column is None:
        raise _error(given, unknown(f"{kind.name} column", name, readable.names(kind)))
    return column


def _check_clashes(given: SourceConfig, columns: dict[str, Column]) -> None:
    seen: dict[str, str] = {}
    for name, column in columns.items():
        if name in given.fields and name in given.constants:
            raise _error(given, f"{name!r} is in both fields and constants")
        other = seen.setdefault(column.name, name)
        if other != name:
            raise _error(given, f"{other!r} and {name!r} are the same column")


def _check_units(given: SourceConfig, columns: dict[str, Column]) -> None:
    for name, unit in given.units.items():
        if name not in columns:
            raise _error(given, f"units: {unknown('column', name, columns)}")
        choices = readable.units(columns[name])
        if not choices:
            raise _error(given, f"units: {name!r} has no unit")
        if unit not in choices:
            raise _error(given, f"units: {unknown(f'unit of {name!r}', unit, choices)}")


def _epoch(given: SourceConfig, columns: Mapping[str, Column]) -> int:
    """What numbers of instants count from, in microseconds after 1970."""
    if given.epoch is None:
        return 0
    if given.epoch.tzinfo is None:
        raise _error(given, f"epoch: no zone: write {given.epoch.isoformat()}Z")
    if not any(columns[name].dtype == "instant" for name in given.units):
        raise _error(given, "epoch: units states none of a column of instants: s, ms, us or ns")
    return (given.epoch - _1970) // timedelta(microseconds=1)


def _check_stated(given: SourceConfig, kind: Kind, stated: set[str]) -> None:
    missing = sorted(readable.must_state(kind) - stated)
    if missing:
        raise _error(given, f"nothing states {missing[0]!r}: name it in fields or constants")
    if kind.name == "outcome" and not stated & {"target_id", *readable.targets()}:
        raise _error(given, "nothing states 'task_id': name it in fields")


def _reading(given: SourceConfig, name: str, column: Column) -> Reading:
    unit = given.units.get(name)
    if name in given.fields:
        path = given.fields[name]
        return Reading(column, path, paths_of(path), unit=unit)
    value = given.constants[name]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if column.choices and text.lower() not in column.choices:
        raise _error(given, f"constants: {unknown(name, text, column.choices)}")
    return Reading(column, name, constant=text, unit=unit)


def _tags(given: SourceConfig, kind: Kind) -> tuple[TagReading, ...]:
    prefix = readable.TAG_PREFIX
    names = [name for name in (*given.fields, *given.constants) if name.startswith(prefix)]
    if names and readable.tags_column(kind) is None:
        raise _error(given, f"{names[0]!r}: {kind.name} records have no tags")
    return tuple(
        TagReading(name.removeprefix(prefix), paths_of(given.fields[name]))
        if name in given.fields
        else TagReading(name.removeprefix(prefix), constant=str(given.constants[name]))
        for name in names
    )


def _check_columns(given: SourceConfig, sample: Sample) -> None:
    """Whether a table has the columns that the mapping names; JSON may lack any of them in a row."""
    if not sample.header:
        return
    wanted = [(f"fields.{name}", path) for name, path in given.fields.items()]
    wanted += [("key", part) for part in given.key if part not in given.fields]
    for key, path in wanted:
        whole, *inner = paths_of(path)
        if whole[0] in sample.header:
            continue
        where = f"{sample.path}: [[source]] {given.name!r}: {key}"
        if not any(steps[0] in sample.header for steps in inner):
            raise SourceError(f"{where}: {unknown('column', path, sample.header)}")
        if sample.container == "parquet":
            raise SourceError(
                f"{where}: {path!r} lies inside a Parquet column: give it one of its own"
            )


def _check_counts(given: SourceConfig, plan: Plan, sample: Sample) -> None:
    """Whether a mapping of calls names a meter; without one they would all look free."""
    counts = readable.counts(plan.kind)
    if not counts or any(reading.column.name in counts for reading in plan.readings):
        return
    named_already = {*given.fields.values(), *given.key}
    left = [name for name in leaves(sample) if name not in named_already]
    text = readable.UNCOUNTED.format("field")
    raise _error(given, f"{text}{f'; the file has {_listed(left)}' if left else ''}")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(map(repr, names[:_SHOWN]))}{more}"


def leaves(sample: Sample) -> tuple[str, ...]:
    """The columns of a table, or the paths of the numbers in a sample's JSON, in their order."""
    if sample.header:
        return sample.header
    found = (leaf for row in sample.rows for leaf in _leaves(row, ()))
    return tuple(dict.fromkeys(path for path, value in found if type(value) is int))


def _leaves(row: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        steps = (*above, name.replace(".", "\\."))
        if isinstance(value, Mapping):
            yield from _leaves(cast("Mapping[str, Any]", value), steps)
        else:
            yield ".".join(steps), value


def _notes(given: SourceConfig, sample: Sample) -> tuple[str, ...]:
    """What is to be said of a file: paths that its first rows lack and that look mistyped."""
    have = {path for row in sample.rows for path, _ in _leaves(row, ())}
    free = have - set(given.fields.values())
    lacking = (item for item in given.fields.items() if not _leads(item[1], have))
    return tuple(
        f"[[source]] {given.name!r}: fields.{name}: the first rows have no {path!r}: "
        f"did you mean {near[0]!r}?"
        for name, path in lacking
        if (near := nearest(path, free, 1))
    )


def _leads(path: str, have: set[str]) -> bool:
    """Whether a path ends at a value or within one, such as JSON in a text."""
    return any(path == other or path.startswith(f"{other}.") for other in have)
