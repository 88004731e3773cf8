"""A ledger as a notebook holds it, and what its questions have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

from tokenomics.books import Book, as_known, bundled, exchanged, with_overlay
from tokenomics.config import Config, exchange_of, people_of
from tokenomics.costing import Attribution, CostQuery, costs
from tokenomics.costing.persons import meant
from tokenomics.ledger import Ledger
from tokenomics.outcomes import Answering, answering, asked_of
from tokenomics.overlap import Authority
from tokenomics.report.forms import Shown, frame_of
from tokenomics.timezones import parse_instant, zone

if TYPE_CHECKING:
    import polars as pl

Moment = datetime | date | str
Names = Sequence[str] | str


class Handle(NamedTuple):
    """One version of a ledger: it stays as it is while others write."""

    ledger: Ledger
    config: Config

    @property
    def version(self) -> int:
        """The ledger version that this handle reads."""
        return self.ledger.version


class Question(TypedDict, total=False):
    """What every question takes besides its groups.

    `since` is inclusive, `until` is not; `tz` is the time zone of days. `where` filters by
    dimensions, and may name people whom the ledger knows by pseudonyms, for whoever may read the
    file of people. `pricebooks` are overlay files. `prices_at` gives all calls the prices of one
    instant instead of their own; `prices_known` takes prices as they were known on a day. `limit`
    keeps the first rows. `now` is the instant that tasks are judged at.
    """

    since: Moment | None
    until: Moment | None
    tz: str | None
    where: Mapping[str, Names] | None
    limit: int | None
    pricebooks: Sequence[str | Path]
    prices_at: Moment | None
    prices_known: date | None
    now: Moment | None


def answered(
    handle: Handle,
    by: Names,
    question: Question,
    ask: Answering[Shown] | None = None,
    *,
    per: str | None = None,
    task_period: str | None = None,
) -> pl.DataFrame:
    """The answer to a question as a frame: of `ask`, else of what the query asks for.

    Raises ConfigError for an unknown dimension, unit or zone, PriceError for a wrong overlay.
    """
    query = query_of(handle.config, by, question, per=per, task_period=task_period)
    rules = [Attribution(rule.when, rule.set) for rule in handle.config.attribute]
    authority = [Authority(rule.provider, rule.source) for rule in handle.config.authority]
    asked = meant(query, rules, people_of(handle.config, handle.ledger.where))
    book = book_for(query, question)
    ask = ask or answering(query)
    if ask is None:
        return frame_of(
            costs(handle.ledger, book, asked.query, rules=asked.rules, authority=authority)
        )
    now = instant(question.get("now"), query.tz) or datetime.now(UTC)
    judged = asked_of(handle.config, now)
    return frame_of(
        ask(handle.ledger, book, asked.query, judged, rules=asked.rules, authority=authority)
    )


def query_of(
    config: Config,
    by: Names,
    question: Question,
    *,
    per: str | None = None,
    task_period: str | None = None,
) -> CostQuery:
    """What is asked, with the time zone and the columns of tasks that the configuration has."""
    name = question.get("tz") or config.report.timezone
    return CostQuery(
        by=(by,) if isinstance(by, str) else tuple(by),
        per=per,
        since=instant(question.get("since"), name),
        until=instant(question.get("until"), name),
        tz=name,
        where=tuple(_filters(question.get("where") or {})),
        limit=question.get("limit"),
        prices_at=instant(question.get("prices_at"), name),
        task_period=task_period,
        task_ids=config.task.id,
        exchange=exchange_of(config),
    )


def book_for(query: CostQuery, question: Question) -> Book:
    """The book that a question names, with what is in another currency converted."""
    book = book_of(question.get("pricebooks", ()), question.get("prices_known"))
    return exchanged(book, query.exchange, query.currency)


def book_of(overlays: Sequence[str | Path], known: date | None = None) -> Book:
    """The bundled book under overlays, as it was known on a day."""
    book = bundled()
    for overlay in overlays:
        book = with_overlay(book, Path(overlay))
    return book if known is None else as_known(book, known)


def instant(moment: Moment | None, tz: str = "UTC") -> datetime | None:
    """A moment as an instant: a date or a text is of the time zone."""
    if moment is None or (isinstance(moment, datetime) and moment.tzinfo is not None):
        return moment
    return parse_instant(str(moment), zone(tz))


def _filters(where: Mapping[str, Names]) -> Iterable[tuple[str, str]]:
    for name, values in where.items():
        for value in [values] if isinstance(values, str) else values:
            yield name, value
