"""Who owes what for a period: what is each one's own, and its share of what is of no single one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport, CostRow
from tokenomics.costing.answer import Besides
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger, relation
from tokenomics.outcomes.asking import asked_once
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.revenue import margins_of
from tokenomics.overlap import Authority, Counted, charged_once
from tokenomics.reconciling.billed import Billed, billed_groups
from tokenomics.records.errors import InputError
from tokenomics.records.meters import is_token
from tokenomics.records.money import EXACT, ZERO, shared_out, total

_BY = ("team",)
ShareBy = Literal["cost", "tokens", "requests", "even"]
SHARE_BY: tuple[ShareBy, ...] = get_args(ShareBy)


class Owing(NamedTuple):
    """Who owes: the key, what is its own, and its share of what is of no single one.

    `weight` is what the share is weighed by.
    """

    key: tuple[str | None, ...]
    calls: Decimal
    besides: Besides
    requests: int
    tokens: int
    has_unpriced: bool
    weight: Fraction = Fraction(1)
    share: Decimal = ZERO

    @property
    def own(self) -> Decimal:
        """What it owes without a share of others."""
        return EXACT.add(self.calls, self.besides.cost)

    @property
    def owed(self) -> Decimal:
        """All of it."""
        return EXACT.add(self.own, self.share)


class Owed(NamedTuple):
    """Everybody who owes, the greatest first, by which dimensions, and how `shared` is shared out.

    `share_by` is `even` where nobody has anything to weigh by. The `report` is of the usage behind it.
    """

    by: tuple[str, ...]
    owing: Sequence[Owing]
    shared: Decimal
    share_by: ShareBy
    report: CostReport

    @property
    def how(self) -> str:
        """How it is shared out, in words."""
        return "evenly" if self.share_by == "even" else f"by {self.share_by}"


def owed(  # noqa: PLR0913
    ledger: Ledger,
    book: Book,
    query: CostQuery,
    asked: Asked,
    *,
    share_by: ShareBy = "cost",
    is_billed: bool = False,
    rules: Sequence[Attribution] = (),
    authority: Sequence[Authority] = (),
    con: Engine | None = None,
) -> Owed:
    """What each value of `query.by`, else each team, owes for the question's period.

    Its own are calls, overheads and people's time; what states no value, and costs that belong to none, are
    shared out among all by their own cost, tokens, requests, or evenly. Where `is_billed` calls cost what
    bills charge for them, and what no bill covers is at the price book's prices. All of it sums exactly
    to the whole. Raises InputError where nobody is there to charge, ConfigError for filters and times among
    the dimensions, and as `costs` and `billed_groups` do.
    """
    by = query.by or _BY
    every = query._replace(by=by, per=None, limit=None)

    def ask(mine: Engine, once: Counted) -> CostReport:
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
    if share_by != "even" and not any(_weight(each, share_by) for each in owing):
        share_by = "even"
    weighed = [each._replace(weight=_weight(each, share_by)) for each in owing]
    shares = shared_out(shared, [each.weight for each in weighed])
    whole = [each._replace(share=share) for each, share in zip(weighed, shares, strict=True)]
    whole.sort(key=lambda of: (-of.owed, str(of)))
    plain = report._replace(query=query, rows=(), row_count=0, remarks=(*report.remarks, *said))
    return Owed(tuple(by), whole, shared, share_by, plain)


def _owing(
    report: CostReport, charged: Mapping[tuple[str | None, ...], Billed] | None
) -> tuple[list[Owing], Decimal]:
    """Who owes what of their own, and what is of nobody."""
    nothing = CostRow((), 0, {}, ZERO)
    rows = {row.key: row for row in report.rows}
    keys: dict[tuple[str | None, ...], None] = dict.fromkeys((*rows, *(charged or {})))
    every: list[Owing] = []
    for key in keys:
        row = rows.get(key, nothing)
        of = None if charged is None else charged.get(key, Billed(key, ZERO))
        calls = (row.cost or ZERO) if of is None else EXACT.add(of.billed, of.unbilled)
        tokens = sum(int(n) for meter, n in row.meters.items() if is_token(meter))
        every.append(
            Owing(key, calls, row.besides or Besides(), row.requests, tokens, row.has_unpriced)
        )
    named = [each for each in every if each.key and each.key[0] is not None]
    apart = (report.apart or nothing).besides or Besides()
    shared = total((apart.cost, *(each.own for each in every if each not in named)))
    return named, shared


def _weight(of: Owing, share_by: ShareBy) -> Fraction:
    if share_by == "even":
        return Fraction(1)
    if share_by == "cost":
        return Fraction(max(of.own, ZERO))
    return Fraction(of.tokens if share_by == "tokens" else of.requests)
