"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from tokenomics_cli import completion

NOW, LEDGER = "TOKENOMICS_NOW", "TOKENOMICS_LEDGER"
MEMORY_LIMIT = "TOKENOMICS_MEMORY_LIMIT"
ENGINE, MASTER = "TOKENOMICS_ENGINE", "TOKENOMICS_MASTER"

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        help="Files, folders or globs of logs; - is standard input.",
        metavar="[PATH]...",
        autocompletion=completion.paths,
    ),
]
Scenarios = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario",
        metavar="NAME",
        help="What is to come under a [[scenario]] of the configuration; several together are one.",
    ),
]
Ledger = Annotated[
    Path | None,
    typer.Option(
        "--ledger",
        envvar=LEDGER,
        metavar="DIR",
        help="Folder of the ledger, or its address such as s3://BUCKET/FOLDER. Default: [ledger] path of the configuration, else .tokenomics.",
    ),
]
LedgerAt = Annotated[
    str | None,
    typer.Option(
        "--ledger-at",
        metavar="VERSION|TIME",
        help="Read the ledger as it was at a version or an instant.",
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Configuration. Default: tokenomics.toml where there is one.",
    ),
]
Now = Annotated[
    str | None,
    typer.Option(
        "--now",
        envvar=NOW,
        metavar="INSTANT",
        help="The instant to take for now, for results that do not depend on the day.",
    ),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say what was done, also without a terminal.")
]
Scope = Annotated[
    str | None,
    typer.Option(
        "--scope",
        metavar="ACCOUNT",
        help="The billed account of files that name none: exports of two accounts stay apart.",
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="FIELD|DATE",
        help="When calls were made that do not say it: the field that tells, or the day of all.",
    ),
]
Provider = Annotated[
    str | None,
    typer.Option(
        "--provider",
        metavar="NAME",
        help="Who served calls that do not say it: openai, azure, together and the like.",
    ),
]
Labels = Annotated[
    list[str] | None,
    typer.Option(
        "--label",
        metavar="KEY=VALUE",
        help="A tag on every record that is new, such as commit=4b33144; repeatable.",
    ),
]
KeepUserIds = Annotated[
    bool,
    typer.Option(
        "--keep-user-ids",
        help="Store users as the logs name them, instead of pseudonyms.",
    ),
]
Pricebooks = Annotated[
    list[Path] | None,
    typer.Option(
        "--pricebook",
        metavar="FILE",
        help="Prices of your own on top of the bundled ones; repeatable.",
    ),
]
PricesKnown = Annotated[
    str | None,
    typer.Option(
        "--prices-known",
        metavar="DATE",
        help="Prices as they were known on that day: without later corrections and announcements.",
    ),
]
ModelName = Annotated[
    str,
    typer.Argument(help="A model's name, or provider/model.", autocompletion=completion.models),
]
ListForm = Annotated[
    Literal["table", "json"],
    typer.Option("--format", help="An aligned table, or JSON."),
]
RowsForm = Annotated[
    Literal["table", "json", "csv", "markdown"],
    typer.Option("--format", help="An aligned table, JSON, CSV or Markdown."),
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, metavar="N", help="Show the first N rows.")
]
