"""What a call may cost at most, and what it did cost, at a book's prices.

A tariff has all that a call's price needs as whole numbers: it is made once and asked often.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from tokenomics.books import Book, Call, Quote, boundaries, quote, why_unpriced
from tokenomics.books.hours import Hours
from tokenomics.books.match import matches, models_named, nearest_names
from tokenomics.guard.units import units_of
from tokenomics.records.errors import PriceError
from tokenomics.records.meters import BY_NAME, IN_CONTEXT

# What is asked for without saying how it will be served may be served in any way.
ANY_TIER = "auto"
_WRITES = "cache_write"
_PLAIN = frozenset({"input", "output"})
_IN_CONTEXT = frozenset(IN_CONTEXT)
_FREE = frozenset(name for name, meter in BY_NAME.items() if meter.fee)
_NO_HOURS: frozenset[Hours] = frozenset()


class Kind(NamedTuple):
    """What the price of a call depends on besides its tokens and its time.

    `writes` says that what is sent may be written to a cache, `modalities` of what kinds its tokens are.
    """

    provider: str
    model: str
    tier: str | None = None
    region: str | None = None
    variant: str | None = None
    writes: bool = True
    modalities: tuple[str, ...] = ("text",)


class Size(NamedTuple):
    """The most that a call may use: tokens sent and generated, and other meters."""

    sent: int
    generated: int
    more: tuple[tuple[str, int], ...] = ()


class Priced(NamedTuple):
    """What a call cost in units, and which of its meters have no price."""

    units: int
    unpriced: tuple[str, ...]


class Dearest(NamedTuple):
    """The highest rate that tokens may have: as what they are metered then, and at which tier."""

    rate: int
    meter: str
    tier: str | None


class Step(NamedTuple):
    """The dearest rates of tokens from a number of tokens sent on, and all rates of a plain hour."""

    start: int
    sent: Dearest
    generated: Dearest | None
    rates: Mapping[str, int]


class Tariff(NamedTuple):
    """What calls of a kind cost since an instant, until another; None: ever. `steps` are by context, from 0.

    `has_hours` says that parts of the week have rates of their own.
    """

    kind: Kind
    since: datetime | None
    until: datetime | None
    steps: tuple[Step, ...]
    has_hours: bool


def named(book: Book, model: str, provider: str | None = None) -> tuple[str, str]:
    """The provider and the model that a name means; it may hold both, `openai/gpt-5`.

    Raises PriceError for a name that no provider has, and where several do.
    """
    if provider is not None:
        return provider, model
    first, slash, rest = model.partition("/")
    if slash and first.lower() in book.names and matches(book, first, rest):
        return first, rest
    providers = sorted({of for of, _ in models_named(book, model)})
    if len(providers) > 1:
        choices = ", ".join(f"{of}/{model}" for of in providers)
        raise PriceError(f"{model!r} has prices of several providers: write one of {choices}")
    return providers[0], model


def tariff_of(book: Book, kind: Kind, at: datetime) -> Tariff:
    """What calls of a kind cost at an instant and for a while after it.

    Raises PriceError, which names the nearest model, where tokens that are sent have no price.
    """
    found = boundaries(book, kind.provider, kind.model)
    index = bisect_right(found.instants, at)
    return Tariff(
        kind,
        found.instants[index - 1] if index else None,
        found.instants[index] if index < len(found.instants) else None,
        tuple(_step(book, kind, start, found.hours, at) for start in (0, *found.context)),
        bool(found.hours),
    )


def holds(tariff: Tariff, at: datetime) -> bool:
    """Whether a tariff is in force at an instant."""
    return (tariff.since is None or tariff.since <= at) and (
        tariff.until is None or at < tariff.until
    )


def ceiling(tariff: Tariff, size: Size) -> int:
    """The most that a call of this size costs, in units, at the dearest rates that may apply to it.

    A call that turns out smaller may have a smaller context, so every context up to its own counts.
    Raises PriceError where something that it may use has no price.
    """
    most, more = 0, size.more
    for step in tariff.steps:
        if step.start > size.sent:
            break
        most = max(most, _of_tokens(tariff, step, size))
    rates = tariff.steps[0].rates
    most += rates.get("requests", 0)
    for meter, number in more:
        if meter in rates:
            most += rates[meter] * number
        elif number and meter not in _FREE:
            raise PriceError(
                f"{_name(tariff.kind)}: {meter} has no price: give it one in a price book of your own"
            )
    return most


def _of_tokens(tariff: Tariff, step: Step, size: Size) -> int:
    if step.generated is not None:
        return step.sent.rate * size.sent + step.generated.rate * size.generated
    if size.generated:
        raise PriceError(f"{_name(tariff.kind)}: tokens that are generated have no price")
    return step.sent.rate * size.sent


def dearest(tariff: Tariff, size: Size) -> tuple[dict[str, int], str | None]:
    """The meters that a call of this size has where it costs the most, and its tier then."""
    steps = [step for step in tariff.steps if step.start <= size.sent]
    step = max(steps, key=lambda each: _of_tokens(tariff, each, size))
    meters, tier = {step.sent.meter: size.sent, **dict(size.more)}, step.sent.tier
    if step.generated is not None and size.generated:
        meters[step.generated.meter], tier = size.generated, step.generated.tier
    return {meter: number for meter, number in meters.items() if number}, tier


def cost(book: Book, tariff: Tariff, used: Mapping[str, int], at: datetime) -> Priced:
    """What a call cost that used so much of each meter; it is one request where nothing else is said."""
    rates = tariff.steps[0].rates
    if tariff.has_hours or len(tariff.steps) > 1:
        context = sum(number for meter, number in used.items() if meter in _IN_CONTEXT)
        if tariff.has_hours:
            rates = _in_units(quote(book, _call(tariff.kind, context, at)))
        else:
            rates = next(step for step in reversed(tariff.steps) if step.start <= context).rates
    units, unpriced = 0 if "requests" in used else rates.get("requests", 0), ()
    for meter, number in used.items():
        rate = rates.get(meter)
        if rate is not None:
            units += rate * number
        elif number and meter not in _FREE:
            unpriced = (*unpriced, meter)
    return Priced(units, unpriced)


def alternatives(book: Book, kind: Kind, size: Size, at: datetime) -> dict[str, int]:
    """What a call of this size costs at most with each model of the provider that has a price."""
    own = book.names.get(kind.provider.lower(), kind.provider)
    found: dict[str, int] = {}
    for provider, model in book.models:
        if provider == own:
            try:
                found[model] = ceiling(tariff_of(book, kind._replace(model=model), at), size)
            except PriceError:
                continue
    return {model: units for model, units in found.items() if units}


def nearest_below(found: Mapping[str, int], model: str, most: int) -> str | None:
    """The model whose name is most like another's, then the dearest, among those that cost at most so much."""
    fitting = [name for name, units in found.items() if units <= most and name != model]
    return max(fitting, key=lambda name: (_alike(name, model), found[name]), default=None)


