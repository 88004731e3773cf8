"""`tokenomics ingest`: logs into the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import At, ConfigFile, Ledger, Now, Provider, Scope, Verbose
from tokenomics_cli.terminal import is_watched

if TYPE_CHECKING:
    from tokenomics_cli.settings import Settings


def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders or globs of logs; - is standard input.", metavar="PATH..."
        ),
    ],
    ledger: Ledger = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Commit nothing and exit 1 where a row is refused or a log is not read.",
        ),
    ] = False,
    at: At = None,
    provider: Provider = None,
    scope: Scope = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on reading whatever is written, until Ctrl-C.")
    ] = False,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = False,
) -> None:
    """Read what is new in logs into the ledger.

    Silent on success without a terminal, unless -v is given.
    """
    from tokenomics.intake import ingest as read
    from tokenomics.sources.contract import Hints
    from tokenomics_cli.settings import settings
    from tokenomics_cli.summary import show

    given = settings(config, ledger=ledger, now=now, hints=Hints(at, provider, scope))
    if watch:
        _follow(paths, given, now, strict=strict, wordy=verbose or is_watched())
        return
    result = read(
        paths, ledger=given.ledger, config=given.config, now=given.now, strict=strict,
        hints=given.hints,
    )  # fmt: skip
    show(result, given.ledger, wordy=verbose or is_watched())


def _follow(
    paths: list[str], given: Settings, now: str | None, *, strict: bool, wordy: bool
) -> None:
    from tokenomics.intake import ingest as read
    from tokenomics_cli.settings import clock
    from tokenomics_cli.summary import tell
    from tokenomics_cli.watch import follow

    def once() -> None:
        at = clock(now, given.config)
        result = read(
            paths, ledger=given.ledger, config=given.config, now=at, strict=strict,
            hints=given.hints,
        )  # fmt: skip
        tell(result, given.ledger, wordy=wordy)

    follow(paths, given.ledger, once)
