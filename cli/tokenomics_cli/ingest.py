"""`tokenomics ingest`: logs into the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics.records.errors import ConfigError
from tokenomics_cli.options import (
    At,
    ConfigFile,
    KeepUserIds,
    Labels,
    Ledger,
    Now,
    Paths,
    Provider,
    Scope,
    Verbose,
)
from tokenomics_cli.terminal import is_watched, near, say

if TYPE_CHECKING:
    from tokenomics.intake import IngestResult
    from tokenomics_cli.settings import Settings


def ingest(
    paths: Paths = None,
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
    label: Labels = None,
    keep_user_ids: KeepUserIds = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on reading whatever is written, until Ctrl-C.")
    ] = False,
    config: ConfigFile = None,
    now: Now = None,
    verbose: Verbose = False,
) -> None:
    """Read what is new in logs into the ledger: of PATHs, else of the configuration's [ledger] logs.

    Silent on success without a terminal, unless -v is given.
    """
    from tokenomics.sources.hints import Hints, labels_of
    from tokenomics_cli.settings import settings

    hints = Hints(at, provider, scope, labels_of(label or ()))
    given = settings(config, ledger=ledger, now=now, hints=hints, keep_user_ids=keep_user_ids)
    named, wordy = _named(paths, given), verbose or is_watched()
    if watch:
        _follow(named, given, now, strict=strict, wordy=wordy)
    else:
        _once(named, given, strict=strict, wordy=wordy)


def _named(paths: list[str] | None, given: Settings) -> list[str]:
    """The logs that are named here, else in the configuration."""
    from tokenomics.config import logs_of

    if not (named := paths or logs_of(given.config)):
        raise ConfigError(
            "no logs are named: tokenomics ingest PATH, or [ledger] logs in tokenomics.toml"
        )
    return named


def _once(paths: list[str], given: Settings, *, strict: bool, wordy: bool) -> None:
    from tokenomics.config import people_of
    from tokenomics_cli.summary import show

    people = people_of(given.config, given.ledger)
    is_first = not people.exists()
    result = _read(paths, given, strict=strict)
    if wordy and is_first and result.people:
        say(f"users are stored as pseudonyms: {near(people)} says who they are")
    show(result, given.ledger, wordy=wordy)


def _follow(
    paths: list[str], given: Settings, now: str | None, *, strict: bool, wordy: bool
) -> None:
    from tokenomics.places import folder_of
    from tokenomics_cli.settings import clock
    from tokenomics_cli.summary import tell
    from tokenomics_cli.watch import follow

    def once() -> None:
        at = given._replace(now=clock(now, given.config))
        tell(_read(paths, at, strict=strict), given.ledger, wordy=wordy)

    follow(paths, folder_of(given.ledger), once)


def _read(paths: list[str], given: Settings, *, strict: bool) -> IngestResult:
    from tokenomics.intake import ingest as read
    from tokenomics_cli.progress import progress

    with progress() as tell:
        return read(
            paths, ledger=given.ledger, config=given.config, now=given.now, strict=strict,
            hints=given.hints, progress=tell,
        )  # fmt: skip
