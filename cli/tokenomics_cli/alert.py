"""`tokenomics alert`: what is worth a message, sent once."""

from __future__ import annotations

from typing import Annotated

import typer

from tokenomics_cli.groups import group
from tokenomics_cli.options import ConfigFile, Ledger, Limit, ListForm, Now, Pricebooks, Verbose

DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be sent; nothing is sent or noted.")
]
Channel = Annotated[
    str | None,
    typer.Argument(metavar="[CHANNEL]", help="A channel of the configuration; else all."),
]

app = group(
    "alert", "What is worth a message, sent once: budgets, spikes, missing prices, old data."
)


@app.callback(invoke_without_command=True, no_args_is_help=False)
def alert(
    context: typer.Context,
    ledger: Ledger = None,
    config: ConfigFile = None,
    pricebook: Pricebooks = None,
    now: Now = None,
    dry_run: DryRun = False,
    verbose: Verbose = False,
) -> None:
    """What is worth a message, sent once: budgets, spikes, missing prices, old data.

    Prints nothing where all went well and nobody watches. Exit 3 where a channel took no message.
    """
    if context.invoked_subcommand is not None:
        return
    from tokenomics_cli.settings import settings
    from tokenomics_cli.watcher import Watch, watch

    given = settings(config, ledger=ledger, now=now)
    watch(given, Watch(tuple(pricebook or ()), dry_run=dry_run, verbose=verbose))


@app.command()
def history(
    ledger: Ledger = None, config: ConfigFile = None, limit: Limit = None, form: ListForm = "table"
) -> None:
    """What was said, latest first."""
    from tokenomics.watching.notices import notices
    from tokenomics_cli.handles import opened
    from tokenomics_cli.settings import settings
    from tokenomics_cli.tables import Narrow, listing
    from tokenomics_cli.terminal import emit, width

    found = notices(opened(settings(config, ledger=ledger)))[::-1][:limit]
    rows = [notice._asdict() for notice in found]
    emit(
        listing(rows, form, Narrow(width(), ("subject", "key"), ("message_id", "key", "period"))),
        exact=form != "table",
    )


@app.command("test")
def try_channel(channel: Channel = None, config: ConfigFile = None, now: Now = None) -> None:
    """Send a test message to a channel, or to all."""
    from tokenomics_cli.settings import settings
    from tokenomics_cli.watcher import try_channels

    try_channels(settings(config, now=now), channel)
