"""What the book asks for one call: everything that a price depends on is decided here."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from tokenomics.books.book import Book
from tokenomics.books.hours import Hours, contains
from tokenomics.books.match import Match, matches, nearest_names, why_unknown
from tokenomics.books.rates import ANY, STANDARD, Fallback, Provider, Rate, rules_for
from tokenomics.books.windows import Window, covers
from tokenomics.records.meters import BY_NAME


class Call(NamedTuple):
    """What the price of a call depends on, as the provider served it.

    `context_tokens` is the total input, cache included; `at` is an instant with a zone. `hours`
    are the parts of the week in which the call fell, by `at` where it is None.
    """

    provider: str
    model: str
    service_tier: str | None
    region: str | None
    variant: str | None
    context_tokens: int
    at: datetime
    hours: frozenset[Hours] | None = None


class MeterRate(NamedTuple):
    """The rate of a meter: `via` are the meters fallen back to, the last one has the rate.

    `assumed` says that a step of the way is an assumption.
    """

    meter: str
    rate: Rate
    via: tuple[str, ...]
    assumed: bool


class Quote(NamedTuple):
    """The book's answer: its own names, how they were reached, and a rate a meter.

    A meter without a rate has no price. `provider` and `model` are None where the book does
    not know the name; `nearest` are then its most similar names. `reason` says in one clause
    why the model has no rates at all, else it is empty; `missing` says of single meters why they have
    none, where the book knows.
    """

    provider: str | None
    model: str | None
    how: str
    rates: Mapping[str, MeterRate]
    nearest: tuple[str, ...]
    reason: str
    missing: Mapping[str, str] = MappingProxyType({})


class Boundaries(NamedTuple):
    """Where the answer for a name may change: at these instants, from these token counts on,

    and where these parts of the week begin and end.
    """

    instants: tuple[datetime, ...]
    context: tuple[int, ...]
    hours: tuple[Hours, ...]


class _Cell(NamedTuple):
    """Which calls of a model have the same rates."""

    context_min: int
    service_tier: str | None
    region: str | None
    variant: str | None
    hours: str


_PLAIN = _Cell(0, STANDARD, "", "", "")


class _Epoch(NamedTuple):
    """The rates of a model between two instants: `context` are its thresholds, from 0.

    `hours` are the parts of the week that have rates of their own, by the kind of call.
    """

    context: tuple[int, ...]
    hours: Mapping[_Cell, tuple[str, ...]]
    cells: Mapping[_Cell, Mapping[str, MeterRate]]


class _Calendar(NamedTuple):
    """All rates of a model: epoch i lasts from instant i - 1 to instant i."""

    instants: tuple[datetime, ...]
    epochs: tuple[_Epoch, ...]


_NOTHING: Mapping[str, MeterRate] = MappingProxyType({})


def quote(book: Book, call: Call) -> Quote:
    """The rates that the book has for a call. Pure: equal questions have equal answers."""
    match = _match_at(book, call)
    if match is None:
        return _unknown(book, call)
    provider = book.providers[match.provider]
    call = call._replace(region=match.region or call.region)
    calendar = _calendar(book, match.provider, match.model)
    epoch = calendar.epochs[bisect_right(calendar.instants, call.at)]
    cell = _Cell(
        epoch.context[bisect_right(epoch.context, max(call.context_tokens, 0)) - 1],
        _served(provider.tiers, call.service_tier, STANDARD),
        _served(provider.regions, call.region, ""),
        _served(provider.variants, call.variant, ""),
        "",
    )
    cell = cell._replace(hours=_hours(provider, epoch, cell, call))
    own = epoch.cells.get(cell, _NOTHING)
    missing = _missing(book, match, cell, call.at)
    rates = _with_tools(own, _tools(book, match.provider, call), missing)
    reason = "" if own else missing.get(ANY) or _why(epoch, cell, call)
    return Quote(match.provider, match.model, match.how, rates, (), reason, missing)


def why_unpriced(answer: Quote, meter: str) -> str:
    """Why a meter has no rate, in one clause; empty where the book does not know."""
    return answer.missing.get(meter) or answer.missing.get(ANY) or answer.reason


def agreed(answers: Sequence[Quote]) -> Quote:
    """The answer to a sum of calls that lie on both sides of a boundary.

    What has one price on all sides has it; what has several has none that is certain.
    """
    first, *others = answers
    meters = {name for answer in answers for name in answer.rates}
    certain = {
        name
        for name in meters
        if len(
            {answer.rates[name].rate.rate if name in answer.rates else None for answer in answers}
        )
        == 1
    }
    if not others or certain == meters:
        return first
    missing = dict.fromkeys(sorted(meters - certain), "the sum spans a change of its price")
    return first._replace(
        rates={name: found for name, found in first.rates.items() if name in certain},
        reason=first.reason if certain else "the sum spans a change of its price",
        missing={**first.missing, **missing},
    )


def boundaries(book: Book, provider: str, model: str) -> Boundaries:
    """Where `quote` may change its answer for a name; empty for a name it does not know."""
    instants: set[datetime] = set()
    context: set[int] = set()
    hours: set[Hours] = set()
    found = matches(book, provider, model)
    own = book.names.get(provider.lower())
    if own is not None and (own, ANY) in book.models:
        instants.update(_calendar(book, own, ANY).instants)
    for match in found:
        calendar = _calendar(book, match.provider, match.model)
        instants.update(calendar.instants, (at for at in match.window if at is not None))
        context.update(start for epoch in calendar.epochs for start in epoch.context if start)
        named = {name for epoch in calendar.epochs for of in epoch.hours.values() for name in of}
        hours.update(book.providers[match.provider].hours[name] for name in named)
    return Boundaries(tuple(sorted(instants)), tuple(sorted(context)), tuple(sorted(hours)))


def in_force(book: Book, match: Match, at: datetime) -> Iterator[MeterRate]:
    """Every rate that a model's calls of one instant may have, kind of call by kind of call.

    What does not depend on context or hours is there once. Tools that cost the same whatever
    model used them are among the rates of the plainest calls.
    """
    calendar = _calendar(book, match.provider, match.model)
    cells = calendar.epochs[bisect_right(calendar.instants, at)].cells
    plain_call = Call(match.provider, match.model, None, None, None, 0, at)
    tools = _tools(book, match.provider, plain_call)
    for cell in sorted(cells, key=_plain_first):
        rates = cells[cell]
        if cell == _PLAIN:
            rates = _with_tools(rates, tools, _missing(book, match, cell, at))
        for found in rates.values():
            if _cell(found.rate, found.rate.context_min) == cell:
                yield found


def _match_at(book: Book, call: Call) -> Match | None:
    for match in matches(book, call.provider, call.model):
        if covers(match.window, call.at):
            return match
    return None


def _unknown(book: Book, call: Call) -> Quote:
    if matches(book, call.provider, call.model):
        reason = "the name meant no known model at that time"
    else:
        reason = why_unknown(book, call.provider, call.model)
    near = nearest_names(book, call.provider, call.model)
    own = book.names.get(call.provider.lower())
    tools = _tools(book, own, call) if own else _NOTHING
    return Quote(None, None, "unknown", tools, near, reason)


def _tools(book: Book, provider: str, call: Call) -> Mapping[str, MeterRate]:
    """The rates of what a provider charges alike for whatever model used it."""
    if (provider, ANY) not in book.models:
        return _NOTHING
    calendar = _calendar(book, provider, ANY)
    cells = calendar.epochs[bisect_right(calendar.instants, call.at)].cells
    region = _served(book.providers[provider].regions, call.region, "")
    return cells.get(_PLAIN._replace(region=region), cells.get(_PLAIN, _NOTHING))


def _with_tools(
    own: Mapping[str, MeterRate], tools: Mapping[str, MeterRate], missing: Mapping[str, str]
) -> Mapping[str, MeterRate]:
    """A model's rates and those of tools that it has none for, and that are not known to be missing."""
    if ANY in missing or tools.keys() <= own.keys():
        return own
    return {**{name: rate for name, rate in tools.items() if name not in missing}, **own}


