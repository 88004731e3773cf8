"""`tokenomics forget`: somebody who is to be nobody in a ledger from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics.records.errors import ConfigError
from tokenomics_cli.options import ConfigFile, Ledger
from tokenomics_cli.terminal import can_ask, near, say

if TYPE_CHECKING:
    from tokenomics.auditing.forgetting import Forgotten
    from tokenomics_cli.settings import Settings

Users = Annotated[
    list[str],
    typer.Argument(help="Names, e-mail addresses or pseudonyms.", metavar="USER..."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask: it cannot be taken back.")]


def forget(
    users: Users, yes: Yes = False, ledger: Ledger = None, config: ConfigFile = None
) -> None:
    """Forget who is behind a pseudonym: nobody can tell any more, and no figure changes.

    It says where the name still stands that it can find. Logs, copies of the file of people,
    reports and messages that were sent are not among what it can reach.
    """
    from tokenomics.auditing.forgetting import forget as take_out
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger)
    if not yes:
        _ask(given, users)
    _tell(take_out(given.ledger, given.config, users))


def _ask(given: Settings, users: list[str]) -> None:
    from tokenomics.auditing.forgetting import named
    from tokenomics.config import people_of

    found = named(people_of(given.config, given.ledger), users)
    if not can_ask():
        raise ConfigError("to forget somebody cannot be taken back: say --yes where nobody is asked")  # fmt: skip
    for name, user in found.items():
        say(f"{user} is {name}, and would be nobody")
    if not typer.confirm("Forget them for good?", err=True):
        raise typer.Exit(1)


def _tell(found: Forgotten) -> None:
    for user in found.people.values():
        say(f"{user} is nobody now")
    for trace in found.traces:
        say(f"{trace.name} still stands in {near(trace.where)}: {trace.times}")
    say("not reached: logs and pages that were pulled, copies and backups of the file of people, files of guards, earlier versions that were read with --keep-user-ids, reports and messages that were sent")  # fmt: skip
