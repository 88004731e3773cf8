"""A report as a page of HTML: a briefing asked, written, and its gates judged as those of any report."""

from __future__ import annotations

from collections.abc import Sequence

from tokenomics.books import Book
from tokenomics.briefing import Asking, brief
from tokenomics.config import people_of
from tokenomics.costing.answer import check
from tokenomics.costing.persons import Meant, meant
from tokenomics.gate import alone, parse_gates
from tokenomics.records.errors import ConfigError
from tokenomics.report.page import html
from tokenomics_cli.answer import REPORT, end, judged, origin_for
from tokenomics_cli.books import book_for, prices_words
from tokenomics_cli.handles import Asked, asked
from tokenomics_cli.request import Request, authority_of, query_of, rules_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.summary import end_where_nothing_was_read
from tokenomics_cli.terminal import emit


def page(request: Request, given: Settings, own: Sequence[str] = ()) -> None:
    """Write the page of a period; `own` are options of tables that were given, of which it has none.

    Ends the command as `answer` does. Raises ConfigError for such options.
    """
    query = query_of(request, given.config, given.now)
    check(query)
    _refuse(request, own)
    gates = alone(parse_gates(request.fail_on or "", query.currency))
    book = book_for(given.config, request.pricebook, request.prices_known, currency=query.currency)
    with asked(request.paths, given, keep=request.keep, at=request.ledger_at) as to:
        if to.read is not None:
            end_where_nothing_was_read(to.read)
        sought = meant(query, rules_of(given.config), people_of(given.config, to.ledger.where))
        found = brief(_asking(to, book, sought, given))
        answer = judged(to, book, found.days, sought, query, gates=gates)
        origin = origin_for(request, given, answer, REPORT)
        emit(html(found, origin, prices=prices_words(book, query)), request.output, exact=True)
        end(answer)


def _refuse(request: Request, own: Sequence[str]) -> None:
    named = {"--per": request.per, "--task-period": request.task_period}
    if told := [*own, *(name for name, value in named.items() if value)]:
        raise ConfigError(f"--format html has tables of its own: leave out {', '.join(told)}")


def _asking(to: Asked, book: Book, sought: Meant, given: Settings) -> Asking:
    """All questions of a page, with list prices for budgets that count by them."""
    config = given.config
    listed = book_for(config, ()) if any(each.basis == "list" for each in config.budget) else None
    return Asking(
        to.ledger, book, sought.query, config, given.now, sought.rules, authority_of(config),
        listed, to.con,
    )  # fmt: skip
