"""A question as a script for a warehouse: its tables, its prices, its queries, and its answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from sqlglot import Dialect, ErrorLevel, exp
from sqlglot.dialects.dialect import Dialects

from tokenomics.dialects import RULES, rendered
from tokenomics.dialects.values import rows_into, table_of
from tokenomics.ledger import Ledger, duckdb_of, relation, used_columns
from tokenomics.queries import Made, header
from tokenomics.recording import Asked, Filled, Step
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.script.steps import Taken, answering, taken
from tokenomics.script.tables import copied, declared, files_by_kind, named, read_in_place

# The dialects in which a test runs every query and whole scripts.
TESTED = ("duckdb", "postgres")
# Those whose script can bring the ledger's rows with it.
LOADING = ("duckdb", "postgres")


class Recording(NamedTuple):
    """A question that was asked: its words, the ledger, the books, what was asked step by step, and the
    queries that this was made of. `books` are names and digests.
    """

    words: Sequence[str]
    ledger: Ledger
    books: Sequence[tuple[str, str]]
    steps: Sequence[Step]
    made: Sequence[Made]


def dialects() -> list[str]:
    """The dialects that a script can be written in, tested or not."""
    return sorted(each.value for each in Dialects if each.value)


def check(dialect: str, *, load: bool) -> None:
    """Raise ConfigError for a dialect that nobody knows, with the nearest one, and for one that takes no rows."""
    if dialect not in dialects():
        raise ConfigError(unknown("dialect", dialect, dialects()))
    if load and dialect not in LOADING:
        raise ConfigError(
            f"--load brings rows to {' and '.join(LOADING)}: let {dialect} read the ledger's Parquet files, and leave it out"
        )


def script(
    of: Recording, dialect: str, *, load: bool = False, whole: bool = False
) -> Iterator[str]:
    """The lines of a script that answers a question as it was answered, in a dialect that sqlglot knows.

    With `load` it brings the ledger's rows; with `whole` it has the questions too that decided
    which steps there are. Raises ConfigError as `check` does.
    """
    check(dialect, load=load)
    all_steps = [taken(step) for step in of.steps]
    steps = all_steps if whole else answering(all_steps)
    kinds, files = list[str](), files_by_kind(of.ledger)
    for each in steps:
        if each.tree is not None:
            kinds += named(each.tree, files)
    kinds = list(dict.fromkeys(kinds))
    yield from _head(of, dialect, kinds, load=load, left=len(all_steps) - len(steps))
    for kind in kinds:
        yield from _table(of.ledger, kind, dialect, load=load)
    for each in steps:
        yield ""
        yield from _step(each, of.made, dialect)


def _head(
    of: Recording, dialect: str, kinds: Sequence[str], *, load: bool, left: int
) -> Iterator[str]:
    digest = sha256("".join(digest for _, digest in of.books).encode()).hexdigest()
    yield f"-- tokenomics {' '.join(map(_quoted, of.words))}"
    yield f"-- as version {of.ledger.version} of the ledger answers it, by {len(of.books)} pricebooks of digest {digest[:12]}"
    if dialect in TESTED:
        yield f"-- dialect {dialect}: tests run every query of this program in it"
    else:
        yield f"-- dialect {dialect}: untested"
    yield "-- Which steps there are, the prices and the cuts of time depend on what the ledger holds: after an"
    yield "-- ingest, or with other prices, print it anew."
    if left:
        yield f"-- {left} steps that decided this are left out: --whole prints them too."
    if kinds and not load:
        yield f"-- It expects the rows of the ledger's Parquet files in {', '.join(kinds)}, whose columns are:"


def _quoted(word: str) -> str:
    plain = word.replace("\n", " ").replace("\r", " ")
    return f"'{plain}'" if " " in plain else plain


def _table(ledger: Ledger, kind: str, dialect: str, *, load: bool) -> Iterator[str]:
    used = used_columns(ledger, kind)
    if load and dialect == "duckdb":
        yield from _statement(read_in_place(ledger, kind), dialect)
        return
    made = list(_statement(declared(kind, used), dialect))
    yield from made if load else (f"-- {line}" for line in "\n".join(made).splitlines())
    if load:
        yield f"COPY {kind} FROM STDIN;"
        with duckdb_of(ledger) as engine:
            yield from copied(engine, relation(ledger, kind), kind, used)
        yield "\\."
        yield f"ANALYZE {kind};"


def _step(each: Taken, made: Sequence[Made], dialect: str) -> Iterator[str]:
    if isinstance(each.step, Filled):
        yield f"-- {each.step.table}: {len(each.step.rows)} rows"
        yield from _statement(table_of(each.step.table, each.step.columns), dialect)
        if each.step.rows:
            yield from _statement(rows_into(each.step.table, each.step.rows), dialect)
        return
    assert each.tree is not None
    yield from (f"-- {line}" for line in _said(each.step, made))
    yield from _statement(each.tree, dialect)


def _said(step: Asked, made: Sequence[Made]) -> list[str]:
    """What the query says of itself that a statement is made of, the outermost one."""
    within = [each for each in made if each.text in step.text]
    return header(max(within, key=lambda each: len(each.text)).name) if within else []


def _statement(tree: exp.Expr, dialect: str) -> Iterator[str]:
    if dialect in TESTED:
        yield f"{rendered(tree, dialect, pretty=True)};"
        return
    for rule in RULES.get(dialect, ()):
        tree = rule(tree)
    generator = Dialect.get_or_raise(dialect).generator(
        pretty=True, unsupported_level=ErrorLevel.IGNORE
    )
    text = generator.generate(tree)
    yield from (f"-- {dialect}: {message}" for message in generator.unsupported_messages)
    yield f"{text};"
