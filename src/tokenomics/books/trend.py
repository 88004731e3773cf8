"""How prices fell: what the cheapest model cost that could do what a class of models does.

    [sources]                           # what `source` below stands for
    card = { text = "the vendor's model card", checked = 2026-11-26 }
    [[class]]                           # `pricebooks/classes/*.toml`
    name = "GPT-4"
    benchmark = "MMLU"
    score = 86                          # the bar: models that reach it belong to the class
    source = "card"                     # who says where the bar is
    note = "what else is to be known of the class"
    models = [                          # reached the bar, and are sold from a day until another
        { model = "openai/gpt-4", from = 2023-03-14, until = 2026-01-01, score = 86.4, source = "card" },
    ]

The file states no prices: they are the book's, those with a date, in US dollars, of the standard
tier and outside of named hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from pathlib import Path
from typing import NamedTuple

from tokenomics.books import fields
from tokenomics.books.book import Book, bundled_folder
from tokenomics.books.entries import Source, cited, sources_at
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.parse import load
from tokenomics.books.quote import Call, boundaries, quote
from tokenomics.books.rates import Rate
from tokenomics.books.windows import Window, covers
from tokenomics.records.errors import PriceError, unknown
from tokenomics.records.money import EXACT, plain

# A blend is the price of three input tokens for one of output.
INPUT_SHARE, OUTPUT_SHARE = Decimal("0.75"), Decimal("0.25")
CURRENCY = "USD"

_YEAR = Decimal("365.25")
_LEAST_DAYS = 365
_STATISTIC = Context(prec=28)
_CLASS_KEYS = ("name", "benchmark", "score", "source", "note", "models")
_MODEL_KEYS = ("model", "from", "until", "score", "source")


class Member(NamedTuple):
    """A model of a class: since and until when it is sold, what it scored, and who says so."""

    provider: str
    model: str
    start: datetime
    end: datetime | None
    score: Decimal
    source: str


class Capability(NamedTuple):
    """A class of models: those that reach a score of a benchmark."""

    name: str
    benchmark: str
    score: Decimal
    source: str
    note: str
    members: tuple[Member, ...]


class Step(NamedTuple):
    """The cheapest model of a class from an instant on, and its rates; `blend` is of one token.

    `cheaper` is how many times the first step's blend is this one; `yearly` the factor a year that
    comes to the same over the time between, None where less than a year lies between.
    """

    at: datetime
    member: Member
    input: Rate
    output: Rate
    blend: Decimal
    cheaper: Decimal
    yearly: Decimal | None


class Trend(NamedTuple):
    """A class and how its cheapest price went: the last step is that of the day asked for.

    It has no steps where no price of the class was known by then.
    """

    capability: Capability
    steps: tuple[Step, ...]


class _Offer(NamedTuple):
    member: Member
    input: Rate
    output: Rate
    blend: Decimal


def classes(folder: Path | None = None) -> tuple[Capability, ...]:
    """The classes of the bundled table, or of a folder's. Raises PriceError where one is wrong."""
    files = sorted((folder or bundled_folder() / "classes").glob("*.toml"))
    return tuple(capability for file in files for capability in _read(file))


def named(capabilities: Sequence[Capability], name: str) -> Capability:
    """The class of that name, however it is written; PriceError with the nearest names."""
    for capability in capabilities:
        if capability.name.lower() == name.lower():
            return capability
    raise PriceError(unknown("class", name, [one.name for one in capabilities]))


def trend(book: Book, capability: Capability, on: date) -> Trend:
    """The cheapest price of a class at every instant that it changed, until a day.

    The day itself is the last step: a price that no longer falls has a factor that shrinks. Raises
    PriceError where the book has no dated price at all of a model.
    """
    last = datetime.combine(on, time(), UTC)
    instants = {at for member in capability.members for at in _changes(book, member)}
    steps: list[Step] = []
    for at in (*sorted(at for at in instants if at < last), last):
        offer = _cheapest(book, capability, at)
        if offer and (at == last or not steps or _differs(offer, steps[-1])):
            steps.append(_step(at, offer, steps))
    return Trend(capability, tuple(steps))


