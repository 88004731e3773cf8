"""What an import finds, for people: counts, then the first rows of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from tokenomics_cli.import_rows import Found, beside, changed, gone, held
from tokenomics_cli.price_rows import Row, compact, filled
from tokenomics_cli.tables import Narrow, Value, listing

SHOWN = 10
_Part = tuple[str, Callable[[Found], Iterable[Row]], tuple[str, ...]]
_PRICES = ("model", "meter", "calls", "old", "new", "change %")
_PARTS: Sequence[_Part] = (
    ("Changed prices, the greatest change first", lambda f: _by_change(changed(f)), _PRICES),
    ("Held back", held, ("model", "why")),
    ("Gone from the list", gone, ("model",)),
    ("Other prices than the bundled book's", lambda f: _by_change(beside(f)), _PRICES),
)


def text(found: Found, into: str, *, limit: int | None, width: int) -> str:
    """Counts, and as many rows of each kind as the limit says."""
    most = limit or SHOWN
    parts = [_counts(found, into)]
    for title, rows, names in _PARTS:
        parts.append(_section(title, [_chosen(one, names) for one in rows(found)], most, width))
    parts.append(
        _section("New models that the bundled book does not know", list(_new(found)), most, width)
    )
    parts.append(_section("Prices that no meter is for", list(_left(found)), most, width))
    return "\n".join(part for part in parts if part)


def _counts(found: Found, into: str) -> str:
    plan = found.plan
    new = {c.added[:2] for c in plan.changes if c.before is None}
    changed = {c.added[:2] for c in plan.changes} - new
    rows: list[tuple[str, int, str]] = [
        ("new", len(new), f"not in the book; {len(new & found.known):,} the bundled book knows"),
        ("changed", len(changed), "other prices than the book's"),
        ("unchanged", plan.unchanged, ""),
        ("held back", len(plan.held), "not believed: --accept MODEL takes one"),
        ("gone", len(plan.gone), "in the book, no more in the list: their last prices stay"),
        ("unpriced", len(found.reading.unpriced), "in the list without a price"),
    ]
    table = [{"": name, "models": count, "which are": why} for name, count, why in rows]
    return f"{found.reading.title}, into {into}\n\n{listing(table, 'table')}"


def _section(title: str, rows: Sequence[Mapping[str, Value]], most: int, width: int) -> str:
    if not rows:
        return ""
    of = f" ({most:,} of {len(rows):,})" if len(rows) > most else ""
    lean = filled(rows[:most])
    long = tuple(name for name in ("model", "why", "for example") if name in lean[0])
    return f"{title}{of}\n{listing(lean, 'table', Narrow(width, long))}"


def _chosen(row: Row, names: Sequence[str]) -> dict[str, Value]:
    whole = compact(row)
    return {name: whole[name] for name in names}


def _by_change(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: -abs(Decimal(str(row["change %"] or 0))))


def _new(found: Found) -> Iterator[dict[str, Value]]:
    """A row a model that neither book knows: its plain prices of text, and how many others it has."""
    from tokenomics.imports import Kind
    from tokenomics_cli.books import priced

    latest = {c.added[:2]: c.added.entry for c in found.plan.changes if c.before is None}
    for (provider, model), entry in latest.items():
        if (provider, model) not in found.known:
            prices = entry.prices
            plain = {meter: prices.get(Kind(meter)) for meter in ("input", "output")}
            told = {m: None if p is None else priced(m, p) for m, p in plain.items()}
            others = len(prices) - sum(price is not None for price in told.values())
            yield {"model": f"{provider}/{model}", **told, "other prices": others}


def _left(found: Found) -> Iterator[dict[str, Value]]:
    for what, models in sorted(found.reading.left.items(), key=lambda item: -len(item[1])):
        yield {"the list's": what, "models": len(models), "for example": models[0]}
