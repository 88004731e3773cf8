"""`tokenomics prices check`: what is doubtful about the prices in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import Limit, Now, Pricebooks, RowsForm
from tokenomics_cli.terminal import emit, say, width

if TYPE_CHECKING:
    from tokenomics.books.findings import Finding
    from tokenomics_cli.tables import Value


def check(
    pricebook: Pricebooks = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="BOOK", help="Another book, whose prices of today differ."
        ),
    ] = None,
    max_age: Annotated[
        int, typer.Option("--max-age", min=1, metavar="DAYS", help="How old a check may be.")
    ] = 90,
    limit: Limit = None,
    now: Now = None,
    form: RowsForm = "table",
) -> None:
    """What is doubtful about the prices: holes, jumps, what nobody looked at, what others say.

    Exit 1 where the book itself does not explain it.
    """
    from tokenomics.books.findings import findings
    from tokenomics.config import Config
    from tokenomics_cli.books import book_named, book_of
    from tokenomics_cli.settings import clock

    other = None if against is None else book_named(against)
    at, age = clock(now, Config()), timedelta(days=max_age)
    found = findings(book_of(pricebook or ()), at, max_age=age, against=other)
    _show(found, form, limit)
    raise typer.Exit(any(each.is_wrong for each in found))


# What a finding needs beside what it is about.
_ROOM = 36


def _show(found: Sequence[Finding], form: RowsForm, limit: int | None) -> None:
    from tokenomics_cli.price_rows import SHOWN, cut
    from tokenomics_cli.tables import listing

    rows = [_row(each) for each in found]
    shown = rows[: limit or (SHOWN if form == "table" else len(rows))]
    if shown and form == "table":
        emit(_table(shown))
    elif shown:
        emit(listing(shown, form), exact=True)
    for line in filter(None, (cut(len(rows), form, limit), _summary(found))):
        say(line)


def _table(rows: Sequence[dict[str, Value]]) -> str:
    """The findings with what explains them, for which long names of models make room."""
    from tokenomics_cli.price_text import wrapped
    from tokenomics_cli.tables import Narrow, listing, narrowed

    names = [{name: row[name] for name in ("kind", "is", "model")} for row in rows]
    heads = narrowed(names, Narrow(width() - _ROOM, ("model",)))
    told = [{**head, "finding": _words(row)} for head, row in zip(heads, rows, strict=True)]
    return listing(wrapped(told, width()), "table")


def _row(found: Finding) -> dict[str, Value]:
    return {
        "kind": found.kind,
        "is": "wrong" if found.is_wrong else "noted",
        "model": "/".join(filter(None, (found.provider, found.model))),
        "finding": found.sentence,
        "explained": found.explained or None,
    }


def _words(row: dict[str, Value]) -> str:
    explained = row["explained"]
    return f"{row['finding']}: {explained}" if explained else str(row["finding"])


def _summary(found: Sequence[Finding]) -> str:
    """How many findings there are of each kind, and how many of them nothing explains."""
    if not found:
        return "nothing is doubtful"
    kinds = Counter(each.kind for each in found)
    wrong = Counter(each.kind for each in found if each.is_wrong)
    parts = (
        f"{kind} {number}{f' ({wrong[kind]} wrong)' if wrong[kind] else ''}"
        for kind, number in sorted(kinds.items())
    )
    return f"{', '.join(parts)}; wrong is what neither a note nor a gap explains"
