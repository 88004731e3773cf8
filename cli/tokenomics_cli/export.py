"""`tokenomics export`: usage and bills in the columns of others, and such files checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tokenomics.records.escape import printable
from tokenomics_cli.groups import group
from tokenomics_cli.question import exporting
from tokenomics_cli.terminal import emit, near, say

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Version = Annotated[
    Literal["1.2", "1.4"], typer.Option("--version", help="Version of FOCUS to write.")
]

app = group("export", "Write usage and bills for other tools, and check such files.")


@app.command()
@exporting
def focus(request: Request, given: Settings, version: Version = "1.2") -> None:
    """Usage and bills in the columns of FOCUS, as CSV or Parquet by the ending of --output.

    A row is a day's usage of a meter at one price, or a line of a bill. --by names the dimensions
    that become tags: team,feature,environment unless given.
    """
    from tokenomics_cli.exporting import export

    export(request, given, version)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A CSV or Parquet file of FOCUS rows.")],
    version: Annotated[
        Literal["1.2", "1.4"] | None,
        typer.Option("--version", help="Version of FOCUS; else the one of the file's columns."),
    ] = None,
) -> None:
    """Check every row of a FOCUS file: a line a rule and row that it violates, and exit code 1."""
    from tokenomics.focus import violations
    from tokenomics.records.words import many

    count = 0
    for count, found in enumerate(violations(file, version), 1):  # noqa: B007
        emit(f"{printable(found.sentence)}\n")
    say(f"{near(file)}: {many(count, 'violation')}")
    if count:
        raise typer.Exit(1)
