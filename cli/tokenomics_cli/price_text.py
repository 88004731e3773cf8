"""Prices for people: a table below each title, no wider than the terminal, and the sources last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from tokenomics.records.meters import is_token
from tokenomics_cli.price_rows import Row, Rows, calls, day, filled
from tokenomics_cli.tables import Narrow, Value, narrowed, table

# A column of sentences is never narrower; without a terminal there is no end of the line.
_LEAST, _MOST = 14, 100_000
_RATES = ("meter", "calls", "price", "as", "from", "until", "by quantity", "source", "status")


def sections(parts: Mapping[str, Rows], width: int, spare: tuple[str, ...] = ()) -> str:
    """A table below each title, without what is empty in it; the last column is wrapped.

    Columns that may go are left out where a table would be too wide.
    """
    tables = {
        title: wrapped(_fitting(filled(rows), width, spare), width) for title, rows in parts.items()
    }
    return "\n".join(f"{title}\n{table(rows)}\n" for title, rows in tables.items())


def _fitting(rows: Rows, width: int, spare: tuple[str, ...]) -> Rows:
    """The rows without the columns for which there is no room beside a narrow last one."""
    last = list(rows[0])[-1]
    least = [{**row, last: str(row[last] or "")[:_LEAST]} for row in rows]
    possible = tuple(name for name in spare if name in rows[0])
    kept = list(narrowed(least, Narrow(width, (), possible))[0])
    return [{name: row[name] for name in kept} for row in rows]


def wrapped(rows: Rows, width: int) -> list[Row]:
    """The rows, what is too long in their last column going on in rows below."""
    if not rows:
        return []
    last = list(rows[0])[-1]
    before = max(map(len, table([{**row, last: "|"} for row in rows]).splitlines()[1:])) - 1
    room = max(min(width, _MOST) - before, _LEAST)
    return [line for row in rows for line in _lines(row, last, room)]


def _lines(row: Row, last: str, room: int) -> Iterator[Row]:
    first, *more = wrap(str(row[last] or ""), room) or [""]
    yield {**row, last: first}
    yield from ({**dict.fromkeys(row), last: text} for text in more)


def rates_text(rows: Rows, width: int, spare: tuple[str, ...] = ()) -> str:
    """Rates model by model; their sources are numbers that the last lines explain."""
    numbers = {text: place for place, text in enumerate(dict.fromkeys(map(_source, rows)), 1)}
    parts: dict[str, list[Row]] = {}
    for row in rows:
        of_model = parts.setdefault(f"{row['provider']}/{row['model']}", [])
        of_model.append(lean({**row, "source": numbers[_source(row)]}, _RATES))
    sources = [{"source": place, "is": text} for text, place in numbers.items()]
    return f"{sections(parts, width, spare)}\n{table(wrapped(sources, width))}\n"


def _source(row: Row) -> str:
    return str(row["source"])


def lean(row: Row, names: Sequence[str]) -> dict[str, Value]:
    """These columns of a row as people read them: the words for its calls in one of them."""
    meter, price = str(row["meter"]), row["price"]
    if price and not is_token(meter):
        price = f"{price}/{row['per']}"
    folded = {"meter": "all" if meter == "*" else meter, "calls": calls(row), "price": price}
    return {name: day(folded.get(name, row.get(name))) for name in names}
