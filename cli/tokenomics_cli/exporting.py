"""An export written: logs are read, rows made, gates judged."""

from __future__ import annotations

from pathlib import Path

from tokenomics.books.overlay import imported
from tokenomics.config import people_of
from tokenomics.costing.answer import check
from tokenomics.costing.persons import meant
from tokenomics.focus import Exported, Version, exported
from tokenomics.focus.files import ending
from tokenomics.gate import alone, failures, idle, parse_gates
from tokenomics.records.errors import ConfigError
from tokenomics_cli.answer import Answer, end
from tokenomics_cli.books import book_for, book_of
from tokenomics_cli.handles import Asked, asked
from tokenomics_cli.request import Request, authority_of, query_of, rules_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.summary import end_where_nothing_was_read, unread
from tokenomics_cli.terminal import near, say


def export(request: Request, given: Settings, version: Version) -> None:
    """Write the file that a request names, and tell what is in it and what is not.

    Ends the command with exit code 2 where a named file could not be read, and with 1 where a gate
    failed.
    """
    path = _path(request)
    query = query_of(request, given.config, given.now)
    check(query)
    gates = alone(parse_gates(request.fail_on or "", query.currency))
    with asked(request.paths, given, keep=request.keep, at=request.ledger_at) as to:
        if to.read is not None:
            end_where_nothing_was_read(to.read)
        found = _found(to, request, given)
        found.write(path, version)
        for sentence in (f"{near(path)}: FOCUS {version}", *found.sentences):
            say(sentence)
        report, files = found.report, [near(file.path) for file in unread(to.read)]
        failed, hints = failures(gates, report, files), idle(gates, report)
        book = book_of(request.pricebook, request.prices_known)
        end(Answer(report, book, to.ledger, to.read, failed, hints))


def _path(request: Request) -> Path:
    if request.output is None:
        raise ConfigError("name a file with --output, such as focus.csv or focus.parquet")
    ending(request.output)
    return request.output


def _found(to: Asked, request: Request, given: Settings) -> Exported:
    config, known = given.config, request.prices_known
    people = people_of(config, to.ledger.path)
    sought = meant(query_of(request, config, given.now), rules_of(config), people)
    lists = imported(book_of(()), request.pricebook)
    books = (
        book_for(config, overlays, known, currency=sought.query.currency)
        for overlays in (request.pricebook, lists)
    )
    return exported(
        to.ledger, (next(books), next(books)), sought.query, rules=sought.rules,
        authority=authority_of(config), con=to.con,
    )  # fmt: skip
