"""Portfolio: for each class of tasks what models made of it, and what else could, by cost and success rate.

What a measured model's success costs is the figure of `quality`, to the digit, but for overheads that are
of no single model: no option saves them. Other options are put to the same tasks: their tokens are those
that the tasks took, and people's time stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from tokenomics.analysis.intervals import NO_INTERVAL, wilson
from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.analysis.quality import of_calls
from tokenomics.analysis.quality_tasks import CALLS, measured
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.run import of_ledger
from tokenomics.dimensions import dimension
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked, Key
from tokenomics.outcomes.overheads import Overhead
from tokenomics.outcomes.successes import judged_of
from tokenomics.overlap import Authority, charged_once
from tokenomics.queries import sql
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ZERO, round_fraction, total
from tokenomics.timezones import from_micros
from tokenomics.weighing import offers as sums
from tokenomics.weighing.offers import Offer, best_of, standing
from tokenomics.weighing.options import Option
from tokenomics.weighing.portfolio_words import (
    DOUBLE,
    HALF,
    VOLUME,
    Left,
    Shown,
    remarks,
    sentences,
)
from tokenomics.weighing.priced import Price, base_of_tasks, prices_with
from tokenomics.weighing.tasks import Work, measured_offers, stated_offer, works

KIND, TITLE = "portfolio", "Options by cost and success rate"
BY = ("feature",)
# The dimensions by which an overhead is that of an option.
_OF_MODELS = frozenset(("model", "model_requested", "provider", "deployment"))
# Characters of a feature and of an option that a table shows in any case.
_READABLE = 14
_SECOND = timedelta(seconds=1)
# Of 730 hours.
_MONTH = 730 * 3_600

COLUMNS: tuple[Column, ...] = (
    Column("option", "name", "A model that did such tasks, one of the book, or what you state."),
    Column("kind", "mark", "api, hosted, self-hosted, distilled, local or no model.", spare=True),
    Column("judged", "count", "Tasks of it that succeeded or failed; null where it did none.", spare=True),
    Column("success_rate", "share", "Share of tasks that succeed.", head="rate"),
    Column("success_rate_ci_low", "share", "From where on a measured share lies with 95 % confidence.", head="from", spare=True),
    Column("success_rate_ci_high", "share", "Up to where it does.", head="to", spare=True),
    Column("quality", "mark", "Whence the rate is: measured, small sample (below 30 judged tasks), assumed (you state it), or no evidence.", head="known"),
    Column("cost_per_task", "money", "What a closed task costs, with people's time and the overheads of a model's own.", head="a task"),
    Column("cost_per_success", "money", "What a success costs; null where nobody knows how many there are.", head="a success"),
    Column("cost_per_success_ci_low", "money", "From where on a measured one lies with 95 % confidence.", head="success from", spare=True),
    Column("cost_per_success_ci_high", "money", "Up to where it does.", head="success to", spare=True),
    Column("pareto", "mark", "envelope where no other option is as cheap a success and succeeds as often; dominated where another surely is, perhaps dominated where only the figures say so; null without evidence."),
    Column("dominated_by", "mark", "The cheapest option that is better.", spare=True),
    Column("cost_per_success_at_volume_24", "money", "What a success costs with 24 times as many tasks: what is paid a month is spread over more.", head="x 24", spare=True),
    Column("cost_per_success_at_half_price", "money", "What it costs where tokens that are sold cost half.", head="price x 0.5", spare=True),
    Column("cost_per_success_at_double_price", "money", "What it costs where they cost twice as much.", head="price x 2", spare=True),
    Column("switching_price", "number", "Multiple of the token price of the cheapest option with evidence, alone, from which this one is cheaper a success.", head="switch at", spare=True),
    Column("hedge_value", "money", "What having this option is worth in the period if that price alone doubled: what the cheapest option's successes would then cost more than here.", head="hedge", spare=True),
    Column("needed_rate", "share", "Success rate from which this option is cheaper a success than that cheapest one; null where none is enough.", head="needs", spare=True),
    Column("source", "mark", "Whence you know a rate that you state.", spare=True),
)  # fmt: skip


def portfolio(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    options: Sequence[Option] = (),
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The options of each class of tasks, the cheapest success first: a feature unless the query says otherwise.

    Filters pick tasks. Raises ConfigError where the question is by model, and as `costs` and `prices_with` do.
    """
    query = query._replace(by=query.by or BY)
    if any(dimension(name).name == "model" for name in query.by):
        raise ConfigError("a portfolio has a row a model and option anyhow: leave it out of --by")
    whole = query._replace(by=(*query.by, "model"), per="success", limit=None)
    shared: set[str] = set()

    def bears(found: Overhead) -> bool:
        is_own = bool(found.scope.keys() & _OF_MODELS)
        shared.update(() if is_own else (found.name,))
        return is_own

    with once(ledger, book, authority=authority, con=con) as (mine, usage):
        outcomes = relation(ledger, "outcome")
        judged = judged_of(
            mine, usage.relation, usage.used, book, whole, asked,
            outcomes=outcomes, besides=relation(ledger, "overhead"),
            charges=charged_once(ledger), rules=rules, each=CALLS, bears=bears,
        )  # fmt: skip
        report = of_ledger(judged.report, ledger, usage.overlaps)
        sure = measured(judged.tasks, whole, asked, report, outcomes=outcomes)
        months = _months(mine, usage.relation, query, asked.now)
        prices: dict[str, Mapping[Key, Price]] = {}
        if report.first is not None:
            base = base_of_tasks(judged, book, query, len(query.by))
            models = dict.fromkeys(each.model for each in options if each.model)
            prices = {model: prices_with(model, base) for model in models}
    unpriced = (
        total(each.minutes for each in judged.people.values()) if asked.hourly is None else ZERO
    )
    left = Left(shared, unpriced)
    models_of = measured_offers(
        judged, {key: each.cost for key, each in sure.items()}, len(query.by)
    )
    by = [dimension(name).name for name in query.by]
    rows = [
        row
        for key, of_class in works(judged, len(by)).items()
        for row in _class(
            key, of_class, models_of.get(key, ()),
            [
                (each, stated_offer(each, of_class, months, prices.get(each.model or "", {}).get(key)))
                for each in options if each.is_for(dict(zip(by, key, strict=True)))
            ],
        )
    ]  # fmt: skip
    return Listing(
        KIND, TITLE, (*names(query.by), *COLUMNS),
        limited([(*each.key, *_values(each)) for each in rows], query.limit),
        of_calls(report, query), len(rows),
        sentences=tuple(sentences(rows, query.currency)),
        remarks=tuple(remarks(rows, report, options, by, left)),
        readable=_READABLE,
    )  # fmt: skip


