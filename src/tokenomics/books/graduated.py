"""Prices by quantity: free allowances, committed tiers, volume discounts.

    [[graduated]]                       # each step's percent is off the units of that step
    name = "search allowance"           # an overlay's entry replaces the one of that name
    provider = "google"                 # else the file's
    model = ["gemini-3-pro"]            # optional, like meter and tier: whose units count together
    meter = "web_search"
    per = "month"                       # or "day": the period after which the count starts anew
    zone = "America/Los_Angeles"        # where days and months begin; else UTC
    steps = [{ upto = 5_000, percent_off = 100 }, { upto = 100_000, percent_off = 10 }]
    from = 2026-01-01                   # optional, like until, known_at, retracted_at, source, note
    [[volume]]                          # the percent of the step reached is off all units
    name = "commitment"
    provider = "openai"
    per = "month"
    measure = "cost"                     # steps in money at the rates before; else "units"
    pooled = true                       # all accounts together; else each billed account by itself
    steps = [{ upto = 10_000, percent_off = 0 }, { percent_off = 12 }]

A step holds up to and with `upto`; beyond the last one nothing is off. Every unit that an account
uses in a period costs the same share of its rate, so no call is by chance the free one and any
grouping sums to the total.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple, cast

from tokenomics.books import fields
from tokenomics.books.entries import cited, sources_at
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.rates import Provider, Rate, plain_provider
from tokenomics.books.reach import REACH_KEYS, Reach, covers_rate, reach_at
from tokenomics.books.windows import covers
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.meters import BY_NAME
from tokenomics.records.money import derived, plain
from tokenomics.timezones import midnight, zone

GRADUATED_KEYS = frozenset(("graduated", "volume"))

_KEYS = REACH_KEYS | {
    "name", "per", "zone", "measure", "pooled", "steps", "known_at", "retracted_at", "source", "note",
}  # fmt: skip
_HUNDRED = Decimal(100)


class Step(NamedTuple):
    """Up to and with `upto` units (or money) a percent is off; None is without end."""

    upto: Decimal | None
    percent_off: Decimal


class Graduated(NamedTuple):
    """A price by the quantity that an account uses in a period; see the module.

    `volume` says that the step reached is for all units, `measure` what the steps count.
    """

    name: str
    reach: Reach
    volume: bool
    per: Literal["day", "month"]
    zone: str
    measure: Literal["units", "cost"]
    pooled: bool
    steps: tuple[Step, ...]
    known_at: date | None
    retracted_at: date | None
    source: str
    note: str


def graduated_of(
    path: Path, table: Table, providers: Mapping[str, Provider], rates: Collection[Rate]
) -> Iterator[Graduated]:
    """The `[[graduated]]` and `[[volume]]` entries of a file.

    Raises PriceError naming the file, the entry and the nearest valid name.
    """
    top = Place(str(path), "")
    known = {rate.provider: plain_provider(rate.provider) for rate in rates} | dict(providers)
    for kind in sorted(GRADUATED_KEYS):
        for number, entry in enumerate(fields.tables_at(top, table, kind), 1):
            place = Place(str(path), f"{kind} {number}")
            fields.check_keys(place, entry, _KEYS)
            reach = reach_at(place, entry, known, rates, table.get("provider"))
            measure = _choice(place, entry, "measure", ("units", "cost"), "units")
            if measure == "units":
                _check_units(place, reach, rates)
            yield Graduated(
                name=fields.text_at(place, entry, "name"),
                reach=reach,
                volume=kind == "volume",
                per=cast("Literal['day', 'month']", _choice(place, entry, "per", ("day", "month"))),
                zone=_zone(place, entry),
                measure=cast("Literal['units', 'cost']", measure),
                pooled=fields.flag_at(place, entry, "pooled"),
                steps=_steps(place, entry),
                known_at=fields.day_at(place, entry, "known_at"),
                retracted_at=fields.day_at(place, entry, "retracted_at"),
                source=cited(place, entry, sources_at(top, table)).text,
                note=fields.text_at(place, entry, "note", ""),
            )


def _choice(
    place: Place, entry: Table, key: str, choices: Collection[str], default: str | None = None
) -> str:
    value = fields.text_at(place, entry, key, default)
    if value not in choices:
        raise wrong(place, unknown(key, value, choices))
    return value


def _zone(place: Place, entry: Table) -> str:
    name = fields.text_at(place, entry, "zone", "UTC")
    try:
        zone(name)
    except ConfigError as error:
        raise wrong(place, str(error)) from None
    return name


def _check_units(place: Place, reach: Reach, rates: Collection[Rate]) -> None:
    """Units of one kind are counted; tokens and calls make no sum."""
    meters = {rate.meter for rate in rates if covers_rate(reach, rate)}
    for meter in reach.meters:
        if meter not in BY_NAME:
            raise wrong(place, unknown("meter", meter, BY_NAME))
    units = sorted({BY_NAME[meter].unit for meter in meters if meter in BY_NAME})
    if len(units) > 1:
        raise wrong(
            place, f"counts {'s and '.join(units)}s together: name the meter, or measure = 'cost'"
        )


def _steps(place: Place, entry: Table) -> tuple[Step, ...]:
    found = [_step(place, step) for step in fields.tables_at(place, entry, "steps")]
    if not found:
        raise wrong(place, "steps are missing")
    ends = [step.upto for step in found]
    if None in ends[:-1] or (known := [end for end in ends if end]) != sorted(set(known)):
        raise wrong(place, "steps: each upto must be more than the one before")
    return tuple(found)


def _step(place: Place, step: Table) -> Step:
    fields.check_keys(place, step, ("upto", "percent_off"))
    upto = fields.number(place, "upto", step["upto"]) if "upto" in step else None
    percent = fields.number(place, "percent_off", step.get("percent_off"))
    if upto is not None and upto <= 0:
        raise wrong(place, f"upto = {plain(upto)} must be more than 0")
    if not 0 <= percent <= _HUNDRED:
        raise wrong(place, f"percent_off = {plain(percent)} must be from 0 to 100")
    return Step(upto, percent)


def shares(entry: Graduated, quantity: Fraction) -> tuple[tuple[Fraction, Decimal], ...]:
    """How much of a period's quantity has which percent off, in order."""
    edges = [*(step.upto for step in entry.steps), None]
    percents = [*(step.percent_off for step in entry.steps), Decimal(0)]
    found: list[tuple[Fraction, Decimal]] = []
    below = Fraction(0)
    for edge, percent in zip(edges, percents, strict=True):
        end = quantity if edge is None else min(quantity, Fraction(edge))
        if end > below:
            found.append((end - below, percent))
            below = end
    return ((quantity, found[-1][1]),) if entry.volume and found else tuple(found)


