"""`tokenomics people`: who is behind a pseudonym, for whoever may read that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import ConfigFile, Ledger, ListForm
from tokenomics_cli.tables import listing
from tokenomics_cli.terminal import emit

if TYPE_CHECKING:
    from tokenomics_cli.tables import Value


def people(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Real names or pseudonyms; without any, everybody.", metavar="[NAME]..."
        ),
    ] = None,
    ledger: Ledger = None,
    config: ConfigFile = None,
    form: ListForm = "table",
) -> None:
    """Who is behind the pseudonyms of a ledger, from the file that only its owner may read."""
    from tokenomics.auditing.forgetting import named
    from tokenomics.config import people_of
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger)
    found = named(people_of(given.config, given.ledger), names or [])
    rows: list[dict[str, Value]] = [{"user": user, "name": name} for name, user in found.items()]
    emit(listing(rows, form), exact=form != "table")