def _months(con: Engine, relation: str, query: CostQuery, now: datetime) -> Fraction:
    """How many months of 730 hours the period has, up to now: the question's, else that of all usage."""
    micros = con.execute(sql("span", relation=relation)).fetchall()[0]
    if None in micros:
        return Fraction(0)
    first, last = map(from_micros, micros)
    start = query.since or first
    end = last if query.until is None else min(query.until, max(now, last))
    return Fraction((end - start) // _SECOND, _MONTH)


def _class(
    key: Key, of: Work, models: Sequence[Offer], stated: Sequence[tuple[Option, Offer]]
) -> list[Shown]:
    """The options of a class of tasks, the cheapest success first, then those of which nobody knows any."""
    offers = [*models, *(offer for _, offer in stated)]
    best = best_of(offers)
    sources: list[str | None] = [*(None for _ in models), *(option.source for option, _ in stated)]
    rows = [
        Shown(key, of, each, best, standing(each, offers), source)
        for each, source in zip(offers, sources, strict=True)
    ]
    return sorted(rows, key=_order)


def _order(row: Shown) -> tuple[object, ...]:
    success, task = sums.per_success(row.offer), sums.per_task(row.offer)
    known = success is not None and row.offer.is_evidence
    return (
        not known, success if known else Fraction(0),
        task is None, task or Fraction(0), row.offer.name or "",
    )  # fmt: skip


def _values(row: Shown) -> tuple[Value, ...]:
    of, best = row.offer, row.best
    mark, better = row.standing or (None, None)
    rate = wilson(int(of.successes or 0), of.judged) if of.is_measured else NO_INTERVAL
    return (
        of.name,
        of.kind,
        of.judged if of.is_measured else None,
        _shown(of.rate),
        *rate,
        row.known,
        *map(_shown, (sums.per_task(of), sums.per_success(of))),
        *of.sure,
        mark,
        better,
        _shown(sums.per_success(of, volume=VOLUME)),
        _shown(sums.per_success(of, price=HALF)),
        _shown(sums.per_success(of, price=DOUBLE)),
        *map(_shown, _against(row, best)),
        row.source,
    )


def _against(row: Shown, best: Offer | None) -> Iterator[Fraction | None]:
    """What the option is to the cheapest one: when it is cheaper, what it is worth then, how good it must be."""
    if best is None:
        yield from (None, None, None)
        return
    yield sums.switching_price(row.offer, best)
    yield sums.hedge(row.offer, best, DOUBLE)
    yield sums.needed_rate(row.offer, best)


def _shown(value: Fraction | None) -> Decimal | None:
    return None if value is None else round_fraction(value)
