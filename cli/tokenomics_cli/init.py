"""`tokenomics init`: a first configuration, from the logs that are found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tokenomics_cli.options import KeepUserIds, Ledger, Now, Paths


def init(
    paths: Paths = None,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write it; - shows it only."),
    ] = Path("tokenomics.toml"),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show it and keep nothing, not even what was read.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write it also where there is one already.")
    ] = False,
    ledger: Ledger = None,
    keep_user_ids: KeepUserIds = False,
    now: Now = None,
) -> None:
    """Find logs, read them into a ledger, and write a tokenomics.toml that names them.

    Without PATHs these are the logs of this machine's coding agents and of the working folder.
    """
    from tokenomics_cli.first_steps import Start, begin

    shown = dry_run or str(output) == "-"
    begin(Start(tuple(paths or ()), output, shown, force, ledger, keep_user_ids, now))
