"""`tokenomics people`: who is behind a pseudonym, for whoever may read that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import ConfigFile, Ledger, ListForm
from tokenomics_cli.tables import listing
from tokenomics_cli.terminal import emit, near, say

if TYPE_CHECKING:
    from pathlib import Path


def people(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Real names or pseudonyms; without any, everybody.", metavar="[NAME]..."
        ),
    ] = None,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Take them out of the file: nobody can tell any more."),
    ] = False,
    ledger: Ledger = None,
    config: ConfigFile = None,
    form: ListForm = "table",
) -> None:
    """Who is behind the pseudonyms of a ledger, from the file that only its owner may read."""
    from tokenomics.config import people_of
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger)
    file = people_of(given.config, given.ledger)
    wanted = names or ()
    found = _found(file, wanted, forget=forget)
    if forget:
        _forget(file, found)
    else:
        emit(
            listing([{"user": user, "name": name} for name, user in found.items()], form),
            exact=form != "table",
        )


def _found(file: Path, names: list[str] | tuple[()], *, forget: bool) -> dict[str, str]:
    """The people asked for; InputError where there is no file, or a name is not in it."""
    from tokenomics.people import load
    from tokenomics.records.errors import InputError, unknown

    known = load(file)
    if not known:
        raise InputError(f"{file}: nobody has a pseudonym here")
    if forget and not names:
        raise InputError("--forget needs the names of those who are to be forgotten")
    for name in names:
        if name not in known and name not in known.values():
            raise InputError(f"{file}: {unknown('person', name, [*known, *known.values()])}")
    return {n: given for n, given in known.items() if not names or n in names or given in names}


def _forget(file: Path, found: dict[str, str]) -> None:
    from tokenomics.people import forget

    gone = forget(file, found)
    people = "1 person" if len(gone) == 1 else f"{len(gone)} people"
    say(f"{people} forgotten in {near(file)}; copies of the file and the logs still know them")