def _alike(one: str, other: str) -> int:
    """With how many equal letters two names begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _step(book: Book, kind: Kind, start: int, hours: tuple[Hours, ...], at: datetime) -> Step:
    answers = list(_answers(book, kind, start, hours, at))
    plain = answers[0][1]
    into, out = (
        max(
            (
                Dearest(rate, name, tier)
                for tier, answer in answers
                for name, rate in _in_units(answer).items()
                if name in names
            ),
            # Of equal rates that of the plainest meter.
            key=lambda found: (found.rate, found.meter in _PLAIN),
            default=None,
        )
        for names in (_sent(kind), _generated(kind))
    )
    if into is None:
        raise PriceError(_without(book, kind, plain))
    return Step(start, into, out, _in_units(plain))


def _sent(kind: Kind) -> set[str]:
    """The meters that tokens which are sent may turn out to be of."""
    return {
        name
        for name, meter in BY_NAME.items()
        if meter.in_context
        and meter.modality in kind.modalities
        and (kind.writes or not name.startswith(_WRITES))
    }


def _generated(kind: Kind) -> set[str]:
    return {
        name
        for name, meter in BY_NAME.items()
        if meter.side == "output"
        and meter.unit == "token"
        # Models that draw do so unasked.
        and (meter.modality in kind.modalities or meter.modality != "audio")
    }


def _answers(
    book: Book, kind: Kind, context: int, hours: tuple[Hours, ...], at: datetime
) -> Iterator[tuple[str | None, Quote]]:
    """What the book says of every tier and hour in which a call may be served, the plainest first."""
    tiers: list[str | None] = [kind.tier]
    if kind.tier == ANY_TIER:
        own = book.names.get(kind.provider.lower())
        tiers = [None, *(() if own is None else book.providers[own].tiers)]
    for tier in tiers:
        for part in (_NO_HOURS, *(frozenset((each,)) for each in hours)):
            yield tier, quote(book, _call(kind._replace(tier=tier), context, at, part))


def _call(kind: Kind, context: int, at: datetime, hours: frozenset[Hours] | None = None) -> Call:
    return Call(*kind[:5], context_tokens=context, at=at, hours=hours)


def _in_units(answer: Quote) -> dict[str, int]:
    return {name: units_of(found.rate.rate) for name, found in answer.rates.items()}


def _name(kind: Kind) -> str:
    return f"{kind.provider}/{kind.model}"


def _without(book: Book, kind: Kind, answer: Quote) -> str:
    if answer.model is not None:
        why = answer.reason or why_unpriced(answer, "input") or "for the tokens that are sent"
        return f"{_name(kind)} has no price: {why}"
    near = nearest_names(book, kind.provider, kind.model)
    hint = f": did you mean {near[0]!r}?" if near else ""
    return f"{_name(kind)} has no price: {answer.reason}{hint}"
