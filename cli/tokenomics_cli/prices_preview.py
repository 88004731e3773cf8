"""`tokenomics prices preview`: what other prices would make of past costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import (
    ConfigFile,
    Ledger,
    LedgerAt,
    Limit,
    Pricebooks,
    PricesKnown,
    RowsForm,
)
from tokenomics_cli.terminal import emit, say, width

if TYPE_CHECKING:
    from tokenomics.books import Book
    from tokenomics.config import Config
    from tokenomics.costing.repricing import Change, Repricing
    from tokenomics_cli.tables import Value


def preview(
    new: Annotated[
        Path | None,
        typer.Argument(help="A pricebook to put on top, or a folder of them to take instead."),
    ] = None,
    pricebook: Pricebooks = None,
    prices_known: PricesKnown = None,
    ledger: Ledger = None,
    ledger_at: LedgerAt = None,
    limit: Limit = None,
    config: ConfigFile = None,
    form: RowsForm = "table",
) -> None:
    """Which past costs other prices would change, by how much, by model and cause.

    Of a new pricebook against the ones in use; without one, of what was learned since the day
    that --prices-known names.
    """
    from tokenomics.costing.repricing import reprice
    from tokenomics_cli.handles import opened
    from tokenomics_cli.request import Request, authority_of, query_of, rules_of
    from tokenomics_cli.settings import settings

    given = settings(config, ledger=ledger)
    books = _books(given.config, new, tuple(pricebook or ()), prices_known)
    query, rules = query_of(Request(), given.config, given.now), rules_of(given.config)
    found = reprice(
        opened(given, ledger_at), *books, query, rules=rules, authority=authority_of(given.config)
    )
    _show(found, form, limit)


def _books(
    config: Config, new: Path | None, pricebooks: tuple[Path, ...], known: str | None
) -> tuple[Book, Book]:
    """The prices before and after."""
    from tokenomics.books import exchanged
    from tokenomics.config import exchange_of
    from tokenomics.records.errors import ConfigError
    from tokenomics_cli.books import book_for, book_named

    if new is None and known is None:
        raise ConfigError(
            "prices against which others: name a pricebook, or a day with --prices-known"
        )
    before = book_for(config, pricebooks, known)
    if new is not None and new.is_dir():
        taken = book_named(str(new))
        return before, exchanged(taken, exchange_of(config), config.report.currency)
    return before, book_for(config, (*pricebooks, new) if new else pricebooks)


def _show(found: Repricing, form: RowsForm, limit: int | None) -> None:
    from tokenomics_cli.price_rows import SHOWN, cut
    from tokenomics_cli.tables import Narrow, listing

    rows = list(_rows(found))
    shown = rows[: limit or (SHOWN if form == "table" else len(rows))]
    if form == "table":
        shown = [_rounded(row) for row in shown]
    if shown:
        emit(
            listing(shown, form, Narrow(width(), ("model",), ("per", "quantity"))),
            exact=form != "table",
        )
    for line in filter(None, (cut(len(rows), form, limit), _summary(found))):
        say(line)


def _rows(found: Repricing) -> Iterator[dict[str, Value]]:
    """Month by month what all models cost before and after, then what changes it."""
    from tokenomics.records.money import total

    for month in dict.fromkeys(change.month for change in found.changes):
        costs = [
            total(row.cost for row in report.rows if row.key[0] == month)
            for report in (found.before, found.after)
        ]
        yield _row(month, "all models", costs[0], costs[1])
        yield from (_cause(change) for change in found.changes if change.month == month)


def _cause(change: Change) -> dict[str, Value]:
    from tokenomics.costing.repricing import BESIDES
    from tokenomics_cli.books import per, priced

    model = "/".join(filter(None, (change.provider, change.model)))
    row = _row(change.month, model, change.before, change.after)
    if change.meter == BESIDES:
        return {**row, "meter": "(no single price)"}
    rates = (change.old, change.new)
    old, new = (None if rate is None else priced(change.meter, rate) for rate in rates)
    prices = {"old": old, "new": new, "per": per(change.meter)}
    return {**row, "meter": change.meter, "quantity": change.quantity, **prices}


def _row(month: str, model: str, before: Decimal, after: Decimal) -> dict[str, Value]:
    """What something cost and would cost; `change` is exact."""
    from tokenomics.records.money import EXACT

    prices = dict.fromkeys(("meter", "quantity", "old", "new", "per"))
    costs = {"before": before, "after": after, "change": EXACT.subtract(after, before)}
    return {"month": month, "model": model, **prices, **costs}


def _rounded(row: Mapping[str, Value]) -> dict[str, Value]:
    """The row with its money as people read it: as exact as its change needs."""
    from tokenomics.records.money import rounded
    from tokenomics.records.words import places_for

    change = row["change"]
    places = places_for(change) if isinstance(change, Decimal) else 0
    return {
        name: rounded(value, places)
        if name in {"before", "after", "change"} and isinstance(value, Decimal)
        else value
        for name, value in row.items()
    }


def _summary(found: Repricing) -> str:
    from tokenomics.costing.repricing import difference
    from tokenomics.records.words import money, percent, places_for

    if not found.changes:
        return "no past cost would change"
    changed, before = difference(found), found.before.totals.cost or Decimal(0)
    amount = money(abs(changed), places_for(changed))
    way = "less" if changed < 0 else "more"
    share = f" ({percent(abs(changed), before)})" if before else ""
    months = len({change.month for change in found.changes})
    return (
        f"{months} month{'' if months == 1 else 's'} would cost"
        f" {amount} {found.before.query.currency}{share} {way}; nothing was written"
    )
