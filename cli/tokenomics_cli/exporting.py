"""Files for others: logs are read, rows or pages made and written, gates judged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tokenomics.books import Book
from tokenomics.books.overlay import imported
from tokenomics.config import people_of
from tokenomics.costing import CostQuery, CostReport
from tokenomics.costing.answer import check
from tokenomics.costing.persons import Meant, meant
from tokenomics.focus import Version, exported
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

# What writes something of a ledger that may be asked, by the meant question and the book of its prices, and
# the report of the usage behind it.
Write = Callable[[Asked, Meant, Book], CostReport]


def written(request: Request, given: Settings, write: Write) -> None:
    """Have something written of what a request asks for.

    Ends the command with exit code 2 where a named file could not be read, and with 1 where a gate
    failed.
    """
    query = query_of(request, given.config, given.now)
    check(query)
    gates = alone(parse_gates(request.fail_on or "", query.currency))
    book = _book(request, given, query, request.pricebook)
    with asked(request.paths, given, keep=request.keep, at=request.ledger_at) as to:
        if to.read is not None:
            end_where_nothing_was_read(to.read)
        people = people_of(given.config, to.ledger.where)
        report = write(to, meant(query, rules_of(given.config), people), book)
        failed = failures(gates, report, [near(file.path) for file in unread(to.read)])
        end(Answer(report, book, to.ledger, to.read, failed, idle(gates, report)))


def _book(request: Request, given: Settings, query: CostQuery, overlays: tuple[Path, ...]) -> Book:
    return book_for(given.config, overlays, request.prices_known, currency=query.currency)


def path_of(request: Request) -> Path:
    """The file that rows are written to; raises ConfigError where none is named, or one of another form."""
    if request.output is None:
        raise ConfigError("name a file with --output, such as focus.csv or focus.parquet")
    ending(request.output)
    return request.output


def export(request: Request, given: Settings, version: Version) -> None:
    """Write usage and bills as FOCUS rows, and tell what is in them and what is not."""
    path = path_of(request)

    def write(to: Asked, sought: Meant, book: Book) -> CostReport:
        lists = tuple(imported(book_of(()), request.pricebook))
        books = (book, _book(request, given, sought.query, lists))
        found = exported(
            to.ledger, books, sought.query, rules=sought.rules,
            authority=authority_of(given.config), con=to.con,
        )  # fmt: skip
        found.write(path, version)
        for sentence in (f"{near(path)}: FOCUS {version}", *found.sentences):
            say(sentence)
        return found.report

    written(request, given, write)
