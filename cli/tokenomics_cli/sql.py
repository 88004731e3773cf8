"""`tokenomics sql`: the queries and prices behind an answer, for a warehouse."""

from __future__ import annotations

from typing import Annotated

import typer

from tokenomics_cli import completion
from tokenomics_cli.question import Output
from tokenomics_cli.terminal import emit, say

# The options of a question are its own affair.
CONTEXT_SETTINGS = {"ignore_unknown_options": True}

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME [OPTIONS]...",
        help="A question and its options, as they stand after tokenomics: report --by feature.",
    ),
]
Dialect = Annotated[
    str,
    typer.Option(
        "--dialect",
        metavar="NAME",
        help="Whose SQL it is, by sqlglot's names: duckdb, postgres, spark, snowflake, bigquery and more.",
        autocompletion=completion.dialects,
    ),
]
Load = Annotated[
    bool,
    typer.Option("--load", help="Bring the ledger's records with it, for duckdb and postgres."),
]
Whole = Annotated[
    bool,
    typer.Option("--whole", help="Print the queries too that decided which steps there are."),
]


def sql(
    words: Words,
    dialect: Dialect = "duckdb",
    load: Load = False,
    whole: Whole = False,
    output: Output = None,
) -> None:
    """The queries and price tables that answer a question, as a script for a warehouse."""
    from tokenomics_cli.recorded import recorded, script_of

    text = script_of(dialect, lambda: recorded(words), load=load, whole=whole)
    emit("".join(f"{line}\n" for line in text.lines), output, exact=True)
    for line in text.notes:
        say(line)
