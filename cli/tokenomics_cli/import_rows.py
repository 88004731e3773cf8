"""What an import finds, as rows: every price and every model that it has something to say of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tokenomics_cli.price_rows import NO_PRICE, Row, row

if TYPE_CHECKING:
    from tokenomics.books.rates import RateKey
    from tokenomics.imports import Beside, Change, Kind, Plan, Reading, Recorded


KNOWN = "the bundled book knows the model, and its prices count"


class Found(NamedTuple):
    """A price list, the imported book and what would change in it, and what the bundled book
    states otherwise, and knows.
    """

    reading: Reading
    book: Recorded
    plan: Plan
    beside: list[Beside]
    known: frozenset[tuple[str, str]]


def rows(found: Found) -> list[Row]:
    """Everything, what changes first."""
    parts = (changed(found), added(found), held(found), gone(found), beside(found), left(found))
    return [one for part in parts for one in part]


def changed(found: Found) -> Iterator[Row]:
    """The prices that are not what the book has."""
    for change in found.plan.changes:
        if change.before is not None:
            yield from _prices(change, "")


def added(found: Found) -> Iterator[Row]:
    """The prices of models that the book does not have."""
    for change in found.plan.changes:
        if change.before is None:
            is_known = (change.added.provider, change.added.model) in found.known
            yield from _prices(change, KNOWN if is_known else "")


def _prices(change: Change, why: str) -> Iterator[Row]:
    before, after, entry = change.before, change.added.entry.prices, change.added.entry
    for kind in {**(before or {}), **after}:
        old, new = (before or {}).get(kind), after.get(kind)
        if old != new:
            what = (
                "new" if before is None else _verb(is_old=old is not None, is_new=new is not None)
            )
            key = _key(change.added.provider, change.added.model, kind)
            yield {
                **row(what, key, old, new),
                "from": str(entry.start or ""),
                "why": change.added.note or why,
            }


def _verb(*, is_old: bool, is_new: bool) -> str:
    if is_old and is_new:
        return "changed"
    return "added" if is_new else "removed"


def held(found: Found) -> Iterator[Row]:
    """The models whose prices are not believed."""
    for one in found.plan.held:
        yield {**NO_PRICE, "what": "held back", **_model(*one[:2]), "why": one.why}


def gone(found: Found) -> Iterator[Row]:
    """The models of the book that the list has no more."""
    for name in found.plan.gone:
        yield {**NO_PRICE, "what": "gone", **_model(*name), "why": "its last price stays"}


def beside(found: Found) -> Iterator[Row]:
    """The prices that the bundled book states otherwise, the most different first."""
    for one in found.beside:
        key = _key(one.offer.provider, one.offer.model, one.kind)
        why = f"bundled: {one.ours.source}"
        yield {**row("beside", key, one.ours.rate, one.theirs), "from": "", "why": why}


def left(found: Found) -> Iterator[Row]:
    """What has no meter."""
    for what, models in found.reading.left.items():
        for model in models:
            yield {**NO_PRICE, "what": "no meter", "model": model, "why": what}


def _model(provider: str, model: str) -> dict[str, str]:
    return {"provider": provider, "model": model}


def _key(provider: str, model: str, kind: Kind) -> RateKey:
    from tokenomics.books.rates import RateKey

    dimensions = (kind.region or None, kind.variant or None, kind.hours or None)
    return RateKey(provider, model, kind.meter, kind.tier, kind.context_min, *dimensions)