def _served(names: Mapping[str, str], value: str | None, base: str) -> str | None:
    """The book's word for a dimension as served; None where it has none, and so no price."""
    if not value:
        return base
    return names.get(value.lower(), names.get(ANY))


def _hours(provider: Provider, epoch: _Epoch, cell: _Cell, call: Call) -> str:
    """The part of the week with rates of its own in which a call falls; empty for the rest."""
    for name in epoch.hours.get(_kind(cell), ()):
        hours = provider.hours[name]
        if contains(hours, call.at) if call.hours is None else hours in call.hours:
            return name
    return ""


def _missing(book: Book, match: Match, cell: _Cell, at: datetime) -> Mapping[str, str]:
    """Why meters have no price, by the gaps that the book knows of; ANY stands for all meters."""
    return {
        meter: gap.why
        for gap in book.gaps
        if gap.provider == match.provider
        and match.model in gap.models
        and (not gap.tiers or cell.service_tier in gap.tiers)
        and covers(Window(gap.start, gap.end), at)
        for meter in gap.meters or (ANY,)
    }


def _why(epoch: _Epoch, cell: _Cell, call: Call) -> str:
    """Why a known model has no rate for a call."""
    if not epoch.cells:
        return f"no price on {call.at:%Y-%m-%d}"
    kinds = (("tier", call.service_tier), ("region", call.region), ("variant", call.variant))
    asked = [f"{kind} {value!r}" for kind, value in kinds if value]
    if cell.context_min:
        asked.append(f"{cell.context_min} input tokens or more")
    return f"no price for {', '.join(asked) or 'the standard tier'}"


