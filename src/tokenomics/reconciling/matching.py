"""Lines of bills and metered usage brought to the finest grain that both of them tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.books.clouds import serves_models
from tokenomics.reconciling.lines import COMMITMENT, USAGE, Line
from tokenomics.reconciling.sides import STANDARD, Amount, Group, Side, Way
from tokenomics.reconciling.usage import Metered
from tokenomics.records.money import EXACT, ZERO
from tokenomics.timezones import zone

# A day of a bill, with the hour that it has more when clocks go back.
_DAY = timedelta(hours=25)


class Matched(NamedTuple):
    """Both sides by group, what else bills charge by group and kind of line, and what was left out.

    `telling` has what each provider's bill tells. `elsewhere` is usage of which no bill of its time is
    known, by provider; `foreign` are lines of services that serve no models.
    """

    used: Mapping[Group, Side]
    billed: Mapping[Group, Side]
    besides: Mapping[tuple[Group, str], Decimal]
    telling: Mapping[str, Telling]
    elsewhere: Mapping[str, Fraction]
    foreign: Sequence[Line]

    def reaches(self, of: Metered) -> bool:
        """Whether a bill has the time of some usage, or charges the capacity that it was on."""
        tells = self.telling.get(of.group.provider)
        if tells is not None and tells.covers(tells.group(of.group, of.way.meter)):
            return True
        return of.on_capacity and any(
            kind == COMMITMENT and group.provider == of.group.provider
            for group, kind in self.besides
        )


class Telling(NamedTuple):
    """What the bill of a provider tells: its first and last day, and how fine it is.

    `by_month` where its lines are longer than a day. `nameless` are the meters that some line charges
    without a model, None among them where a line states no meter either and none names a model. `has_tiers` where a
    line states a tier. `is_shifted` where its days begin at another hour than those asked for.
    """

    first: date
    last: date
    by_month: bool
    nameless: frozenset[str | None]
    has_tiers: bool
    is_shifted: bool

    def group(self, of: Group, meter: str | None) -> Group:
        """Where usage or a line of a group belongs, as fine as the bill tells."""
        at = of.at.replace(day=1) if self.by_month else of.at
        is_nameless = None in self.nameless or meter in self.nameless
        return Group(at, of.provider, None if is_nameless else of.model)

    def covers(self, of: Group) -> bool:
        """Whether the bill reaches over the day or month of a group that is as fine as it."""
        return self.first <= of.at <= self.last

    def way(self, of: Way) -> Way:
        """A meter and its tier, where the bill tells tiers."""
        return of if self.has_tiers else of._replace(tier=STANDARD)


def matched(lines: Sequence[Line], metered: Iterable[Metered], tz: str) -> Matched:
    """The two sides; a day is one of the zone, or the first of a month for a bill by the month."""
    local = zone(tz)
    serving = {
        (each.provider, each.service)
        for each in lines
        if each.model or each.meter or serves_models(each.service)
    }
    providers = {provider for provider, _ in serving}
    of_provider: dict[str, list[Line]] = defaultdict(list)
    foreign: list[Line] = []
    for each in lines:
        # A cloud's bill has everything; of a provider of whom no line names a model all is compared.
        is_ours = (each.provider, each.service) in serving or each.provider not in providers
        (of_provider[each.provider] if is_ours else foreign).append(each)
    telling = {
        provider: _telling(usage, local)
        for provider, mine in of_provider.items()
        # Who buys capacity alone is billed for nothing else.
        if (
            usage := [each for each in mine if each.kind in USAGE]
            or [each for each in mine if each.kind == COMMITMENT]
        )
    }
    billed: dict[Group, dict[Way, Amount]] = defaultdict(dict)
    besides: dict[tuple[Group, str], Decimal] = defaultdict(lambda: ZERO)
    for each in (line for mine in of_provider.values() for line in mine):
        at = Group(each.first.astimezone(local).date(), each.provider, each.model)
        tells = telling.get(each.provider)
        group = at if tells is None else tells.group(at, each.meter)
        if each.kind not in USAGE:
            besides[group, each.kind] = EXACT.add(besides[group, each.kind], each.billed)
        else:
            _add(billed[group], Way(each.meter, each.tier or STANDARD), _amount(each))
    used, elsewhere = _within(metered, telling)
    return Matched(used, billed, besides, telling, elsewhere, foreign)


def _telling(lines: Sequence[Line], local: ZoneInfo) -> Telling:
    by_month = any(each.last - each.first > _DAY for each in lines)
    begun = [each.first.astimezone(local) for each in lines]
    days = [at.date().replace(day=1) if by_month else at.date() for at in begun]
    has_models = any(each.model for each in lines)
    return Telling(
        min(days), max(days), by_month,
        frozenset(
            each.meter for each in lines
            if not each.model and (each.meter is not None or not has_models)
        ),
        any(each.tier for each in lines),
        not by_month and any(at.time() != time(0) for at in begun),
    )  # fmt: skip


def _within(
    metered: Iterable[Metered], telling: Mapping[str, Telling]
) -> tuple[dict[Group, dict[Way, Amount]], dict[str, Fraction]]:
    """The usage of the days that bills reach over, and what other usage costs, by provider."""
    used: dict[Group, dict[Way, Amount]] = defaultdict(dict)
    elsewhere: dict[str, Fraction] = defaultdict(Fraction)
    for own, way, amount, *_ in metered:
        tells = telling.get(own.provider)
        group = own if tells is None else tells.group(own, way.meter)
        if tells is None or not tells.covers(group):
            elsewhere[own.provider] += amount.cost or Fraction()
        else:
            _add(used[group], tells.way(way), amount)
    return used, elsewhere


def _add(side: dict[Way, Amount], way: Way, amount: Amount) -> None:
    side[way] = side[way].plus(amount) if way in side else amount


def _amount(line: Line) -> Amount:
    quantity, listed = line.quantity, line.listed
    return Amount(
        None if quantity is None else Fraction(quantity),
        Fraction(line.billed),
        None if listed is None else Fraction(listed),
    )
