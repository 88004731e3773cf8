"""Answers as tables of a page: texts as people read them, beside the exact figures behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from tokenomics.analysis.listing import Column, Listing, Value
from tokenomics.costing import CostReport, CostRow, rest_of
from tokenomics.records.escape import shorten
from tokenomics.records.money import ZERO, plain, ratio
from tokenomics.records.words import NONE, percent, visible
from tokenomics.report.grid import grid
from tokenomics.report.listings import UNKNOWN, cells

_HEADS = {"all input": "input tokens", "cached": "from cache", "all output": "output tokens"}
_HOLDS: dict[str, Literal["name", "mark"]] = {"name": "name", "mark": "mark"}
# What a telephone has no room for.
_SPARE = tuple(_HEADS)
_WHOLE, _NAME = 100, 80
_DASH = "\N{EN DASH}"
# A hyphen that stands for a minus: before a figure, and after nothing that it could join.
_MINUS = re.compile(r"(?<![\w.-])-(?=\d)")


def figured(text: str) -> str:
    """A text of ours whose minus signs are such, and which moves no cursor."""
    return _MINUS.sub("\N{MINUS SIGN}", visible(text))


class Head(NamedTuple):
    """A column's head, what it means, what it holds, and whether a narrow page leaves it out."""

    text: str
    doc: str = ""
    holds: Literal["name", "mark", "figure"] = "figure"
    is_spare: bool = False


class Cell(NamedTuple):
    """A text, the exact figure behind it (plain decimal text), a bar's length in percent, and a note below.

    `is_quiet` is of what nobody states or knows, `whole` is a name that is cut.
    """

    text: str
    exact: str | None = None
    bar: str | None = None
    note: str = ""
    is_quiet: bool = False
    whole: str = ""


class Table(NamedTuple):
    """A table: what it shows, its columns and rows; `foot` are rows that stay last, the total the very last."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[tuple[Cell, ...], ...] = ()


def of_costs(report: CostReport, caption: str) -> Table:
    """Groups with their requests, tokens, cost and its share of the whole."""
    shown = grid(report)
    rest = rest_of(report)
    others = [row for row in (rest, report.apart) if row]
    rows = [*report.rows, *others, report.totals]
    at = shown.head.index("cost")
    lines = [
        _line(texts, row, at, shown.names, report.totals)
        for texts, row in zip([*shown.body, shown.total], rows, strict=True)
    ]
    kept = len(report.rows)
    heads = [Head(name, holds="name") for name in shown.head[: shown.names]]
    figures = [
        Head(_HEADS.get(name, name), is_spare=name in _SPARE) for name in shown.head[shown.names :]
    ]
    cost = at - shown.names
    figures[cost] = Head(f"cost, {report.query.currency}")
    share = Head("share of cost")
    return Table(caption, (*heads, *figures, share), tuple(lines[:kept]), tuple(lines[kept:]))


def _line(
    texts: Sequence[str], row: CostRow, cost: int, names: int, whole: CostRow
) -> tuple[Cell, ...]:
    found = [
        _name(text)
        if index < names
        else Cell(text)
        if index != cost
        else Cell(text, None if row.cost is None else plain(row.cost))
        for index, text in enumerate(texts)
    ]
    return (*found, _share(row.cost, whole.cost))


def _name(text: str, note: str = "") -> Cell:
    """A name, cut where it is endless."""
    shown = shorten(text, _NAME)
    return Cell(shown, note=note, is_quiet=text == NONE, whole="" if shown == text else text)


def _share(part: Decimal | None, whole: Decimal | None) -> Cell:
    if part is None or not whole:
        return Cell(_DASH, is_quiet=True)
    return Cell(percent(part, whole), bar=_length(ratio(part, whole) or ZERO))


def _length(share: Decimal) -> str:
    """A share as a bar's length in percent, at most all of it."""
    return f"{min(max(share, ZERO), Decimal(1)) * _WHOLE:.1f}"


def of_listing(
    shown: Listing, caption: str, *, also: Sequence[str] = (), aside: Sequence[str] = ()
) -> Table:
    """The rows of an analysis: what a narrow terminal shows, and the columns of `also`.

    A narrow page has no room for these and those of `aside`.

    Sentences of rows stand below their names. Columns that say nothing are left out.
    """
    rows = [*shown.rows, *([shown.total] if shown.total else [])]
    picked = [i for i, of in enumerate(shown.columns) if _is_shown(of, [r[i] for r in rows], also)]
    texts = [cells(shown.columns[i], [row[i] for row in rows], shown) for i in picked]
    notes = _notes(shown)
    lines = [
        tuple(
            _cell(shown.columns[i], rows[nth][i], texts[column][nth], notes[nth] if not column else "")
            for column, i in enumerate(picked)
        )
        for nth in range(len(rows))
    ]  # fmt: skip
    if shown.total:
        names = sum(shown.columns[i].what == "name" for i in picked)
        lines[-1] = (Cell("total"), *(Cell("") for _ in range(1, names)), *lines[-1][names:])
    heads = tuple(
        _head(shown.columns[i], shown.report.query.currency, (*also, *aside)) for i in picked
    )
    kept = len(shown.rows)
    return Table(caption, heads, tuple(lines[:kept]), tuple(lines[kept:]))


def _is_shown(of: Column, values: Sequence[Value], also: Sequence[str]) -> bool:
    if of.what == "text" or of.data_only or not any(values):
        return False
    return not of.spare or of.name in also


def _notes(shown: Listing) -> list[str]:
    """The sentence of each row, the total's being none."""
    texts = [i for i, of in enumerate(shown.columns) if of.what == "text"]
    named = [i for i, of in enumerate(shown.columns) if of.what == "name"]
    said = [
        " ".join(_without(row[i], [row[n] for n in named]) for i in texts if row[i])
        for row in shown.rows
    ]
    return [*said, ""]


def _without(sentence: Value, names: Sequence[Value]) -> str:
    """A sentence about a row without the row's own name before it."""
    text = str(sentence)
    for name in names:
        text = text.removeprefix(f"{name}: ")
    return figured(text[:1].upper() + text[1:])


def _head(of: Column, currency: str, aside: Sequence[str]) -> Head:
    unit = f", {currency}" if of.what in ("money", "part") else ""
    return Head(f"{of.heading}{unit}", of.doc, _HOLDS.get(of.what, "figure"), of.name in aside)


def _cell(of: Column, value: Value, text: str, note: str) -> Cell:
    exact = plain(value) if isinstance(value, Decimal) and of.what in ("money", "part") else None
    if of.what == "bar" and isinstance(value, Decimal):
        return Cell(percent(value, 1), bar=_length(value))
    if of.what == "name":
        return _name(text, note)
    if text == UNKNOWN:
        return Cell("" if of.what == "mark" else _DASH, is_quiet=True)
    return Cell(figured(text), exact, note=note)
