"""A request answered: logs are read, costs asked, the report shown, and the gates judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import typer

from tokenomics.books import Book
from tokenomics.config import people_of
from tokenomics.costing import CostQuery, costs, unmatched
from tokenomics.costing.answer import check, is_of_calls
from tokenomics.costing.persons import Meant, meant
from tokenomics.gate import Failure, Gate, alone, failures, idle, parse_gates
from tokenomics.ledger import Ledger
from tokenomics.records.errors import ConfigError
from tokenomics.report.course import Traced, daily
from tokenomics.report.forms import Shown, costs_of, text_of, to_parquet
from tokenomics.report.origin import BookRef, Origin
from tokenomics.version import __version__
from tokenomics_cli.books import as_billed, book_for, prices_words
from tokenomics_cli.handles import Asked, asked
from tokenomics_cli.progress import asking
from tokenomics_cli.request import Request, authority_of, parameters, query_of, rules_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.summary import end_where_nothing_was_read, missed, refused, unread
from tokenomics_cli.terminal import emit, fail, near, page_width, say

if TYPE_CHECKING:
    from tokenomics.intake import IngestResult
    from tokenomics.outcomes import Answering


class Question(NamedTuple):
    """A command, what answers it, and its own options; without `ask` the query decides who does.

    `spark` asks for the course of costs over the period besides.
    """

    command: str
    ask: Answering[Shown] | None = None
    options: Mapping[str, object] = MappingProxyType({})
    spark: bool = False


REPORT = Question("report")


def of_bills(question: Question) -> Question:
    """The same question about what was billed; raises ConfigError where that has no course."""
    from tokenomics.reconciling.billed import billed_costs

    if question.spark:
        raise ConfigError("--spark is the course of priced costs: leave out --cost-basis billed")
    return question._replace(ask=billed_costs, options={"cost_basis": "billed"})


class Answer(NamedTuple):
    """What is shown, the prices and the ledger behind it, what was read for it, and failed gates.

    `hints` are sentences about filters and gates that met no record.
    """

    shown: Shown
    book: Book
    ledger: Ledger
    read: IngestResult | None
    failed: Sequence[Failure]
    hints: Sequence[str]


def answer(request: Request, given: Settings, question: Question = REPORT) -> None:
    """Show what a request asks for.

    Ends the command with exit code 2 where a named file could not be read, and with 1 where a
    gate failed.
    """
    query = query_of(request, given.config, given.now)
    check(query)
    _check_form(request, question)
    gates = alone(parse_gates(request.fail_on or "", query.currency))
    book = book_for(given.config, request.pricebook, request.prices_known, currency=query.currency)
    with asked(request.paths, given, keep=request.keep, at=request.ledger_at) as to:
        if to.read is not None:
            end_where_nothing_was_read(to.read)
        with asking(to.ledger):
            found = _found(to, book, query, question, gates=gates, given=given)
        found = found._replace(hints=(*found.hints, *_about_people(request, given, to)))
        show(request, given, found, question)
        end(found)


def _found(
    to: Asked,
    book: Book,
    query: CostQuery,
    question: Question,
    *,
    gates: tuple[Gate, ...],
    given: Settings,
) -> Answer:
    config = given.config
    people = people_of(config, to.ledger.where)
    sought = meant(query, rules_of(config), people)
    return judged(to, book, _shown(to, book, sought, question, given), sought, query, gates=gates)


def judged(
    to: Asked, book: Book, shown: Shown, sought: Meant, query: CostQuery, *, gates: tuple[Gate, ...]
) -> Answer:  # fmt: skip
    """What is shown with what its gates say, and hints about filters that met no record."""
    report, rules = costs_of(shown), sought.rules
    # Somebody who is found under one of both names is found.
    hints = unmatched(to.ledger, sought.only, rules=rules, con=to.con) and unmatched(
        to.ledger, query, rules=rules, con=to.con
    )
    failed = failures(gates, report, [near(file.path) for file in unread(to.read)])
    return Answer(shown, book, to.ledger, to.read, failed, (*hints, *idle(gates, report)))


def _shown(to: Asked, book: Book, sought: Meant, question: Question, given: Settings) -> Shown:
    """The answer: of the question's own analysis, else of what the query asks for."""
    query, rules, authority = sought.query, sought.rules, authority_of(given.config)
    known = partial(costs, to.ledger, book, rules=rules, authority=authority, con=to.con)
    if question.spark:
        _check_spark(query)
        return Traced(known(query), known(daily(query)))
    if (ask := _asked_besides(question, query)) is None:
        return known(query)
    from tokenomics.outcomes import asked_of

    judged = asked_of(given.config, given.now, query.currency)
    return ask(to.ledger, book, query, judged, rules=rules, authority=authority, con=to.con)


