"""Native files: tables and JSON whose columns carry the record's own names.

A file says what it holds by its columns: calls, outcomes, overheads, revenue, or the lines of a
bill, whose columns may also have their names in FOCUS.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from tokenomics.records.columns import Kind
from tokenomics.records.errors import nearest
from tokenomics.records.kinds import CHARGE, OUTCOME, OVERHEAD, REVENUE, USAGE
from tokenomics.sources import named, readable
from tokenomics.sources.contract import NO_HINTS, Container, Format, Hints, Sample, Source, field
from tokenomics.sources.counting import counted
from tokenomics.sources.plan import Plan, Reading, TagReading

NAME = "native"
DOC = (
    "Files with the record's own column names: calls, outcomes, overheads, revenue, bills in FOCUS"
)
KNOWN_BY = "the record's names: `ts`, `provider`, `model` and a count of calls; `ts`, `outcome` and a task; `ts`, `name`, `amount` of overheads; `ts`, `amount` and a customer or another scope of revenue; `ChargePeriodStart` and `BilledCost` of a bill"
CONTAINERS: tuple[Container, ...] = ("jsonl", "json", "csv", "parquet")
LOSSY = (
    "what no column states: a count that is absent is unknown, not 0",
    "calls without a request or response id: a copy of such a row in another file counts again",
    "of a bill, which of two statements of a line is the later one: the invoiced one stands, then the one that measures more",
    "in JSON, texts to be counted that appear first after the first rows",
    "in JSON, tag columns that appear first after the first rows: put such tags into `tags`",
)

# What a column that counts calls' tokens may have been meant for.
_COUNTS = tuple(name for name in readable.counts(USAGE) if name.startswith(("in", "out", "cache")))
# Of the many columns of a bill only those of no such form may be mistyped.
_FOCUS = re.compile(r"[A-Z]|x_")
_SCOPED = frozenset({"currency", "scope", *readable.TAG_COLUMNS})


def claim(sample: Sample, _: Hints = NO_HINTS) -> Source | None:
    """The source that reads the file by its columns; None where they are not a record's."""
    seen = _seen(sample)
    kind = _kind(seen, table=bool(sample.header))
    if kind is None or sample.container not in CONTAINERS:
        return None
    return _source(kind, seen, sample)


def uncounted(sample: Sample) -> str | None:
    """What a table of calls lacks whose columns count nothing; None for every other file.

    Read, all its calls would look free.
    """
    if not sample.header or not _is_call(sample.header) or _counts(sample.header):
        return None
    strange = "".join(f"; {note}" for note in _not_read(USAGE, sample.header, _COUNTS))
    return f"{readable.UNCOUNTED.format('column')}{strange}"


def _seen(sample: Sample) -> tuple[str, ...]:
    return sample.header or tuple(dict.fromkeys(name for row in sample.rows for name in row))


@lru_cache
def _kind(seen: tuple[str, ...], *, table: bool) -> Kind | None:
    """The kind whose telling columns are all there; calls before what else a row may say.

    A table that counts nothing holds no calls that could be priced; JSON may count in later rows.
    Files of a folder mostly name the same.
    """
    if _is_call(seen) and (_counts(seen) or not table):
        return USAGE
    return _other_kind(seen)


def _is_call(seen: Collection[str]) -> bool:
    return _stated(USAGE, seen) >= {"ts", "provider", "model_served"}


def _counts(seen: Collection[str]) -> bool:
    return not _stated(USAGE, seen).isdisjoint(readable.counts(USAGE))


def _other_kind(seen: Collection[str]) -> Kind | None:
    outcome = _stated(OUTCOME, seen)
    if "ts" in outcome and outcome & {"label", "value"} and outcome & _target_names():
        return OUTCOME
    if _stated(OVERHEAD, seen) >= {"ts", "name", "amount"}:
        return OVERHEAD
    revenue = _stated(REVENUE, seen)
    if revenue >= {"ts", "amount"} and revenue & _SCOPED:
        return REVENUE
    return CHARGE if _stated(CHARGE, seen) >= {"ts", "billed_cost"} else None


def _target_names() -> set[str]:
    return {"target_id", *readable.targets()}


def _stated(kind: Kind, seen: Collection[str]) -> set[str]:
    found = (readable.column_named(kind, name) for name in seen)
    return {column.name for column in found if column is not None}


def _source(kind: Kind, seen: Collection[str], sample: Sample) -> Source:
    readings = _readings(kind, seen, table=bool(sample.header))
    plan = Plan(kind, readings, _tags(kind, seen), natural_key=True)
    texts = counted(plan, sample)
    plan = texts.plan if texts else plan
    return Source(
        name=NAME,
        doc=DOC,
        known_by=KNOWN_BY,
        kind=kind,
        containers=CONTAINERS,
        fields=named.fields(plan),
        query=named.query(plan),
        keyed=kind in {OUTCOME, CHARGE},
        exact=named.is_exact(plan),
        lossy=LOSSY,
        notes=_not_read(kind, seen),
        stated_by="own",
        reader=texts.reader if texts else None,
        whole=kind is CHARGE,
    )


def _readings(kind: Kind, seen: Collection[str], *, table: bool) -> tuple[Reading, ...]:
    """A table's own columns; of JSON every column, for a later row may have more than the first."""
    found: list[Reading] = []
    for column in readable.columns(kind).values():
        other = [
            name for name, meant in readable.SYNONYMS[kind.name].items() if meant == column.name
        ]
        called = [name for name in (column.name, *other) if name in seen]
        paths = called if table or column.name in readable.TEXTS else [column.name, *other]
        if paths:
            label = (called or [column.name])[0]
            found.append(Reading(column, label, tuple((name,) for name in paths)))
    return tuple(found)


def _tags(kind: Kind, seen: Collection[str]) -> tuple[TagReading, ...]:
    if readable.tags_column(kind) is None:
        return ()
    prefix = readable.TAG_PREFIX
    tagged = [name for name in seen if name.startswith(prefix) and name != prefix]
    return tuple(TagReading(name.removeprefix(prefix), ((name,),)) for name in tagged)


def _not_read(kind: Kind, seen: Collection[str], meant: Collection[str] = ()) -> tuple[str, ...]:
    """One sentence about the columns that mean nothing here; none where all are read.

    `meant` are the names that they may have been meant for: all of the kind's unless given.
    """
    strange = [name for name in seen if readable.column_named(kind, name) is None]
    if kind is CHARGE:
        strange = [name for name in strange if not _FOCUS.match(name)]
    if readable.tags_column(kind) is not None:
        strange = [name for name in strange if not name.startswith(readable.TAG_PREFIX)]
    if not strange:
        return ()
    known = meant or readable.names(kind)
    return (f"columns not read: {', '.join(_guess(name, known) for name in strange)}",)


def _guess(name: str, known: Collection[str]) -> str:
    near = nearest(name, known, 1)
    return f"{name!r} (did you mean {near[0]!r}?)" if near else repr(name)


FORMAT = Format(
    NAME, DOC, KNOWN_BY, LOSSY, claim,
    fields=(field("user_id", "user_id", "user", privacy="pseudonymise"),),
    drops=("columns without a meaning here: they are named when a file is read",),
    export="write the columns yourself, from whatever you have: CSV, JSON Lines or Parquet",
    traps=("a call without a request or response id is known by its file and line: copies count again",),
)  # fmt: skip