def share_charged(entry: Graduated, quantity: Fraction) -> Fraction:
    """The share of the rate that every unit of a period's quantity costs."""
    off = sum((width * Fraction(percent) for width, percent in shares(entry, quantity)), Fraction())
    return 1 - off / quantity / 100 if quantity else Fraction(1)


def most_off(entry: Graduated) -> Fraction:
    """The greatest share of a rate that the entry can take off."""
    return max(Fraction(step.percent_off) for step in entry.steps) / 100


def is_about(entry: Graduated, rate: Rate, at: datetime) -> bool:
    """Whether a rate, charged at an instant, is charged by quantity."""
    return covers_rate(entry.reach, rate) and covers(entry.reach.window, at)


def graduated_rate(entry: Graduated, rate: Rate, quantity: Fraction, of: str) -> Rate:
    """The rate for an account that uses so much in a period; `of` says whose and when in words.

    It is rounded half-even to 18 decimals, once a rate, account and period.
    """
    parts = [f"{_number(width)} at {plain(p)} % off" for width, p in shares(entry, quantity)]
    words = f"{entry.name}: {_number(quantity)} {of}: {', '.join(parts)} ({entry.source})"
    return rate._replace(
        rate=derived(rate.rate, share_charged(entry, quantity)), source=f"{rate.source}; {words}"
    )


def words(entry: Graduated) -> str:
    """The entry in a line, as a list of prices shows it."""
    money = " of cost" if entry.measure == "cost" else ""
    steps = [
        f"{plain(step.percent_off)} % off"
        + (f" up to {step.upto:,f}" if step.upto is not None else " beyond")
        for step in entry.steps
    ]
    whose = "of all accounts" if entry.pooled else "and account"
    whole = ", for all units" if entry.volume else ""
    return f"{entry.name}: {', '.join(steps)}{money} a {entry.per} {whose}{whole}"


def _number(value: Fraction) -> str:
    whole = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{whole:,f}"


def period_start(entry: Graduated, at: datetime) -> datetime:
    """The first instant of the period in which an instant lies."""
    local = zone(entry.zone)
    day = at.astimezone(local).date()
    return midnight(local, day.replace(day=1) if entry.per == "month" else day)


def period_end(entry: Graduated, at: datetime) -> datetime:
    """The first instant after the period in which an instant lies."""
    local = zone(entry.zone)
    day = at.astimezone(local).date()
    if entry.per == "month":
        return midnight(local, (day.replace(day=1) + timedelta(days=31)).replace(day=1))
    return midnight(local, day + timedelta(days=1))


def period_label(entry: Graduated, start: datetime) -> str:
    """The period as people write it, `2026-11` or `2026-11-02`."""
    text = start.astimezone(zone(entry.zone)).date().isoformat()
    return text[:7] if entry.per == "month" else text
