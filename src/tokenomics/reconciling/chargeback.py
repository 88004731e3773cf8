"""`tokenomics chargeback`: what each team owes for a period, with its share of what is nobody's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.answer import Besides
from tokenomics.engine import duckdb
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import asked_once
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.revenue import margins_of
from tokenomics.overlap import Authority, Counted, charged_once
from tokenomics.reconciling.billed import Billed, billed_groups
from tokenomics.records.errors import InputError
from tokenomics.records.meters import is_token
from tokenomics.records.money import EXACT, ZERO, shared_out, total
from tokenomics.records.words import amount, many

KIND, TITLE = "chargeback", "Chargeback"
_BY = ("team",)
ShareBy = Literal["cost", "tokens", "requests", "even"]
SHARE_BY: tuple[ShareBy, ...] = get_args(ShareBy)

COLUMNS = (
    Column("mark", "mark", "unpriced: some of its usage has no price and is in no amount."),
    Column("calls", "part", "What its own calls cost: at the price book's prices, or as they were billed."),
    Column("overheads", "part", "Its part of overheads whose scope it is in.", spare=True),
    Column("people", "part", "The time that people spent on its tasks.", spare=True),
    Column("shared", "part", "Its share of what is of no single one: calls that state none, and other costs."),
    Column("owed", "part", "All of it."),
    Column("requests", "count", "Its requests.", spare=True),
)  # fmt: skip


class _Owing(NamedTuple):
    """Who owes: the key, what is its own, and what its share is weighed by."""

    key: tuple[str | None, ...]
    calls: Decimal
    besides: Besides
    requests: int
    tokens: int
    has_unpriced: bool

    @property
    def own(self) -> Decimal:
        """What it owes without a share of others."""
        return EXACT.add(self.calls, self.besides.cost)


def chargeback(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    share_by: ShareBy = "cost",
    is_billed: bool = False,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: duckdb.DuckDBPyConnection | None = None,
) -> Listing:
    """What each value of `query.by`, else each team, owes for the question's period.

    Its own are calls, overheads and people's time; what states no value, and costs that belong to none, are
    shared out among all by their own cost, tokens, requests, or evenly. Where `is_billed` calls cost what
    bills charge for them, and what no bill covers is at the price book's prices. The rows sum exactly
    to the whole. Raises InputError where nobody is there to charge, ConfigError for filters and times among
    the dimensions, and as `costs` and `billed_groups` do.
    """
    by = query.by or _BY
    every = query._replace(by=by, per=None, limit=None)

    def ask(mine: duckdb.DuckDBPyConnection, once: Counted) -> CostReport:
        return margins_of(
            mine, once.relation, once.used, book, every, asked,
            revenues=None, outcomes=relation(ledger, "outcome"),
            besides=relation(ledger, "overhead"), charges=charged_once(ledger), rules=rules,
        )  # fmt: skip

    report = asked_once(ledger, book, ask, authority=authority, con=con)
    charged: Sequence[Billed] = ()
    said: tuple[str, ...] = ()
    if is_billed:
        charged, said = billed_groups(
            ledger, book, every, by, rules=rules, authority=authority, con=con
        )
    owing, shared = _owing(report, {of.key: of for of in charged} if is_billed else None)
    if not owing:
        raise InputError(
            f"no call of the period states a {by[0]}: attribute calls by [[attribute]] in tokenomics.toml"
        )
    shares = _shares(owing, shared, share_by)
    how = "evenly" if share_by == "even" else f"by {share_by}"
    plain = report._replace(query=query, rows=(), row_count=0, remarks=(*report.remarks, *said))
    return _listing(by, plain, owing, shares, how)


def _owing(
    report: CostReport, charged: Mapping[tuple[str | None, ...], Billed] | None
) -> tuple[list[_Owing], Decimal]:
    """Who owes what of their own, and what is of nobody."""
    nothing = CostRow((), 0, {}, ZERO)
    rows = {row.key: row for row in report.rows}
    keys: dict[tuple[str | None, ...], None] = dict.fromkeys((*rows, *(charged or {})))
    every: list[_Owing] = []
    for key in keys:
        row = rows.get(key, nothing)
        of = None if charged is None else charged.get(key, Billed(key, ZERO))
        calls = (row.cost or ZERO) if of is None else EXACT.add(of.billed, of.unbilled)
        tokens = sum(int(n) for meter, n in row.meters.items() if is_token(meter))
        every.append(
            _Owing(key, calls, row.besides or Besides(), row.requests, tokens, row.has_unpriced)
        )
    named = [each for each in every if each.key and each.key[0] is not None]
    apart = (report.apart or nothing).besides or Besides()
    shared = total((apart.cost, *(each.own for each in every if each not in named)))
    return named, shared


def _shares(owing: Sequence[_Owing], shared: Decimal, share_by: ShareBy) -> list[Decimal]:
    """What each bears of what is of nobody; evenly where nobody has anything to weigh by."""
    weights = [_weight(each, share_by) for each in owing]
    if not any(weights):
        weights = [Fraction(1)] * len(owing)
    return shared_out(shared, weights)


def _weight(of: _Owing, share_by: ShareBy) -> Fraction:
    if share_by == "even":
        return Fraction(1)
    if share_by == "cost":
        return Fraction(max(of.own, ZERO))
    return Fraction(of.tokens if share_by == "tokens" else of.requests)


def _listing(
    by: Sequence[str],
    report: CostReport,
    owing: Sequence[_Owing],
    shares: Sequence[Decimal],
    how: str,
) -> Listing:
    query = report.query
    rows: list[tuple[Value, ...]] = [
        (
            *of.key, "unpriced" if of.has_unpriced else None, of.calls, of.besides.overheads,
            of.besides.labour, share, EXACT.add(of.own, share), of.requests,
        )
        for of, share in zip(owing, shares, strict=True)
    ]  # fmt: skip
    owed = [EXACT.add(of.own, share) for of, share in zip(owing, shares, strict=True)]
    order = sorted(range(len(rows)), key=lambda at: (-owed[at], str(rows[at])))
    whole: tuple[Value, ...] = (
        None, total(of.calls for of in owing), total(of.besides.overheads for of in owing),
        total(of.besides.labour for of in owing), total(shares), total(owed),
        sum(of.requests for of in owing),
    )  # fmt: skip
    told = (
        f"{amount(total(owed), query.currency)} owed by {many(len(owing), by[0])}, of which"
        f" {amount(total(shares), query.currency)} of no single one are shared out {how}"
    )
    return Listing(
        KIND, TITLE, (*names(by), *COLUMNS), limited([rows[at] for at in order], query.limit),
        report._replace(remarks=()),
        len(rows), total=(*(None for _ in by), *whole), sentences=(told,),
        remarks=report.remarks, readable=12,
    )  # fmt: skip
