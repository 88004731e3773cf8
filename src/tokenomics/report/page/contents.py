"""What a page holds, in its order: each part of a briefing as words, charts and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar

from tokenomics.alert import Message
from tokenomics.alert.message import label, readable, tone, when
from tokenomics.analysis.listing import Listing
from tokenomics.analysis.waste import SAVED
from tokenomics.briefing import Answered, Briefing, Lacking
from tokenomics.briefing.parts import Alerts, Forecast
from tokenomics.charts import pictures
from tokenomics.records.words import amount, visible
from tokenomics.report import charted
from tokenomics.report.envelope import instant
from tokenomics.report.grid import footnotes, period_words
from tokenomics.report.origin import BookRef, Origin
from tokenomics.report.page.figures import Figure, days_of, figure, ranked, rows_of
from tokenomics.report.page.glance import Glance, glances
from tokenomics.report.page.tables import Table, figured, of_costs, of_listing

T = TypeVar("T")

_NO_CHARTS = "pip install 'tokenomics-finops[charts]'"
# So many sentences of an analysis are read; its table has the rest.
_SAID = 4


class Alert(NamedTuple):
    """What is worth a message: how bad it is in a word, what it is, and when."""

    tone: str
    label: str
    subject: str
    paragraphs: tuple[str, ...]
    at: str


class Section(NamedTuple):
    """A part of the page: its name in links, its title, sentences, charts, tables, alerts and small print."""

    name: str
    title: str
    lead: str = ""
    said: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    alerts: tuple[Alert, ...] = ()
    remarks: tuple[str, ...] = ()


class Missing(NamedTuple):
    """A part that the page has not: its title, why, and how to get it."""

    title: str
    why: str
    remedy: str


class Page(NamedTuple):
    """All of a page. `unknown` says what is not known of the calls, `method` with what it was made."""

    period: str
    zone: str
    prices: str
    currency: str
    glances: tuple[Glance, ...]
    sections: tuple[Section, ...]
    missing: tuple[Missing, ...]
    unknown: tuple[str, ...]
    method: tuple[tuple[str, str], ...]
    books: tuple[str, ...]


def contents(briefing: Briefing, origin: Origin, prices: str) -> Page:
    """The page of a briefing: a section for what is answered, a line for what is not."""
    draws = pictures.can_draw()
    parts = list(_parts(briefing, draws=draws))
    sections = [part for part in parts if isinstance(part, Section)]
    missing = [part for part in parts if isinstance(part, Missing)]
    if not draws:
        missing.append(Missing("Charts", "what draws them is not installed", _NO_CHARTS))
    days = briefing.days
    return Page(
        period=period_words(days),
        zone=days.query.tz,
        prices=prices,
        currency=days.query.currency,
        glances=tuple(glances(briefing)) if days.first else (),
        sections=tuple(sections),
        missing=tuple(missing),
        unknown=tuple(footnotes(days)),
        method=tuple(_method(briefing, origin, prices)),
        books=tuple(_book(book) for book in origin.pricebooks),
    )


def _parts(briefing: Briefing, *, draws: bool) -> Iterator[Section | Missing]:
    if briefing.days.first is None:
        yield Missing("Everything", "no record of the period", "name another with --since and --until, or ingest logs")  # fmt: skip
        return
    yield _part("alerts", "Alerts", briefing.alerts, _alerts, draws=draws)
    yield _spending(briefing, draws=draws)
    if isinstance(briefing.forecast, Lacking):
        yield _missing("Forecast", briefing.forecast)
    yield _part("drivers", "What changed the cost", briefing.drivers, _drivers, draws=draws)
    yield from _groups(briefing)
    yield _part("success", "What a success costs", briefing.quality, _quality, draws=draws)
    yield _part("waste", "What could be spent better", briefing.waste, _waste, draws=draws)
    yield _part("budgets", "Budgets", briefing.budgets, _budgets, draws=draws)
    yield _part("reconcile", "Billed and metered", briefing.reconcile, _reconcile, draws=draws)


def _part(
    name: str,
    title: str,
    found: Answered[T] | Lacking,
    make: Callable[[Section, T, bool], Section],
    *,
    draws: bool,
) -> Section | Missing:
    if isinstance(found, Lacking):
        return _missing(title, found)
    return make(Section(name, title), found.answer, draws)


def _missing(title: str, found: Lacking) -> Missing:
    return Missing(title, visible(found.why), visible(found.remedy) if found.remedy else "")


def _spending(briefing: Briefing, *, draws: bool) -> Section:
    """The course of the cost: the period's days, and what its current month will come to."""
    days, currency = briefing.days, briefing.days.query.currency
    section = Section("spending", "Spending over time")
    told = isinstance(briefing.forecast, Answered)
    ahead = briefing.forecast.answer if isinstance(briefing.forecast, Answered) else None
    if ahead is not None:
        lead, *said = _sentences(ahead.whole)
        remarks = tuple(visible(text) for text in ahead.whole.remarks)
        section = section._replace(lead=lead, said=tuple(said), remarks=remarks)
    if days.totals.cost is None:
        return section._replace(lead=section.lead or "No call of the period has a price.")
    if not draws:
        return section
    by_day = figure(
        charted.by_day, days_of(days), currency,
        f"Cost by day, {period_words(days)}: a bar a day.", f"Cost by day, {currency}",
    )  # fmt: skip
    figures = [_course(ahead, currency)] if ahead is not None and told else []
    return section._replace(figures=(*figures, by_day))


