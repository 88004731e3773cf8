"""`tokenomics prices import`: what a price list of others says, and keeping it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import Limit, Now, RowsForm
from tokenomics_cli.tables import listing
from tokenomics_cli.terminal import emit, near, say, width

if TYPE_CHECKING:
    from datetime import datetime

    from tokenomics_cli.import_rows import Found
    from tokenomics_cli.tables import ListFormat


def import_list(
    source: Annotated[
        str,
        typer.Argument(help="litellm, genai-prices, models.dev or openrouter.", metavar="SOURCE"),
    ],
    file: Annotated[
        Path | None,
        typer.Argument(help="The list. Default: the one in the installed package.", metavar="FILE"),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="FILE", help="The imported book. Default: SOURCE.toml."),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Append what is new to the imported book.")
    ] = False,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept", metavar="MODEL", help="Take a model's doubtful prices; repeatable."
        ),
    ] = None,
    limit: Limit = None,
    now: Now = None,
    form: RowsForm = "table",
) -> None:
    """What a price list of others would change in a book of its own; --write appends it."""
    from tokenomics_cli.settings import settings

    at = settings(now=now).now
    book = into or Path(f"{source}.toml")
    found = _found(source, file, book, tuple(accept or ()), at)
    emit(_shown(found, near(book), form, limit), exact=form != "table")
    if write:
        _append(source, book, found, at)
    elif found.plan.changes:
        say(f"nothing was written: --write appends this to {near(book)}")


def _found(
    source: str, file: Path | None, into: Path, accept: tuple[str, ...], at: datetime
) -> Found:
    from tokenomics.imports import beside, known_to, planned, price_list, recorded
    from tokenomics_cli.books import book_of
    from tokenomics_cli.import_rows import Found

    reading, ours = price_list(source, file), book_of(())
    book = recorded(into, source)
    plan = planned(book, reading, at.date(), accept)
    doubted = {one[:2] for one in plan.held}
    taken = [o for o in reading.offers if (o.provider, o.model) not in doubted]
    return Found(reading, book, plan, beside(ours, taken, at), known_to(ours, taken))


def _append(source: str, into: Path, found: Found, at: datetime) -> None:
    from tokenomics.imports import append

    reading, book, plan = found[:3]
    count = append(into, source, book=book, reading=reading, plan=plan, day=at.date())
    if count:
        say(f"{near(into)}: {count:,} entries appended")
        say(f"reports take them with --pricebook {near(into)}, below the bundled prices")
    else:
        say(f"{near(into)}: nothing is new, nothing was written")


def _shown(found: Found, into: str, form: ListFormat, limit: int | None) -> str:
    from tokenomics_cli.import_rows import rows
    from tokenomics_cli.import_text import text

    if form == "table":
        return text(found, into, limit=limit, width=width())
    return listing(rows(found)[:limit], form)
