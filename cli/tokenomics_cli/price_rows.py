"""Prices before and after as rows: all of them for programs, as many as one reads for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from tokenomics_cli.books import per, priced
from tokenomics_cli.tables import ListFormat, Narrow, Value, listing

if TYPE_CHECKING:
    from tokenomics.books.rates import RateKey

Row = Mapping[str, Value]
Rows = Sequence[Row]

SHOWN = 40
_PLACES = Decimal("0.1")
# What a row calls the fields of a rate's key.
_KEY = ("provider", "model", "meter", "tier", "context from", "region", "variant", "hours")
_REST = ("old", "new", "change %", "per", "from")
# A row about no price in particular.
NO_PRICE: Row = dict.fromkeys(("what", *_KEY, *_REST), None)


def row(what: str, key: RateKey, old: Decimal | None, new: Decimal | None) -> dict[str, Value]:
    """A price of a unit before and after, written as people write it."""
    before, after = (None if rate is None else priced(key.meter, rate) for rate in (old, new))
    return {
        "what": what,
        **named(key),
        "old": before,
        "new": after,
        "change %": percent(old, new),
        "per": per(key.meter),
    }


def named(key: RateKey) -> dict[str, Value]:
    """The fields of a rate's key under the names that rows have for them."""
    return dict(zip(_KEY, key, strict=True))


def percent(old: Decimal | None, new: Decimal | None) -> Decimal | None:
    """The change in percent of the old price, to one decimal; None where there is none."""
    return ((new - old) * 100 / old).quantize(_PLACES) if old and new is not None else None


def shown(rows: Rows, form: ListFormat, *, limit: int | None, width: int) -> str:
    """The rows in a form; a table is as wide as the terminal and as long as the limit."""
    if form != "table":
        return listing(rows[:limit], form)
    lean = filled([compact(one) for one in rows[: limit or SHOWN]])
    return listing(lean, "table", Narrow(width, ("model",), ("until", "from"))) if lean else ""


def filled(rows: Rows) -> Rows:
    """The rows without the columns that are empty in all of them."""
    names = [name for name in (rows[0] if rows else ()) if any(row[name] for row in rows)]
    return [{name: row[name] for name in names} for row in rows]


def compact(row: Row) -> dict[str, Value]:
    """A row with the words for one model, and for the calls of one kind, in a column each."""
    rest = {name: day(row[name]) for name in ("from", "until", "why") if name in row}
    return {
        "what": row["what"],
        "model": f"{row['provider']}/{row['model']}",
        "meter": row["meter"],
        "calls": calls(row),
        "old": row["old"],
        "new": row["new"],
        "change %": row["change %"],
        **rest,
    }


def calls(row: Row) -> str:
    """The words for the calls that a price is for; empty for the plainest."""
    kind = [row["tier"], row["region"], row["variant"], row["hours"]]
    words = [str(word) for word in kind if word not in {None, "standard"}]
    if row["context from"]:
        words.append(f"{row['context from']:,}+")
    return " ".join(words)


def day(value: Value) -> Value:
    """An instant as its day, where it is the first one of it; else to the minute."""
    if not isinstance(value, datetime):
        return value
    return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"


def cut(count: int, form: ListFormat, limit: int | None) -> str:
    """What to say of rows that are not shown; empty where all are."""
    most = limit or (SHOWN if form == "table" else count)
    if count <= most:
        return ""
    return f"{most} of {count:,} rows; --limit shows more, --format csv all"
