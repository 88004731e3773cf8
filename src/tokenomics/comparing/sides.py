"""Two sides opened, asked the same at one book, and compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tokenomics.books import Book
from tokenomics.comparing.difference import Diff, difference
from tokenomics.comparing.document import by_of, document_of
from tokenomics.comparing.group import UNITS, Unit
from tokenomics.comparing.measured import Measured, measured
from tokenomics.comparing.opening import Opened
from tokenomics.costing import CostQuery, unmatched
from tokenomics.dimensions import dimension
from tokenomics.outcomes import Asked
from tokenomics.overlap import Authority
from tokenomics.records.errors import ConfigError, unknown


def compared(
    base: Opened,
    head: Opened,
    book: Book,
    asked: Asked,
    *,
    unit: str | None = None,
    authority: Sequence[Authority] = (),
) -> Diff:
    """The comparison, by the query's dimensions, else by feature where a call states one, else by model.

    The sides are priced by one book, each call at its own time, and once more both at the prices of the
    head's last call, so that what other prices changed stands apart. Raises ConfigError for a unit or a
    dimension that cannot be compared, and as `costs` does.
    """
    of = _unit(unit)
    base, head = (side._replace(query=_by(side, (base, head))) for side in (base, head))
    later = _measured(head, book, asked, None, authority)
    at = later.report.last if head.ledger is not None else None
    earlier = _measured(base, book, asked, at, authority)
    sides = [(side.named.text, side.named.kind) for side in (base, head)]
    return difference(earlier, later, sides, head.query, of)


def _measured(
    side: Opened, book: Book, asked: Asked, at: datetime | None, authority: Sequence[Authority]
) -> Measured:
    if side.ledger is not None:
        found = measured(
            side.ledger, book, side.query, asked,
            at=at, rules=side.rules, authority=authority, con=side.con,
        )  # fmt: skip
        # A filter that finds nothing may be mistyped: that is no fall of the cost.
        missed = unmatched(side.ledger, side.query, rules=side.rules, con=side.con)
        return found._replace(remarks=(*missed, *found.remarks))
    if side.named.path is None:
        raise ConfigError(f"{side.named.text!r} has no file")
    return document_of(side.named.path, side.query)


def _by(side: Opened, sides: Sequence[Opened]) -> CostQuery:
    by = side.query.by or _usual(sides)
    for name in by:
        if dimension(name).part:
            raise ConfigError(
                f"two sides have no {name} in common: group by feature, model or team"
            )
    return side.query._replace(by=by)


def _usual(sides: Sequence[Opened]) -> tuple[str, ...]:
    """What a comparison is by where nobody says: what a JSON report is by, a feature, or a model."""
    stated = [by_of(side.named.path) for side in sides if side.ledger is None and side.named.path]
    if any(stated):
        return next(filter(None, stated))
    return ("feature",) if any(side.has_features for side in sides) else ("model",)


def _unit(name: str | None) -> Unit | None:
    for unit in UNITS:
        if unit == name:
            return unit
    if name is not None:
        raise ConfigError(unknown("unit", name, UNITS))
    return None