def yearly(first: Decimal, last: Decimal, days: int) -> Decimal | None:
    """By what factor a price fell a year, compounded: (first / last) ** (365.25 / days).

    A statistic, to 28 digits. None below 365 days: a year that nobody saw is not claimed.

    >>> round(yearly(Decimal(100), Decimal(1), 731) or 0, 2)
    Decimal('9.98')
    """
    if days < _LEAST_DAYS or not last:
        return None
    exponent = _STATISTIC.divide(_YEAR, Decimal(days))
    return _STATISTIC.power(_STATISTIC.divide(first, last), exponent)


def _changes(book: Book, member: Member) -> set[datetime]:
    """When the price of a member may change: when it comes, goes, or is priced anew."""
    priced = boundaries(book, member.provider, member.model).instants
    instants = {member.start, *priced} | ({member.end} if member.end else set())
    if not any(_offer(book, member, at) for at in instants):
        raise PriceError(
            f"{member.provider}/{member.model}: the book has no dated price in {CURRENCY}"
            f" from {member.start:%Y-%m-%d} on"
        )
    return instants


def _cheapest(book: Book, capability: Capability, at: datetime) -> _Offer | None:
    """The offer of the lowest blend at an instant, of equal ones that of the youngest model."""
    youngest_first = sorted(capability.members, key=lambda member: member.start, reverse=True)
    offers = (_offer(book, member, at) for member in youngest_first)
    return min(filter(None, offers), key=lambda offer: offer.blend, default=None)


def _offer(book: Book, member: Member, at: datetime) -> _Offer | None:
    """What a member costs at an instant; None where it is not sold or has no dated price then."""
    if not covers(Window(member.start, member.end), at):
        return None
    call = Call(member.provider, member.model, None, None, None, 0, at, frozenset())
    rates = quote(book, call).rates
    if "input" not in rates or "output" not in rates:
        return None
    sent, made = rates["input"].rate, rates["output"].rate
    if any(rate.undated or rate.currency != CURRENCY for rate in (sent, made)):
        return None
    parts = (EXACT.multiply(sent.rate, INPUT_SHARE), EXACT.multiply(made.rate, OUTPUT_SHARE))
    return _Offer(member, sent, made, EXACT.add(*parts))


def _differs(offer: _Offer, before: Step) -> bool:
    return (offer.member, offer.blend) != (before.member, before.blend)


def _step(at: datetime, offer: _Offer, before: Sequence[Step]) -> Step:
    first = before[0] if before else None
    blend = first.blend if first else offer.blend
    days = (at - first.at).days if first else 0
    return Step(
        at,
        offer.member,
        offer.input,
        offer.output,
        offer.blend,
        _STATISTIC.divide(blend, offer.blend),
        yearly(blend, offer.blend, days),
    )


def _read(path: Path) -> Iterator[Capability]:
    table, _ = load(path)
    top = Place(str(path), "")
    fields.check_keys(top, table, ("sources", "class"))
    sources = sources_at(top, table)
    for number, entry in enumerate(fields.tables_at(top, table, "class"), 1):
        place = top._replace(entry=f"class {entry.get('name', number)}")
        fields.check_keys(place, entry, _CLASS_KEYS)
        score = fields.number(place, "score", entry.get("score"))
        yield Capability(
            fields.text_at(place, entry, "name"),
            fields.text_at(place, entry, "benchmark"),
            score,
            _source(place, entry, sources),
            fields.text_at(place, entry, "note", ""),
            tuple(
                _member(place, row, score, sources)
                for row in fields.tables_at(place, entry, "models")
            ),
        )


def _member(place: Place, row: Table, bar: Decimal, sources: dict[str, Source]) -> Member:
    name = fields.text_at(place, row, "model")
    place = place._replace(entry=f"{place.entry}, {name}")
    fields.check_keys(place, row, _MODEL_KEYS)
    provider, _, model = name.partition("/")
    score = fields.number(place, "score", row.get("score"))
    if score < bar:
        raise wrong(place, f"score = {plain(score)} is below the class's {plain(bar)}")
    start, end = fields.window_at(place, row)
    if not model or start is None:
        raise wrong(place, "a model is provider/model, sold from a day")
    return Member(provider, model, start, end, score, _source(place, row, sources))


def _source(place: Place, row: Table, sources: dict[str, Source]) -> str:
    """What a row cites; unlike a price nothing here may go without."""
    for name in fields.texts_at(place, row, "source") or ("",):
        if name not in sources:
            raise wrong(place, unknown("source", name, sources))
    return cited(place, row, sources).text
