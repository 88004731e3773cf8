"""`tokenomics chargeback`: what each team owes for a period, as a listing."""

from __future__ import annotations

from collections.abc import Sequence

from tokenomics.analysis.listing import Column, Listing, Value, limited, names
from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Authority
from tokenomics.reconciling.owing import Owed, ShareBy, owed
from tokenomics.records.money import total
from tokenomics.records.words import amount, many

KIND, TITLE = "chargeback", "Chargeback"

COLUMNS = (
    Column("mark", "mark", "unpriced: some of its usage has no price and is in no amount."),
    Column("calls", "part", "What its own calls cost: at the price book's prices, or as they were billed."),
    Column("overheads", "part", "Its part of overheads whose scope it is in.", spare=True),
    Column("people", "part", "The time that people spent on its tasks.", spare=True),
    Column("shared", "part", "Its share of what is of no single one: calls that state none, and other costs."),
    Column("owed", "part", "All of it."),
    Column("requests", "count", "Its requests.", spare=True),
)  # fmt: skip


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
    con: Engine | None = None,
) -> Listing:
    """What each value of `query.by`, else each team, owes, one row each. As `owed` says, and raises as it does."""
    found = owed(
        ledger, book, query, asked, share_by=share_by, is_billed=is_billed, rules=rules,
        authority=authority, con=con,
    )  # fmt: skip
    return listing_of(found)


def listing_of(found: Owed) -> Listing:
    """Everybody who owes as rows, and the whole; as many as the question's limit allows."""
    report, owing = found.report, found.owing
    query = report.query
    rows: list[tuple[Value, ...]] = [
        (
            *of.key, "unpriced" if of.has_unpriced else None, of.calls, of.besides.overheads,
            of.besides.labour, of.share, of.owed, of.requests,
        )
        for of in owing
    ]  # fmt: skip
    whole = total(of.owed for of in owing)
    sums: tuple[Value, ...] = (
        None, total(of.calls for of in owing), total(of.besides.overheads for of in owing),
        total(of.besides.labour for of in owing), found.shared, whole, sum(of.requests for of in owing),
    )  # fmt: skip
    told = (
        f"{amount(whole, query.currency)} owed by {many(len(owing), found.by[0])}, of which"
        f" {amount(found.shared, query.currency)} of no single one are shared out {found.how}"
    )
    return Listing(
        KIND, TITLE, (*names(found.by), *COLUMNS), limited(rows, query.limit),
        report._replace(remarks=()),
        len(rows), total=(*(None for _ in found.by), *sums), sentences=(told,),
        remarks=report.remarks, readable=12,
    )  # fmt: skip