def _course(ahead: Forecast, currency: str) -> Figure:
    limit = ahead.limit
    words = "" if limit is None else f" Budget {visible(limit.name)}: {amount(limit.amount, limit.currency)}."  # fmt: skip
    alt = f"Cost summed up by day, {period_words(ahead.whole.report)}: {ahead.whole.sentences[0]}.{words}"
    rows = rows_of(ahead.days)
    is_ranged = any(row["sum_low"] != row["sum_high"] for row in rows)
    band = "; the band holds it with 80 %" if is_ranged else ""
    caption = f"Sum by the end of each day, {currency}{band}.{words}"
    draw = partial(charted.spending, budget=limit and limit.amount)
    return figure(draw, rows, currency, alt, caption)


def _groups(briefing: Briefing) -> Iterator[Section | Missing]:
    for found in briefing.groups:
        if isinstance(found, Lacking):
            yield Missing("A table of groups", found.why, found.remedy)
            continue
        by = ", ".join(found.answer.by)
        caption = f"Cost by {by}, {period_words(found.answer)}, {found.answer.query.currency}"
        name = "by-" + "-".join(part.replace(":", "-") for part in found.answer.by)
        yield Section(name, f"By {by}", tables=(of_costs(found.answer, caption),))


def _analysis(section: Section, shown: Listing, *also: str, aside: Sequence[str] = ()) -> Section:
    """A listing's sentences, table and what limits it; a narrow page leaves out `also` and `aside`."""
    lead, *said = _sentences(shown)
    caption = f"{visible(shown.title)}, {period_words(shown.report)}"
    if not shown.rows:
        lead = lead or "Nothing was found."
    more = shown.row_count - len(shown.rows)
    return section._replace(
        lead=lead,
        said=tuple(said[:_SAID]),
        tables=(of_listing(shown, caption, also=also, aside=aside),) if shown.rows else (),
        remarks=(
            *(figured(text) for text in shown.remarks),
            *([f"{more:,} more rows are not shown"] if more else []),
        ),
    )  # fmt: skip


def _sentences(shown: Listing) -> list[str]:
    """What an analysis says, the first as a sentence begins; an empty one where it says nothing."""
    first, *others = (figured(text) for text in shown.sentences or ("",))
    return [first[:1].upper() + first[1:], *others]


def _drivers(section: Section, shown: Listing, draws: bool) -> Section:
    made = _analysis(section, shown, aside=("cost_before",))
    made = made._replace(title=visible(shown.title))
    if not draws or not shown.rows:
        return made
    alt = f"From the cost before to the cost now by what changed it: {made.lead}"
    drawn = ranked(charted.changes, rows_of(shown), shown.report.query.currency, alt, f"What changed it, all flows together, {shown.report.query.currency}")  # fmt: skip
    return made._replace(figures=(drawn,))


