"""`tokenomics prices trend`: how the price of a class of models fell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import ConfigFile, Now, Pricebooks, RowsForm
from tokenomics_cli.terminal import emit, say, width

if TYPE_CHECKING:
    from tokenomics.books.trend import Capability, Step, Trend
    from tokenomics_cli.tables import ListFormat, Value

_TENTH, _HUNDREDTH = Decimal("0.1"), Decimal("0.01")
# What people read of a row; programs get all of it.
_SHOWN = ("class", "on", "model", "input", "output", "blend", "cheaper", "a year")


def trend(
    name: Annotated[
        str | None, typer.Option("--class", metavar="NAME", help="This class of models only.")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Until this day. Default: today."),
    ] = None,
    pricebook: Pricebooks = None,
    config: ConfigFile = None,
    now: Now = None,
    form: RowsForm = "table",
) -> None:
    """What the cheapest model cost that could do what GPT-3, GPT-4 and others could, over time."""
    from tokenomics.books.trend import trend as trend_of
    from tokenomics_cli.books import book_of

    book, day = book_of(pricebook or ()), _day(on, now, config)
    trends = [trend_of(book, one, day) for one in _chosen(name)]
    emit(_table([row for one in trends for row in _rows(one)], form), exact=form != "table")
    if form == "table":
        say(*_summary(trends))


def _day(on: str | None, now: str | None, config: ConfigFile) -> date:
    from tokenomics.timezones import parse_instant, zone
    from tokenomics_cli.settings import settings

    return (parse_instant(on, zone("UTC")) if on else settings(config, now=now).now).date()


def _chosen(name: str | None) -> Sequence[Capability]:
    from tokenomics.books.trend import classes, named

    return classes() if name is None else [named(classes(), name)]


def _rows(one: Trend) -> Iterator[dict[str, Value]]:
    for step in one.steps:
        yield {"class": one.capability.name, **_price(step), **_cited(one.capability, step)}


def _price(step: Step) -> dict[str, Value]:
    """The prices of a step by the million tokens; the factors are statistics, so rounded."""
    from tokenomics_cli.books import priced

    member = step.member
    return {
        "on": f"{step.at:%Y-%m-%d}",
        "model": f"{member.provider}/{member.model}",
        "input": priced("input", step.input.rate),
        "output": priced("output", step.output.rate),
        "blend": priced("input", step.blend),
        "cheaper": step.cheaper.quantize(_TENTH),
        "a year": None if step.yearly is None else step.yearly.quantize(_HUNDREDTH),
    }


def _cited(capability: Capability, step: Step) -> dict[str, Value]:
    """What a model had to reach, what it reached, and who says so and what it cost."""
    return {
        "benchmark": capability.benchmark,
        "bar": capability.score,
        "score": step.member.score,
        "score source": step.member.source,
        "price source": step.input.source,
        "note": capability.note,
    }


def _table(rows: Sequence[dict[str, Value]], form: ListFormat) -> str:
    from tokenomics_cli.tables import Narrow, listing

    if form != "table":
        return listing(rows, form)
    lean = [{name: row[name] for name in _SHOWN} for row in rows]
    return listing(lean, "table", Narrow(width(), ("model",), ("output", "input"))) if lean else ""


def _summary(trends: Sequence[Trend]) -> tuple[str, ...]:
    if not any(one.steps for one in trends):
        return ("no price of these models is known until then",)
    return (
        "USD per 1M tokens of the cheapest model known to reach the score of the class",
        "blend: of three tokens in and one out; cheaper: times since the first",
        "a year: the same, compounded and rounded; --format json names the sources",
    )
