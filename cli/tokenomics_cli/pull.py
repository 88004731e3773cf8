"""`tokenomics pull`: usage and costs from a provider's own interface."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tokenomics_cli.options import ConfigFile, KeepUserIds, Ledger, Now, Verbose

Provider = Annotated[
    str, typer.Argument(metavar="PROVIDER", help="openai, anthropic or openrouter.")
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DATE", help="From the month of that day on; else the last one."
    ),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Before that day; else up to today.")
]
Into = Annotated[
    Path,
    typer.Option("--into", metavar="DIR", help="Where pages are kept as they were sent."),
]
Url = Annotated[
    str | None, typer.Option("--url", metavar="URL", help="Another address of the interface.")
]


def pull(
    provider: Provider, since: Since = None, until: Until = None, into: Into = Path("pulled"),
    url: Url = None, ledger: Ledger = None, config: ConfigFile = None,
    keep_user_ids: KeepUserIds = False, now: Now = None, verbose: Verbose = False,
) -> None:  # fmt: skip
    """Fetch a provider's usage and cost reports and read them into the ledger.

    The key is in OPENAI_ADMIN_KEY, ANTHROPIC_ADMIN_KEY or OPENROUTER_PROVISIONING_KEY. Prints nothing where
    all went well and nobody watches. Exit 3 where the provider refuses or is not there.
    """
    from tokenomics_cli.puller import Wanted, pull_and_read
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger, now=now, keep_user_ids=keep_user_ids)
    pull_and_read(given, Wanted(provider, since, until, into, url, verbose=verbose))