@lru_cache(maxsize=8_192)
def _calendar(book: Book, provider: str, model: str) -> _Calendar:
    rates = book.models[provider, model]
    rules = rules_for(book.providers[provider], model)
    instants = tuple(sorted({at for rate in rates for at in (rate.start, rate.end) if at}))
    starts = (None, *instants)
    return _Calendar(
        instants,
        tuple(_epoch([rate for rate in rates if _in_force(rate, at)], rules) for at in starts),
    )


def _in_force(rate: Rate, since: datetime | None) -> bool:
    """Whether a rate holds in the epoch that begins at an instant; None: the first one."""
    if since is None:
        return rate.start is None
    return (rate.start is None or rate.start <= since) and (rate.end is None or since < rate.end)


def _epoch(rates: Sequence[Rate], rules: Mapping[str, Fallback]) -> _Epoch:
    cells: dict[_Cell, dict[str, Rate]] = defaultdict(dict)
    for rate in rates:
        cells[_cell(rate, rate.context_min)][rate.meter] = rate
    context = tuple(sorted({0, *(cell.context_min for cell in cells)}))
    hours = {
        kind: tuple(sorted({cell.hours for cell in cells if cell.hours and _kind(cell) == kind}))
        for kind in {_kind(cell) for cell in cells if cell.hours}
    }
    for rate in rates:
        if not _is_token(rate.meter):
            cell = _cell(rate, 0)
            names = (cell.hours,) if cell.hours else ("", *hours.get(_kind(cell), ()))
            for start, name in product(context, names):
                cells[cell._replace(context_min=start, hours=name)].setdefault(rate.meter, rate)
    priced = {cell: _priced(direct, rules) for cell, direct in cells.items()}
    return _Epoch(context, hours, priced)


def _plain_first(cell: _Cell) -> tuple[bool, str, str, str, int, str]:
    tier = cell.service_tier or ""
    return (
        tier != STANDARD,
        tier,
        cell.region or "",
        cell.variant or "",
        cell.context_min,
        cell.hours,
    )


def _kind(cell: _Cell) -> _Cell:
    """The cell without what a call does not choose: how long its context is, and when it is."""
    return cell._replace(context_min=0, hours="")


def _cell(rate: Rate, context_min: int) -> _Cell:
    return _Cell(
        context_min, rate.service_tier, rate.region or "", rate.variant or "", rate.hours or ""
    )


def _is_token(meter: str) -> bool:
    """Whether a meter counts tokens of a call: only their prices depend on the context."""
    known = BY_NAME.get(meter)
    return known is not None and known.side != "other" and known.unit == "token"


def _priced(direct: Mapping[str, Rate], rules: Mapping[str, Fallback]) -> Mapping[str, MeterRate]:
    rates = {meter: MeterRate(meter, rate, (), assumed=False) for meter, rate in direct.items()}
    for meter in (name for name in rules if name not in direct):
        via: list[str] = []
        assumed, at = False, meter
        while at not in direct and at in rules and (to := rules[at].to) is not None:
            assumed, at = assumed or rules[at].assumed, to
            via.append(at)
        if at in direct:
            rates[meter] = MeterRate(meter, direct[at], tuple(via), assumed)
    return MappingProxyType(rates)
