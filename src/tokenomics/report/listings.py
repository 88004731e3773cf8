"""A listing as people read it: a table or Markdown, rounded, with what it means below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tokenomics.analysis.listing import Column, Listing, Value
from tokenomics.records.money import ZERO
from tokenomics.records.words import (
    count,
    many,
    measure,
    money,
    money_parts,
    percent,
    places_for,
    visible,
)
from tokenomics.report.drawing import Grid, left_out, lines, markdown_lines
from tokenomics.report.grid import circumstances, least, limits, nothing
from tokenomics.report.markdown import markdown_page
from tokenomics.report.table import page

# What stands where a figure is not known.
UNKNOWN = "-"
_ALL = "all"
_CELLS, _FULL, _EMPTY = 10, "\N{FULL BLOCK}", "\N{MIDDLE DOT}"


def table(shown: Listing, *, prices: str = "list prices", width: int = 80) -> str:
    """The listing as lines of at most `width` characters, as far as its figures allow."""
    grid, cut = _grid(shown), []
    if shown.upright:
        grid, cut = _narrowed(grid, width)
    elif shown.rows:
        cut = left_out(grid, width)
    drawn = lines(grid, width) if shown.rows else [_nothing(shown)]
    return page(_title(shown, prices), drawn, [*notes(shown), *cut, *_limits(shown)], width)


def markdown(shown: Listing, *, prices: str = "list prices") -> str:
    """The listing as a title, a table and notes."""
    drawn = markdown_lines(_grid(shown)) if shown.rows else [_nothing(shown)]
    return markdown_page(_title(shown, prices), drawn, [*notes(shown), *_limits(shown)])


def notes(shown: Listing) -> list[str]:
    """What the rows mean, the result in sentences, what limits it, and how much is not shown."""
    more = shown.row_count - len(shown.rows)
    texts = (column for column, of in enumerate(shown.columns) if of.what == "text")
    said = dict.fromkeys(row[column] for column in texts for row in shown.rows)
    return [
        *(visible(str(text)) for text in said if text is not None),
        *map(visible, shown.sentences),
        *map(visible, shown.remarks),
        *([f"{many(more, 'more row')} {'is' if more == 1 else 'are'} not shown"] if more else []),
    ]


def _title(shown: Listing, prices: str) -> str:
    return f"{visible(shown.title)}, {circumstances(shown.report, prices)}"


def _limits(shown: Listing) -> Iterator[str]:
    if not shown.of_calls:
        return
    if shown.report.totals.has_unpriced:
        yield "what has no price is in no amount"
    yield from limits(shown.report)


def _nothing(shown: Listing) -> str:
    """What stands for the rows where there are none: there may have been calls all the same."""
    return nothing(shown.report) if shown.report.first is None else "nothing to list"


def _grid(shown: Listing) -> Grid:
    """The listing's texts: a row a line, or upright a column a line. Sentences stand below.

    A spare column of which no row knows anything is left out.
    """
    rows = [*shown.rows, *([shown.total] if shown.total else [])]
    empty = {i for i, of in enumerate(shown.columns) if of.spare and _is_empty(rows, i)}
    told = (i for i, of in enumerate(shown.columns) if of.what != "text" and not of.data_only)
    columns = [i for i in told if i not in empty]
    texts = [cells(shown.columns[i], [row[i] for row in rows], shown) for i in columns]
    heads = [shown.columns[i].heading for i in columns]
    names = sum(shown.columns[i].what == "name" for i in columns)
    if shown.total:
        for index in range(names):
            texts[index][-1] = "" if index else "total"
    if shown.upright:
        return _upright(heads, texts, names)
    spare = [shown.columns[i].heading for i in reversed(columns) if shown.columns[i].spare]
    lying = list(zip(*texts, strict=True))
    body, total = (lying[:-1], lying[-1]) if shown.total else (lying, ())
    return Grid(
        names, tuple(heads), tuple(body), total,
        spare=tuple(spare), readable=shown.readable, least=least(heads[:names], body),
    )  # fmt: skip


def _is_empty(rows: Sequence[Sequence[Value]], column: int) -> bool:
    return all(row[column] is None for row in rows)


def _upright(heads: Sequence[str], cells: Sequence[Sequence[str]], names: int) -> Grid:
    """Each row as a column, under its names; what is not known of any of them has no line."""
    if names:
        above = [", ".join(filter(None, of)) for of in zip(*cells[:names], strict=True)]
    else:
        above = [_ALL for _ in cells[0]]
    figures = zip(heads[names:], cells[names:], strict=True)
    known = ((head, of) for head, of in figures if any(cell != UNKNOWN for cell in of))
    return Grid(1, ("", *above), tuple((head, *of) for head, of in known))


def _narrowed(shown: Grid, width: int) -> tuple[Grid, list[str]]:
    """As many columns as a terminal has room for, and how many it has none for."""
    rows = (shown.head, *shown.body)
    widths = [max(len(row[i]) for row in rows) + 2 for i in range(len(shown.head))]
    fit = sum(sum(widths[: i + 1]) - 2 <= width for i in range(len(widths)))
    fit = max(fit, 2)
    gone = len(widths) - fit
    if gone <= 0:
        return shown, []
    narrow = shown._replace(head=shown.head[:fit], body=tuple(row[:fit] for row in shown.body))
    verb = "is" if gone == 1 else "are"
    return narrow, [
        f"{many(gone, 'more column')} {verb} too wide for this terminal: --format csv has all"
    ]


def cells(column: Column, values: Sequence[Value], shown: Listing) -> list[str]:
    """A column's values as texts, its total last where the listing has one."""
    if column.what == "part":
        return _parts([_amount(value) for value in values], has_total=shown.total is not None)
    return [_text(column, value) for value in values]


def _amount(value: Value) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _parts(values: Sequence[Decimal | None], *, has_total: bool) -> list[str]:
    """Amounts with the decimals of the greatest, rounded so that they sum to their total."""
    known = [value for value in values if value is not None]
    places = places_for(max(map(abs, known), default=ZERO))
    among = values[:-1] if has_total else values
    rounded = iter(money_parts([value for value in among if value is not None], places))
    found = [UNKNOWN if value is None else next(rounded) for value in among]
    return [*found, *([_money(values[-1], places)] if has_total else [])]


def _money(value: Decimal | None, places: int) -> str:
    return UNKNOWN if value is None else money(value, places)


def _text(column: Column, value: Value) -> str:
    if column.what == "name":
        return visible(None if value is None else str(value))
    if value is None or isinstance(value, str):
        return UNKNOWN if value is None else visible(value)
    if column.what == "money":
        return money(Decimal(value), places_for(Decimal(value)))
    if column.what == "share":
        return percent(value, 1)
    if column.what == "bar":
        return _bar(Decimal(value))
    return count(value) if column.what == "count" else measure(value)


def _bar(share: Decimal) -> str:
    """A bar of ten cells and the share in percent, which tells what lies beyond the bar."""
    full = min(max(int(share * _CELLS), 0), _CELLS)
    return f"{_FULL * full}{_EMPTY * (_CELLS - full)} {percent(share, 1):>5}"
