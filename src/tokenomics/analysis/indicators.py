"""The indicators that the FinOps Foundation's paper on AI defines, by their published names and formulae.

What a formula asks for and no record holds is null and says what is needed. An indicator without a
published formula has no figure: none is invented for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.capacity import Capacity, capacity
from tokenomics.analysis.listing import Column, Listing, limited
from tokenomics.analysis.stakes import base_of
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import LAYER, check
from tokenomics.costing.run import costs_of, of_ledger
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import once
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.layers import PEOPLE, TOKENS, called_of, layers_of
from tokenomics.outcomes.revenue import rates_of, revenues_of
from tokenomics.overlap import Authority, Counted, charged_once
from tokenomics.records.errors import ConfigError
from tokenomics.records.meters import METERS, is_token
from tokenomics.records.money import EXACT, ZERO, ratio, round_fraction, total

KIND, TITLE = "indicators", "FinOps indicators for AI"
SOURCE = "FinOps for AI"
COLUMNS: tuple[Column, ...] = (
    Column("indicator", "name", "The published name; of cost per token also by the side that tokens are of."),
    Column("value", "number", "Its value; null where what the formula asks for is not known."),
    Column("unit", "mark", "What the value is in; null where it would be a mere number."),
    Column("formula", "text", "The published formula in words, and what is taken for its parts; null where none is published."),
    Column("missing", "text", "Why there is no value: what would have to be known; null where there is one."),
    Column("source", "mark", "The document that defines it: FinOps for AI, by the FinOps Foundation's working group.", spare=True),
)  # fmt: skip

_MILLION = 1_000_000
_OUTPUT = frozenset(m.name for m in METERS if is_token(m.name) and m.side == "output")


class Indicator(NamedTuple):
    """An indicator: the words of its formula, and its value or what is missing."""

    name: str
    unit: str | None
    formula: str | None
    value: Decimal | None = None
    missing: str | None = None


class Known(NamedTuple):
    """What is known of a question's calls and of the money around them.

    `calls` is what requests cost at their prices, `tokens` and `outputs` the parts that all tokens and
    those generated take; None where nothing of it has a price. `serving` has overheads besides, `whole`
    people's time too: None where a filter leaves open whose they are. `revenue` is None without a record.
    """

    requests: int
    token_count: int
    output_count: int
    calls: Decimal | None
    tokens: Decimal | None
    outputs: Decimal | None
    serving: Decimal | None
    whole: Decimal | None
    revenue: Decimal | None
    is_filtered: bool
    held: Capacity | None


def indicators(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Listing:
    """The indicators of a period, a row each, whether they have a value or not.

    Amounts are of the query's currency. Raises ConfigError where the question has groups, and as
    `costs` does.
    """
    check(query)
    if query.by:
        raise ConfigError("indicators are of everything: leave out --by, and filter with --where")
    with once(ledger, book, authority=authority, con=con) as (mine, counted):
        report, known = _known(mine, counted, ledger, book, query, asked=asked, rules=rules)
        report = of_ledger(report, ledger, counted.overlaps)
    found = list(indicators_of(known, query.currency))
    rows = [
        (each.name, each.value, each.unit, _said(each), _lacking(each), SOURCE) for each in found
    ]
    return Listing(
        KIND, TITLE, COLUMNS, limited(rows, query.limit), report._replace(query=query), len(rows),
        remarks=tuple(_remarks(report, known)),
    )  # fmt: skip


def _remarks(report: CostReport, known: Known) -> Iterator[str]:
    yield from report.remarks
    yield from known.held.remarks if known.held else ()
    if report.totals.has_unpriced:
        yield "calls and tokens without a price are in what costs are divided by: values are too low"


def _said(found: Indicator) -> str | None:
    return None if found.formula is None else f"{found.name} = {found.formula}"


def _lacking(found: Indicator) -> str | None:
    return None if found.missing is None else f"{found.name}: {found.missing}"


def _known(  # noqa: PLR0913
    con: Engine,
    usage: Counted,
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    *,
    asked: Asked,
    rules: Sequence[Attribution],
) -> tuple[CostReport, Known]:
    """The report of the calls, and all that indicators are made of."""
    bare = query._replace(per=None, limit=None)
    charges = charged_once(ledger)
    report, called = called_of(con, usage.relation, usage.used, book, bare, rules=rules)
    layers: Mapping[str | None, Decimal | None] = {}
    remarks: tuple[str, ...] = ()
    held = None
    if not query.where:
        whole = layers_of(
            con, usage.relation, usage.used, book, bare._replace(by=(LAYER,)), asked,
            outcomes=relation(ledger, "outcome"), besides=relation(ledger, "overhead"),
            charges=charges, rules=rules,
        )  # fmt: skip
        layers, remarks = {row.key[0]: row.cost for row in whole.rows}, whole.remarks
        held = capacity(base_of(con, usage, book, bare, rules), charges, report)
    without = costs_of(con, usage.relation, usage.used - _OUTPUT, book, bare, rules=rules).totals
    calls = report.totals.cost if report.first is not None else None
    spent = {row.key[0]: row.cost for row in called}
    earned = list(revenues_of(con, relation(ledger, "revenue"), query))
    counts = report.totals.meters
    return report._replace(remarks=(*remarks, *rates_of(earned))), Known(
        requests=report.totals.requests,
        token_count=sum(int(n) for name, n in counts.items() if is_token(name)),
        output_count=sum(int(n) for name, n in counts.items() if name in _OUTPUT),
        calls=calls,
        tokens=None if calls is None else spent.get(TOKENS),
        outputs=None if calls is None else EXACT.subtract(calls, without.cost or ZERO),
        serving=_sum(layers, PEOPLE) if calls is not None else None,
        whole=_sum(layers),
        revenue=total(each.amount for each in earned) if earned and not query.where else None,
        is_filtered=bool(query.where),
        held=held,
    )


def _sum(layers: Mapping[str | None, Decimal | None], *but: str) -> Decimal | None:
    known = [cost for name, cost in layers.items() if cost is not None and name not in but]
    return total(known) if known else None


def indicators_of(known: Known, currency: str) -> Iterator[Indicator]:
    """All of them, in the order of the paper."""
    yield _per(
        "Cost per inference", f"{currency} a request",
        "total inference cost / inference requests: tokens, tools and overheads of the period, by its calls",
        known.serving, known.requests,
        _FILTERED if known.is_filtered else "needs calls with a price",
    )  # fmt: skip
    yield _per(
        "Cost per API call", f"{currency} a call",
        "total API cost / API calls: what calls cost at their prices, failed ones too, by their number",
        known.calls, known.requests, "needs calls with a price",
    )  # fmt: skip
    yield from _per_token(known, currency)
    yield Indicator(
        "Training cost efficiency", None, "training cost / a measure of the model's performance",
        missing="needs how well the trained model performs, which no record holds",
    )  # fmt: skip
    yield _utilization(known)
    yield Indicator(
        "Anomaly detection rate", None, None,
        missing="how often anomalies occur and what they cost: no formula is published, and none is invented",
    )  # fmt: skip
    yield _returned(known)
    yield Indicator(
        "Time to achieve business value", "days", "total value / daily cost of the alternative",
        missing="needs the value expected and what a day of the alternative costs, which no record holds",
    )  # fmt: skip
    yield Indicator(
        "Time to first prompt", "days", "day of deployment - day that work began",
        missing="needs both days, which no record holds",
    )  # fmt: skip
    yield Indicator(
        "Model-choice deviation", None,
        "benchmark score of the model used - score required, and what that costs more",
        missing="needs benchmark scores, which no record holds",
    )  # fmt: skip


_FILTERED = "overheads and revenue belong to no single call: needs the question without a filter"


def _per_token(known: Known, currency: str) -> Iterator[Indicator]:
    """Of all tokens, and of each side: what tokens cost altogether moves with their mix."""
    unit = f"{currency} a million"
    inputs = (
        None
        if known.tokens is None or known.outputs is None
        else EXACT.subtract(known.tokens, known.outputs)
    )
    sides = (
        ("", "tokens", known.tokens, known.token_count),
        (
            " (input)",
            "tokens sent, cached ones too",
            inputs,
            known.token_count - known.output_count,
        ),
        (" (output)", "tokens generated", known.outputs, known.output_count),
    )
    for side, what, cost, count in sides:
        yield _per(
            f"Cost per token{side}", unit,
            f"total cost of {what} / their number, times a million", cost, count,
            f"needs calls that state {what}, with a price", times=_MILLION,
        )  # fmt: skip


def _per(  # noqa: PLR0913
    name: str,
    unit: str,
    formula: str,
    cost: Decimal | None,
    count: int,
    missing: str,
    *,
    times: int = 1,
) -> Indicator:
    value = None if cost is None else ratio(EXACT.multiply(cost, Decimal(times)), count)
    return Indicator(name, unit, formula, value, missing if value is None else None)


def _utilization(known: Known) -> Indicator:
    """Hours in which capacity served a call by hours paid: how full an hour was nobody states."""
    held = known.held
    value = (
        round_fraction(100 * (1 - Fraction(held.empty) / held.paid)) if held and held.paid else None
    )
    return Indicator(
        "Resource utilization efficiency", "% at most",
        "actual use / provisioned capacity: hours with a call on it by hours paid, however full they were",
        value,
        None
        if value is not None
        else "needs bills for provisioned capacity, and calls that say they were on it"
        if held
        else "bills of capacity belong to no single call: needs the question without a filter",
    )  # fmt: skip


def _returned(known: Known) -> Indicator:
    """What is left of revenue, of what everything cost."""
    value = missing = None
    if known.is_filtered:
        missing = _FILTERED
    elif known.revenue is None:
        missing = "needs revenue records"
    elif not known.whole:
        missing = "needs costs"
    else:
        gained = EXACT.subtract(known.revenue, known.whole)
        value = ratio(EXACT.multiply(gained, Decimal(100)), known.whole)
    return Indicator(
        "Return on investment (ROI)", "%",
        "(benefit - cost) / cost x 100: revenue, and tokens, tools, overheads and people's time",
        value, missing,
    )  # fmt: skip
