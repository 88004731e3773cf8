"""What a source is: how a file is recognised, which fields are read, and the query that maps them.

A source has no code for counting, rejecting or merging: its query drafts one row per raw row,
and `ingest` does the same with every draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from tokenomics.queries import literal
from tokenomics.records.columns import Kind
from tokenomics.records.kinds import StatedBy
from tokenomics.sources.hints import NO_HINTS as NO_HINTS  # noqa: PLC0414 - told to whoever makes a source
from tokenomics.sources.hints import Hints as Hints  # noqa: PLC0414

Container = Literal["jsonl", "json", "csv", "parquet", "binary", "empty"]
Row = dict[str, Any]
Privacy = Literal["keep", "pseudonymise"]


class Sample(NamedTuple):
    """The beginning of a file, decoded: what a source is recognised by.

    `rows` are the first JSON objects, CSV rows or Parquet rows; `header` is the column names of
    a table, else empty.
    """

    path: Path
    container: Container
    rows: tuple[Row, ...]
    header: tuple[str, ...]


class Field(NamedTuple):
    """A raw column, read as text: its name and where its value is found, first present wins.

    A path is the keys down to the value. A step through text that holds JSON parses it.
    `privacy` says what becomes of the value: kept, or replaced by a pseudonym because it names a
    person.
    """

    name: str
    paths: tuple[tuple[str, ...], ...]
    privacy: Privacy = "keep"


class RawRow(NamedTuple):
    """One row as read, or why it could not be: `problem` is "field: reason" or "line: reason"."""

    line: int
    row: Row | None
    problem: str | None


# The rows of a prepared file, from the line number of its first line on.
Reader = Callable[[Path, Container, int], Iterator[RawRow]]


class Source(NamedTuple):
    """A format: who claims it, what is read of it, how it becomes records.

    `states` is SQL over the fields: rows of which it is not true state nothing and are skipped.
    `mentions` is a key that no line of JSON can lack which states something: others are skipped unread.
    `query` selects from `raw` (columns source_file, source_line and the fields, all text) one row
    per row that is left: `skip` (states no usage), `problem` ("field: reason", null when fine), `key` (null:
    the row is known by its file and line), `rank` (text; of one key the greatest stands) and any
    columns of the kind. A `keyed` source gives every row a key.
    `exact` sources carry amounts and are read without a float in between.
    `known_by` says what marks a file of the format, `lossy` what it cannot state, `notes` what is to be said of this very file.
    `stated_by` says whose word the counts are: of two records of one call the provider's stand.
    `reader` replaces the reader of the container where rows must be taken out of one another (a
    page's buckets, a trace's spans) or are no text. Whatever stands in a file yields at least one
    row, an empty one where it states nothing. A `whole` source is read from its beginning each
    time, because a row means something only after those before it.
    `beside` reads the same fields of the rows that were not refused once more, to records of another kind:
    what a row says of its call, such as feedback, any number a row. It names no problems, the query does:
    where a line holds several rows and not all of them are refused, it leaves out what the query refuses.
    `drops` names what the format holds and nobody reads: prompts, answers, keys, addresses.
    `export` says how its files are got, `traps` what a reader of them counts wrongly, and what becomes of it here.
    """

    name: str
    doc: str
    known_by: str
    kind: Kind
    containers: tuple[Container, ...]
    fields: tuple[Field, ...]
    query: str
    keyed: bool
    exact: bool
    lossy: tuple[str, ...]
    states: str = "true"
    mentions: str | None = None
    notes: tuple[str, ...] = ()
    stated_by: StatedBy = "gateway"
    reader: Reader | None = None
    whole: bool = False
    drops: tuple[str, ...] = ()
    export: str = ""
    traps: tuple[str, ...] = ()
    beside: Source | None = None


def field(name: str, *paths: str, privacy: Privacy = "keep") -> Field:
    """A field from dotted paths: `field("model", "message.model")`; its name is the default path."""
    return Field(name, tuple(tuple(path.split(".")) for path in paths or (name,)), privacy)


# Stands in a query where the user may say who served the calls.
GIVEN_PROVIDER = "/* given provider */ NULL"


def served_by(source: Source, hints: Hints) -> Source:
    """The source, told who served all calls where the user knows: its query has GIVEN_PROVIDER."""
    if hints.provider is None:
        return source
    return source._replace(query=source.query.replace(GIVEN_PROVIDER, literal(hints.provider)))


def names_in(sample: Sample) -> list[frozenset[str]]:
    """The names of a table's columns, and those of each row at a file's beginning."""
    return [frozenset(sample.header), *(frozenset(row) for row in sample.rows)]


class Format(NamedTuple):
    """A format that is recognised without configuration.

    `claim` gives the source that reads a file, None where the file is another's. `refuse` says in
    one sentence why a file that is known is not read, None for every other file. A format that
    `yields` gets only files that no other one reads or refuses. Third parties offer theirs as the
    entry point `tokenomics.sources`.
    """

    name: str
    doc: str
    known_by: str
    lossy: tuple[str, ...]
    claim: Callable[[Sample, Hints], Source | None]
    refuse: Callable[[Sample], str | None] = lambda _: None
    fields: tuple[Field, ...] = ()
    drops: tuple[str, ...] = ()
    yields: bool = False
    export: str = ""
    traps: tuple[str, ...] = ()


def fixed(
    source: Source,
    claims: Callable[[Sample], bool],
    refuse: Callable[[Sample], str | None] = lambda _: None,
) -> Format:
    """A format that reads each of its files alike."""

    def claim(sample: Sample, _: Hints) -> Source | None:
        return source if claims(sample) else None

    return format_of(source, claim, refuse)


def format_of(
    source: Source,
    claim: Callable[[Sample, Hints], Source | None],
    refuse: Callable[[Sample], str | None] = lambda _: None,
) -> Format:
    """A format that is described like a source, whose files may each be read in a way of its own."""
    return Format(
        source.name,
        source.doc,
        source.known_by,
        source.lossy,
        claim,
        refuse,
        source.fields,
        source.drops,
        export=source.export,
        traps=source.traps,
    )
