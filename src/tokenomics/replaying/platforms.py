"""Calls through another platform: what it takes of every call, and what it costs by the month.

A gateway of one's own brings its users' keys: providers bill as before, and the machines and people
that run it cost by the month. So there is a volume from which on it pays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.stakes import BILLED, Base, Finding
from tokenomics.books import Book
from tokenomics.books.spread import with_spread
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.money import EXACT, ZERO, decimal, plain, round_fraction
from tokenomics.records.words import amount
from tokenomics.replaying.months import months
from tokenomics.replaying.question import Question
from tokenomics.replaying.world import Changed, Step, World, everywhere, otherwise, with_book
from tokenomics.timezones import midnight, zone

_SHAPE = (
    "write a platform's name or its costs, such as 'spread=5%, fixed=400, engineers=0.25x150000'"
)
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*%$")
_ENGINEERS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*x\s*([0-9]+(?:\.[0-9]+)?)$")
_AMOUNT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?$")
# What is of one platform: only what costs by the month may be several things.
_ONCE = ("spread", "instead")
_MONTHS = 12


class Platform(NamedTuple):
    """What a platform costs: `spread` percent of every call, and an amount a month.

    `instead` is the percentage that the platform takes which it would replace. `source` says who
    says so, where it is not the user.
    """

    spread: Decimal = ZERO
    monthly: Decimal = ZERO
    instead: Decimal = ZERO
    source: str = ""


KNOWN: Mapping[str, Platform] = {
    "direct": Platform(),
    "openrouter": Platform(
        spread=Decimal("5.5"),
        source="its fee on credits bought by card, at least 0.80 USD a purchase (openrouter.ai/docs/faq, 2026-11-27)",
    ),
}


def steps(of: Question, texts: Sequence[str]) -> list[Step]:
    """The step of a platform: its name, or what it costs.

    Raises ConfigError for what cannot be read, and for two platforms: calls go through one.
    """
    if len(texts) > 1:
        raise ConfigError(f"{len(texts)} platforms: calls go through one, ask of each by itself")
    return [_step(of, text) for text in texts]


def platform_of(text: str) -> Platform:
    """A platform as it is written. Raises ConfigError for what cannot be read."""
    if "=" not in text:
        if text.strip() not in KNOWN:
            raise ConfigError(f"{unknown('platform', text.strip(), KNOWN)} (or {_SHAPE})")
        return KNOWN[text.strip()]
    found = Platform()
    given: set[str] = set()
    for part in text.split(","):
        name, sign, value = (each.strip() for each in part.partition("="))
        if not sign or name not in _PARTS:
            raise ConfigError(f"platform {text!r}: cannot read {part.strip()!r}: {_SHAPE}")
        if name in given and name in _ONCE:
            raise ConfigError(f"platform {text!r}: {name} stands there twice: calls go through one")
        given.add(name)
        found = _PARTS[name](found, value)
    return found


def _step(of: Question, text: str) -> Step:
    platform = platform_of(text)
    name = f"platform {text.strip()}"

    def change(world: World) -> Changed:
        book = world.first.book
        book = with_spread(book, platform.spread, name) if platform.spread else book
        after = everywhere(world, lambda base: _through(base, book))
        fixed = round_fraction(Fraction(platform.monthly) * _months(of))
        remarks = (f"{name}: {platform.source}",) if platform.source else ()
        return Changed(after, tuple(_said(platform, of.query.currency)), remarks, fixed)

    return Step(name, change)


def _through(base: Base, book: Book) -> Base:
    return otherwise(with_book(base, book), Finding(BILLED, {}))


def _months(of: Question) -> Fraction:
    """The months that are asked about: from the first day with a call to the last, where no period is given."""
    local, report = zone(of.query.tz), of.report
    since, until = of.query.since, of.query.until
    if report.first is None or report.last is None:
        return Fraction(0)
    since = since or midnight(local, report.first.astimezone(local).date())
    day = report.last.astimezone(local).date()
    return months(since, until or midnight(local, day + timedelta(days=1)), local)


def _said(platform: Platform, currency: str) -> Iterator[str]:
    """From which volume on a platform pays that costs by the month."""
    if not platform.monthly:
        return
    costs = f"It costs {amount(platform.monthly, currency)} a month besides calls"
    if not platform.instead:
        yield f"{costs}: say instead=PERCENT for the volume at which it pays instead of another one."
    elif platform.spread >= platform.instead:
        yield f"{costs}, and takes no less than the {plain(platform.instead)} % of the other one: it never pays."
    else:
        saved = Fraction(platform.instead - platform.spread) / 100
        volume = round_fraction(Fraction(platform.monthly) / saved)
        yield (
            f"{costs}: instead of a platform that takes {plain(platform.instead)} % it pays once calls"
            f" cost more than {amount(volume, currency)} a month at their providers' prices."
        )


def _percent(value: str) -> Decimal:
    found = _PERCENT.match(value)
    if not found:
        raise ConfigError(f"{value!r} is no share: write a percentage such as 5.5%")
    return decimal(found[1])


def _money(value: str) -> Decimal:
    if not _AMOUNT.match(value):
        raise ConfigError(f"fixed={value}: write an amount a month, such as 400")
    amount = decimal(value)
    if amount < 0:
        raise ConfigError(f"{value!r}: a cost by the month is not below zero")
    return amount


def _engineers(value: str) -> Decimal:
    """What engineers cost a month: how many of them, times what one costs a year."""
    found = _ENGINEERS.match(value)
    if not found:
        raise ConfigError(
            f"engineers={value}: write how many and what one costs a year, such as 0.25x150000"
        )
    return round_fraction(Fraction(found[1]) * Fraction(found[2]) / _MONTHS)


def _with_monthly(platform: Platform, cost: Decimal) -> Platform:
    return platform._replace(monthly=EXACT.add(platform.monthly, cost))


_PARTS: Mapping[str, Callable[[Platform, str], Platform]] = {
    "spread": lambda platform, value: platform._replace(spread=_percent(value)),
    "fixed": lambda platform, value: _with_monthly(platform, _money(value)),
    "engineers": lambda platform, value: _with_monthly(platform, _engineers(value)),
    "instead": lambda platform, value: platform._replace(instead=_percent(value)),
}