def _asked_besides(question: Question, query: CostQuery) -> Answering[Shown] | None:
    """What answers instead of `costs`; None where those do."""
    if question.ask is not None or is_of_calls(query):
        return question.ask
    from tokenomics.outcomes import answering

    return answering(query)


def _check_spark(query: CostQuery) -> None:
    if not is_of_calls(query):
        raise ConfigError("--spark is the course of costs alone: leave out what else is asked for")


def _check_form(request: Request, question: Question) -> None:
    if question.spark and request.form not in {"table", "markdown"}:
        raise ConfigError("--spark is drawn in tables: --by day has its figures")
    check_output(request.form, request.output)


def check_output(form: str, output: Path | None) -> None:
    """Raise ConfigError where what is no text has no file to go to."""
    if form == "parquet" and output is None:
        raise ConfigError("parquet is no text: name a file with --output")


def show(request: Request, given: Settings, found: Answer, question: Question) -> None:
    """Write the answer in the form and to the place asked for."""
    if request.form == "parquet" and request.output is not None:
        to_parquet(found.shown, request.output)
        return
    origin, width = origin_for(request, given, found, question), page_width(request.output)
    prices = prices_words(found.book, costs_of(found.shown).query)
    if question.options.get("cost_basis") == "billed":
        prices = as_billed(prices)
    text = text_of(found.shown, request.form, origin, prices=prices, width=width)
    emit(text, request.output, exact=request.form != "table")


def end(found: Answer) -> None:
    """Tell what was refused, unreadable or failed a gate, and end with the exit code for it."""
    problems = found.read.problems if found.read else ()
    if found.read:
        for line in (*found.read.notes, *refused(found.read, found.ledger), *missed(found.read)):
            say(line)
    for line in found.hints:
        say(line)
    for sentence in (*problems, *(f"gate {f.gate!r}: {f.sentence}" for f in found.failed)):
        fail(sentence)
    if problems or found.failed:
        raise typer.Exit(2 if problems else 1)


def _about_people(request: Request, given: Settings, to: Asked) -> Iterator[str]:
    """Where a report straight from logs shows people, that their names are to be had."""
    is_fleeting = not request.keep and given.config.privacy.people is None
    if is_fleeting and to.read and to.read.people and "user" in (request.by or ""):
        yield "users are shown by pseudonyms of this report only; --keep-user-ids shows their names"


def origin_for(request: Request, given: Settings, found: Answer, question: Question) -> Origin:
    """What an answer was made with, and the ledger that it is of where that stays."""
    stays = request.keep or not request.paths
    origin = origin_of(request, given, found.book, question.command, question.options)
    return origin._replace(
        ledger_path=str(given.ledger) if stays else None,
        ledger_version=found.ledger.version if stays else None,
    )


def _reading(request: Request, given: Settings) -> dict[str, object]:
    """What was said of files that do not say it themselves, and that people are shown by name where files were read."""
    said = {"at": given.hints.at, "provider": given.hints.provider, "scope": given.hints.scope}
    found: dict[str, object] = {name: value for name, value in said.items() if value}
    return found | (
        {"keep_user_ids": True} if request.paths and given.config.privacy.keep_user_ids else {}
    )


def origin_of(
    request: Request, given: Settings, book: Book, command: str, options: Mapping[str, object]
) -> Origin:
    """What an answer was made with, whichever ledger it is of; `options` are the command's own."""
    return Origin(
        tool_version=__version__,
        generated_at=given.now,
        command=command,
        parameters={**parameters(request), **_reading(request, given), **options},
        ledger_path=None,
        ledger_version=None,
        config_digest=given.config.digest,
        pricebooks=tuple(BookRef(*layer) for layer in book.layers),
        cost_basis=book.basis,
    )
