"""The imported book: what a price list said on the days that it was read.

    imported = "litellm"
    [hours."UTC 00:30-16:30"]
    daily = ["00:30-16:30"]
    [[price]]
    provider = "together"
    model = "zai-org/GLM-5.3"
    from = 2026-11-26
    known_at = 2026-11-26
    source = "LiteLLM 1.110.2"
    rates = [{ input = 0.9, output = 0.9 }]

It only grows. An entry holds until the next one of its model; of two from the same day the later
one in the file is believed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tokenomics.books.parse import load
from tokenomics.imports.record import STANDARD, TIMES, Hours, Kind, Prices, per_unit, written
from tokenomics.records.errors import InputError
from tokenomics.records.money import plain

_FIRST = date.min
_DIMENSIONS = {"tier": STANDARD, "context_min": 0, "region": "", "variant": "", "hours": ""}


class Entry(NamedTuple):
    """The prices of a model from a day on; None: since when is not known."""

    start: date | None
    prices: Prices


class Recorded(NamedTuple):
    """What a book holds: the entries of each (provider, model) in their order, and the hours."""

    entries: Mapping[tuple[str, str], Sequence[Entry]]
    hours: frozenset[str]


class Added(NamedTuple):
    """An entry to append."""

    provider: str
    model: str
    entry: Entry
    note: str


def recorded(path: Path, name: str) -> Recorded:
    """What the book at a path holds; nothing where there is none.

    Raises PriceError where it cannot be read, InputError where it is not of the list `name`.
    """
    if not path.exists():
        return Recorded({}, frozenset())
    table, _ = load(path)
    if table.get("imported") != name:
        says = f"imported = {table['imported']!r}" if "imported" in table else "no such line"
        raise InputError(
            f'{path}: is no book of this list: it must say imported = "{name}", has {says}'
        )
    entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in table.get("price", ()):
        prices = dict(_prices(entry["rates"]))
        entries[entry["provider"], entry["model"]].append(Entry(entry.get("from"), prices))
    return Recorded(entries, frozenset(table.get("hours", {})))


def _prices(lines: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Kind, Decimal]]:
    for line in lines:
        of_line = [line.get(name, usual) for name, usual in _DIMENSIONS.items()]
        for meter, price in line.items():
            if meter not in _DIMENSIONS:
                yield Kind(meter, *of_line), per_unit(meter, Decimal(price))


def in_force(entries: Sequence[Entry], day: date) -> Entry | None:
    """The entry that holds on a day: of those from then or before the latest, the last written."""
    begun = [entry for entry in entries if (entry.start or _FIRST) <= day]
    return max(reversed(begun), key=lambda entry: entry.start or _FIRST, default=None)


def head(name: str, title: str) -> str:
    """How a new book begins."""
    return (
        f"# What {title} said on the days that it was read: written by\n"
        f"# `tokenomics prices import {name}`, which only appends. Its prices count for models\n"
        "# that the bundled book does not know; an entry holds until the next one of its model.\n"
        f'imported = "{name}"\n'
    )


def appended(added: Sequence[Added], hours: Mapping[str, Hours], day: date, source: str) -> str:
    """The text that entries are appended by, after the hours that they are the first to name."""
    return "".join([*map(_hours, hours, hours.values()), *(_entry(a, day, source) for a in added)])


def _hours(name: str, hours: Hours) -> str:
    days = f"days = {_list(hours.days)}\n" if hours.days else ""
    return (
        f"\n[hours.{quoted(name)}]\nzone = {quoted(hours.zone)}\n{days}"
        f"daily = {_list(hours.daily)}\n"
    )


def _entry(added: Added, day: date, source: str) -> str:
    since = f"from = {added.entry.start}\n" if added.entry.start else ""
    note = f"note = {quoted(added.note)}\n" if added.note else ""
    lines = "".join(f"    {{ {line} }},\n" for line in _lines(added.entry.prices))
    return (
        f"\n[[price]]\nprovider = {quoted(added.provider)}\nmodel = {quoted(added.model)}\n{since}"
        f"known_at = {day}\nsource = {quoted(source)}\n{note}rates = [\n{lines}]\n"
    )


def _lines(prices: Prices) -> Iterator[str]:
    """A line a kind of call, the plain one first and what is multiplied last."""
    by_calls: dict[tuple[Any, ...], list[Kind]] = defaultdict(list)
    for kind in prices:
        by_calls[kind.meter == TIMES, *kind[1:]].append(kind)
    plain_tier_first = sorted(by_calls, key=lambda c: (c[0], c[1] != STANDARD, *c[1:]))
    for calls in plain_tier_first:
        stated = zip(_DIMENSIONS, calls[1:], strict=True)
        words = [f"{n} = {_toml(v)}" for n, v in stated if v != _DIMENSIONS[n]]
        words += [f"{k.meter} = {plain(written(k.meter, prices[k]))}" for k in by_calls[calls]]
        yield ", ".join(words)


def _toml(value: str | int) -> str:
    return str(value) if isinstance(value, int) else quoted(value)


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def quoted(text: str) -> str:
    """A text as TOML writes it, on one line whatever is in it."""
    escaped = "".join(
        f"\\{c}" if c in '"\\' else c if c.isprintable() else f"\\U{ord(c):08x}" for c in text
    )
    return f'"{escaped}"'