def _quality(section: Section, shown: Listing, draws: bool) -> Section:
    made = _analysis(
        section,
        shown,
        "success_rate_ci_low",
        "success_rate_ci_high",
        "dominated_by",
        aside=("success_rate",),
    )
    known = [row for row in rows_of(shown) if row["cost_per_success"] is not None]
    if not draws or not known:
        return made
    alt = f"Cost per success of each group with its range of 95 %: {made.lead}"
    caption = "Cost per success with its range of 95 %; hollow: fewer than 30 judged tasks"
    drawn = ranked(charted.successes, known, shown.report.query.currency, alt, caption)
    return made._replace(figures=(drawn,))


def _waste(section: Section, shown: Listing, draws: bool) -> Section:
    made = _analysis(section, shown, aside=("calls", "cost"))
    if shown.rows:
        made = made._replace(remarks=("share: of the cost of all calls", *made.remarks))
    open_ = [row for row in rows_of(shown) if row["finding"] not in SAVED]
    if not draws or not open_:
        return made
    alt = "What each finding puts at stake, the greatest first; the table has the figures."
    caption = f"At stake by finding, which overlap, {shown.report.query.currency}; what is saved already is in the table"
    drawn = ranked(charted.stakes, open_, shown.report.query.currency, alt, caption)
    return made._replace(figures=(drawn,))


def _budgets(section: Section, shown: Listing, draws: bool) -> Section:
    made = _analysis(section, shown, "elapsed", aside=("limit", "expected"))
    # The first sentence begins with a name, which stays as it is.
    made = made._replace(lead=figured(next(iter(shown.sentences), "")))
    if not draws or not shown.rows:
        return made
    alt = "How much of each budget is spent and expected to be, in percent of its limit; the table has the figures."
    caption = "Spent (filled) and expected by the end (hollow), in percent of the limit"
    drawn = ranked(charted.used, rows_of(shown), shown.report.query.currency, alt, caption)
    return made._replace(figures=(drawn,))


def _reconcile(section: Section, shown: Listing, draws: bool) -> Section:
    made = _analysis(section, shown, aside=("metered", "share"))
    if not shown.rows:
        return made._replace(lead="No bill is known of these calls.")
    made = made._replace(remarks=("of it: of what is billed", *made.remarks))
    if not draws:
        return made
    alt = f"From what was metered to what was billed by what explains it: {made.lead}"
    caption = "From metered to billed by what explains it, all rows together"
    drawn = ranked(charted.variance, rows_of(shown), shown.report.query.currency, alt, caption)
    return made._replace(figures=(drawn,))


def _alerts(section: Section, found: Alerts, draws: bool) -> Section:  # noqa: ARG001
    told = [_alert(message) for message in found.messages]
    lead = "" if told else "Nothing is worth a message now."
    remarks = tuple(visible(text) for text in found.remarks)
    return section._replace(lead=lead, alerts=tuple(told), remarks=remarks)


def _alert(message: Message) -> Alert:
    plain = readable(message)
    told = tuple(figured(text) for text in plain.paragraphs[:2])
    return Alert(tone(plain), label(plain), figured(plain.headline), told, when(plain))


def _method(briefing: Briefing, origin: Origin, prices: str) -> Iterator[tuple[str, str]]:
    """With what the page was made: enough to make it again."""
    days = briefing.days
    yield "Period", f"{period_words(days)} ({days.query.tz})"
    yield "Prices", prices
    known = [instant(book.known_at) or "" for book in origin.pricebooks if book.known_at]
    if known:
        yield "Prices known", " to ".join(dict.fromkeys((min(known), max(known))))
    if origin.ledger_path is not None:
        yield "Ledger", f"{visible(origin.ledger_path)}, version {origin.ledger_version}"
    yield "Configuration", f"digest {origin.config_digest[:12]}" if origin.config_digest else "none"
    yield "Made", f"{_minute(origin.generated_at)} by tokenomics {origin.tool_version}"
    yield "The same as data", "tokenomics report --format json, with the same options"


def _book(book: BookRef) -> str:
    known = f", known at {instant(book.known_at)}" if book.known_at else ""
    return f"{visible(book.name)}{known}, digest {book.digest[:12]}"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} {at.tzname() or ''}".strip()
