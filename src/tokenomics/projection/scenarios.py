"""What might come: growth, prices that fall and launches, on top of what is known to come.

All of it begins now: what was learnt of the past is the same in every scenario. Growth and prices
that fall are compounded step by step; each is an event, so what it makes is told apart as theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.books.match import matches
from tokenomics.books.trend import Capability, classes, trend
from tokenomics.books.windows import covers
from tokenomics.config import Config, EventConfig
from tokenomics.dimensions import filterable
from tokenomics.projection.events import MODEL, Event, event_of, in_order, names_in
from tokenomics.projection.flows import values
from tokenomics.projection.seen import Seen
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.money import EXACT, plain, total
from tokenomics.records.words import percent
from tokenomics.scenario_config import BASELINE, TREND, ScenarioConfig, decline_of, growth_of
from tokenomics.timezones import midnight, zone

_MONTH, _YEAR = timedelta(days=30), timedelta(days=365.25)
_ONE, _WHOLE = Decimal(1), Decimal(100)


class Fall(NamedTuple):
    """Prices that fall as those of a class did: `event` is the fall, `members` are the class's models,
    `words` say what is assumed.
    """

    event: Event
    members: frozenset[str]
    words: str


class Scenario(NamedTuple):
    """What is taken to come: `events` besides the known ones, and `falls` of the models of classes.

    `assumes` says so in sentences.
    """

    name: str
    events: tuple[Event, ...] = ()
    falls: tuple[Fall, ...] = ()
    assumes: tuple[str, ...] = ()


NONE = Scenario(BASELINE)


def scenarios_of(
    config: Config, book: Book, now: datetime, currency: str = ""
) -> tuple[Scenario, ...]:
    """The scenarios of a configuration, in its order, as they begin `now`.

    `book` is asked how prices fell; it is in dollars. Raises ConfigError for an unknown dimension
    or class, a class whose prices are not known for a year, and as `events_of` does; for an event
    that began before today as well.
    """
    return tuple(_scenario(each, config, book, now, currency) for each in config.scenario)


def scenario_of(
    config: Config, names: Sequence[str], book: Book, now: datetime, currency: str = ""
) -> Scenario:
    """The scenarios of these names as one: all that they assume, in that order.

    Raises as `scenarios_of` does, for these alone; ConfigError for an unknown name, and for an event
    that two of them have.
    """
    known = {each.name: each for each in config.scenario}
    for name in names:
        if not known and name != BASELINE:
            raise ConfigError(
                f"scenario {name!r}: none is configured: add a [[scenario]] to tokenomics.toml"
            )
        if name not in known and name != BASELINE:
            raise ConfigError(unknown("scenario", name, known))
    named = [known[name] for name in dict.fromkeys(names) if name != BASELINE]
    chosen = [_scenario(each, config, book, now, currency) for each in named]
    events = tuple(event for each in chosen for event in each.events)
    of = [event.name for event in events]
    if twice := [name for name in of if of.count(name) > 1]:
        raise ConfigError(f"two of the scenarios have {twice[0]!r}: leave out one")
    if not chosen:
        return NONE
    return Scenario(
        " + ".join(each.name for each in chosen),
        events,
        tuple(fall for each in chosen for fall in each.falls),
        tuple(said for each in chosen for said in each.assumes),
    )


def names_of(scenario: Scenario, events: Sequence[Event], *first: str) -> tuple[str, ...]:
    """The dimensions that usage is to be seen by for a scenario, after the `first`."""
    found = names_in((*events, *scenario.events, *(fall.event for fall in scenario.falls)), *first)
    return tuple(dict.fromkeys((*found, *MODEL))) if scenario.falls else found


def under(scenario: Scenario, events: Sequence[Event], seen: Seen, book: Book) -> tuple[Event, ...]:
    """All that is to come under a scenario, where `events` are known: of one name its own stands.

    Models are told by what was used of late, seen by `names_of`.
    """
    own = {event.name for event in scenario.events}
    known = [event for event in events if event.name not in own]
    return (*known, *scenario.events, *_fallen(scenario.falls, seen, book))


def assumed(scenario: Scenario, seen: Sequence[Seen], book: Book) -> Iterator[str]:
    """What a scenario assumes of the usage that was seen, which nobody knows, in a sentence or two."""
    if phrases := assumptions(scenario, seen, book):
        yield f"assumed, and no promise: {'; '.join(phrases)}"
    yield from uncovered(scenario, seen, book)


def assumptions(scenario: Scenario, seen: Sequence[Seen], book: Book) -> tuple[str, ...]:
    """What a scenario assumes: of classes those alone of which models were seen."""
    found = {event.name for each in seen for event in _fallen(scenario.falls, each, book)}
    fell = (fall.words for fall in scenario.falls if fall.event.name in found)
    return (*scenario.assumes, *fell)


def uncovered(scenario: Scenario, seen: Sequence[Seen], book: Book) -> Iterator[str]:
    """That prices of models of no class are taken to stay, with their share of the cost of late."""
    fallen = {
        of
        for each in seen
        for event in _fallen(scenario.falls, each, book)
        for of in event.models or ()
    }
    lately = [each.flows.recent[0] for each in seen if each.flows.recent]
    rows = [(values(report, row, MODEL), row.cost) for report in lately for row in report.rows]
    stay = total(cost for model, cost in rows if model not in fallen)
    if scenario.falls and stay:
        share = percent(stay, total(cost for _, cost in rows))
        yield (
            f"{share} of the cost of late is of models in no class of `prices trend`: their prices"
            " are taken to stay; price_decline may name a class for all"
        )


def _fallen(falls: Sequence[Fall], seen: Seen, book: Book) -> Iterator[Event]:
    """The falls of prices with the models that they are of, each in the last class that it is in."""
    left = {values(of, row, MODEL) for of in seen.flows.recent[:1] for row in of.rows}
    found: list[Event] = []
    for fall in reversed(falls):
        mine = {
            (provider, model)
            for provider, model in left
            if any(
                match.model in fall.members and covers(match.window, seen.known)
                for match in matches(book, provider or "", model or "")
            )
        }
        left -= mine
        if mine:
            found.append(fall.event._replace(models=frozenset(mine)))
    yield from reversed(found)


def _scenario(
    given: ScenarioConfig, config: Config, book: Book, now: datetime, currency: str
) -> Scenario:
    place = f"[[scenario]] {given.name!r}"
    where = tuple((filterable(name).name, value) for name, value in given.where.items())
    fixed, falls, said = _prices(given, book, now, where)
    events = in_order(_own(each, given, config, now, currency) for each in given.event)
    for event in config.event:
        if event.name in {own.name for own in events} and _begins(event, config) < now:
            raise ConfigError(
                f"{place}: {event.name!r} began on {event.date}: nothing can stand for it any more"
            )
    growth = growth_of(given)
    grown = f"use grows by {_percent(growth)} every thirty days{_of(where)}"
    more = (Event(grown, now, where, monthly=float(_ONE + growth)),) if growth else ()
    launched = (f"{each.name} from {each.date} on" for each in given.event)
    return Scenario(
        given.name,
        (*more, *events, *fixed),
        falls,
        (*(event.name for event in more), *launched, *said),
    )


def _own(
    each: EventConfig, given: ScenarioConfig, config: Config, now: datetime, currency: str
) -> Event:
    """An event of a scenario, which is none of the past; one of today is there all day, as any event is."""
    place = f"[[scenario]] {given.name!r}: event"
    event = event_of(each, config, currency, of=place)
    today = midnight(local := zone(config.report.timezone), now.astimezone(local).date())
    if event.start < today:
        raise ConfigError(
            f"{place} {each.name!r}: it began on {each.date}, and a scenario is of what is to come:"
            " make it an [[event]], or give it a later date"
        )
    return event


def _begins(event: EventConfig, config: Config) -> datetime:
    return midnight(zone(config.report.timezone), event.date)


_Where = tuple[tuple[str, str], ...]


def _prices(
    given: ScenarioConfig, book: Book, now: datetime, where: _Where
) -> tuple[tuple[Event, ...], tuple[Fall, ...], tuple[str, ...]]:
    """What happens to prices: to all of them, to those of classes, and what is assumed of both."""
    said = decline_of(given)
    if isinstance(said, Decimal):
        name = f"prices fall by {_percent(said)} a year{_of(where)}"
        event = _fall(name, _ONE - said, now, where)
        return ((event,), (), (name,)) if said else ((), (), ())
    found = [(of, _yearly(of, book, now.date())) for of in _classes(given, said)]
    known = [(of, year) for of, year in found if year is not None]
    if not known:
        raise ConfigError(
            f"[[scenario]] {given.name!r}: price_decline: no year of prices of {said!r} is known:"
            " state a percentage"
        )
    falls = tuple(
        Fall(
            _fall(f"prices go as the cheapest of {of.name}{_of(where)}", year.left, now, where),
            frozenset(member.model for member in of.members),
            _fell(of, year, where),
        )
        for of, year in known
    )
    if said == TREND:
        return (), falls, ()
    return (falls[0].event,), (), (falls[0].words,)


class _Year(NamedTuple):
    """What a year left of the cheapest price of a class, between two days."""

    left: Decimal
    first: date
    last: date


def _classes(given: ScenarioConfig, said: str) -> tuple[Capability, ...]:
    every = classes()
    if said == TREND:
        return every
    found = tuple(of for of in every if of.name.lower() == said.lower())
    if not found:
        names = [TREND, *(of.name for of in every)]
        raise ConfigError(
            f"[[scenario]] {given.name!r}: price_decline: {unknown('class', said, names)}"
        )
    return found


def _yearly(of: Capability, book: Book, on: date) -> _Year | None:
    steps = trend(book, of, on).steps
    if not steps or steps[-1].yearly is None:
        return None
    return _Year(_ONE / steps[-1].yearly, steps[0].at.date(), steps[-1].at.date())


def _fall(name: str, left: Decimal, now: datetime, where: _Where) -> Event:
    """Prices of which a year leaves so much: (what is left) ** (30 / 365.25) every thirty days."""
    return Event(name, now, where, monthly=float(left) ** (_MONTH / _YEAR), of_prices=True)


def _fell(of: Capability, year: _Year, where: _Where) -> str:
    """What is assumed of a class, and where it is from."""
    way, by = ("fall", _ONE - year.left) if year.left <= 1 else ("rise", year.left - _ONE)
    return (
        f"prices{_of(where)} {way} by {percent(by, _ONE)} a year, as the cheapest model of {of.name}"
        f" ({of.benchmark} {plain(of.score)}) did from {year.first} to {year.last}, for whoever"
        " changes to it each time"
    )


def _percent(share: Decimal) -> str:
    return f"{plain(EXACT.multiply(share, _WHOLE))} %"


def _of(where: _Where) -> str:
    return f" of {', '.join(f'{name} {value}' for name, value in where)}" if where else ""
