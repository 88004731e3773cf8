"""The entries of a pricebook file: `[[price]]` tables and the rates that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from tokenomics.books import fields
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.rates import ANY, STANDARD, Gap, Provider, Rate, key_of, plain_provider
from tokenomics.records.errors import unknown
from tokenomics.records.meters import BY_NAME, is_token
from tokenomics.records.money import EXACT, ZERO, plain, rate_per_unit, rounded

TOO_MUCH = Decimal(10_000)

_PRICE_KEYS = frozenset((
    "provider", "model", "from", "until", "known_at", "retracted_at", "source", "checked",
    "note", "disputed", "rates", "until_expected",
))  # fmt: skip
_LINE_KEYS = frozenset(("tier", "context_min", "region", "variant", "hours", "times", "other"))
_GAP_KEYS = frozenset(("provider", "model", "meter", "tier", "from", "until", "why"))


class Source(NamedTuple):
    """What a source's short name stands for, and when it was last looked at."""

    text: str
    checked: date | None


class Context(NamedTuple):
    """What the entries of a file have in common."""

    provider: str | None
    currency: str
    per: Mapping[str, int]
    sources: Mapping[str, Source]
    known: Mapping[str, Provider]


def find(name: str, known: Mapping[str, Provider]) -> Provider | None:
    """The known provider of that name or with that synonym."""
    if name in known:
        return known[name]
    return next((p for p in known.values() if name.lower() in (p.name, *p.synonyms)), None)


def sources_at(top: Place, table: Table) -> dict[str, Source]:
    """The sources that a file describes, by their short names."""
    stated = fields.table_at(top, table, "sources")
    described = {name: fields.table_at(top, stated, name) for name in stated}
    return {
        name: Source(fields.text_at(top, item, "text"), fields.day_at(top, item, "checked"))
        for name, item in described.items()
    }


def cited(place: Place, entry: Table, known: Mapping[str, Source]) -> Source:
    """What an entry cites, as one: all texts and the last day; the file itself where it cites none."""
    names = fields.texts_at(place, entry, "source") or (Path(place.file).name,)
    sources = [known.get(name, Source(name, None)) for name in names]
    days = [source.checked for source in sources if source.checked is not None]
    return Source(" + ".join(source.text for source in sources), max(days, default=None))


def rates_of(path: Path, number: int, entry: Table, context: Context) -> Iterator[Rate]:
    """The rates of a `[[price]]` entry: one a model, line, meter and region."""
    models = fields.texts_at(Place(str(path), f"price {number}"), entry, "model")
    place = Place(str(path), f"price {number}" + (f" ({models[0]})" if models else ""))
    fields.check_keys(place, entry, _PRICE_KEYS)
    if not models:
        raise wrong(place, "model is missing")
    common = _common(place, entry, context)
    provider = find(common.provider, context.known) or plain_provider(common.provider)
    lines = fields.tables_at(place, entry, "rates")
    if not lines:
        raise wrong(place, "rates are missing")
    common = common._replace(provider=provider.name)
    rates = _rates(place, lines, common, provider, per=context.per)
    if ANY in models and (tokens := sorted({r.meter for r in rates if is_token(r.meter)})):
        raise wrong(place, f"any model has the price of a tool, not of tokens: {', '.join(tokens)}")
    for model in models:
        yield from (rate._replace(model=model) for rate in rates)


def _rates(
    place: Place,
    lines: Sequence[Table],
    common: Rate,
    provider: Provider,
    *,
    per: Mapping[str, int],
) -> list[Rate]:
    """The rates of all lines, those of a line with `times` derived from the lines above it.

    What a line states itself stands, wherever it stands.
    """
    stated = {
        key_of(rate)
        for line in lines
        if "times" not in line
        for rate in _line(place, line, common, provider, per=per)
    }
    found: list[Rate] = []
    for line in lines:
        if "times" in line:
            derived = _derived(place, line, found, common, provider)
            found += [rate for rate in derived if key_of(rate) not in stated]
        else:
            found += _line(place, line, common, provider, per=per)
    return found


def _common(place: Place, entry: Table, context: Context) -> Rate:
    """A rate that holds what all rates of an entry have in common."""
    start, end = fields.window_at(place, entry)
    source = cited(place, entry, context.sources)
    return Rate(
        provider=fields.text_at(place, entry, "provider", context.provider),
        model="",
        meter="",
        rate=ZERO,
        currency=context.currency,
        service_tier=STANDARD,
        context_min=0,
        region=None,
        variant=None,
        hours=None,
        start=start,
        end=end,
        end_expected=fields.instant_at(place, entry, "until_expected"),
        known_at=fields.day_at(place, entry, "known_at"),
        retracted_at=fields.day_at(place, entry, "retracted_at"),
        source=source.text,
        checked=fields.day_at(place, entry, "checked") or source.checked,
        note=fields.text_at(place, entry, "note", ""),
        disputed=fields.text_at(place, entry, "disputed", ""),
        undated=start is None,
    )


def _line(
    place: Place, line: Table, common: Rate, provider: Provider, *, per: Mapping[str, int]
) -> Iterator[Rate]:
    """The rates of a line: one a meter and region."""
    of_line, regions = _dimensions(place, line, common, provider)
    for meter, rate in _prices(place, line, per):
        for region in regions:
            yield of_line._replace(meter=meter, rate=rate, region=region)


def _dimensions(
    place: Place, line: Table, common: Rate, provider: Provider
) -> tuple[Rate, list[str | None]]:
    """What all rates of a line have in common, and the regions that they are for."""
    hours = fields.text_at(place, line, "hours", "")
    if hours and hours not in provider.hours:
        raise wrong(place, f"{unknown('hours', hours, provider.hours)}; [hours.{hours}] names them")
    regions = fields.texts_at(place, line, "region") or ("",)
    names = [_dimension(place, "region", region, provider.regions) or None for region in regions]
    of_line = common._replace(
        service_tier=_dimension(place, "tier", line.get("tier", STANDARD), provider.tiers),
        variant=_dimension(place, "variant", line.get("variant", ""), provider.variants) or None,
        context_min=fields.count_at(place, line, "context_min"),
        hours=hours or None,
    )
    return of_line, names


def _derived(
    place: Place, line: Table, above: Sequence[Rate], common: Rate, provider: Provider
) -> Iterator[Rate]:
    """The token rates above whose dimensions are plain where the line's are not, multiplied."""
    if prices := sorted(set(line) - (_LINE_KEYS - {"other"})):
        raise wrong(place, f"a line with times states no prices of its own: {', '.join(prices)}")
    times = fields.number(place, "times", line["times"])
    if times < 0:
        raise wrong(place, f"times = {plain(times)} must not be negative")
    of_line, regions = _dimensions(place, line, common, provider)
    plain_one = key_of(common)
    for region in regions:
        here = key_of(of_line._replace(region=region))
        moved = {
            name: value
            for name, value in here._asdict().items()
            if value != getattr(plain_one, name)
        }
        if not moved:
            raise wrong(
                place, "a line with times needs a tier, context_min, region, variant or hours"
            )
        for rate in above:
            if is_token(rate.meter) and all(
                getattr(rate, name) == getattr(plain_one, name) for name in moved
            ):
                yield rate._replace(
                    **moved,
                    rate=rounded(EXACT.multiply(rate.rate, times)),
                    source=f"{rate.source}; times {plain(times)}",
                )


def _dimension(place: Place, key: str, value: object, names: Mapping[str, str]) -> str:
    if value == "" or value in names.values():
        return str(value)
    choices = sorted(set(names.values()) - {""})
    raise wrong(place, f"{unknown(key, str(value), choices)}; [{key}s] names more")


def _prices(place: Place, line: Table, per: Mapping[str, int]) -> Iterator[tuple[str, Decimal]]:
    for name, value in line.items():
        if name in _LINE_KEYS:
            continue
        meter = BY_NAME.get(name)
        if meter is None:
            raise wrong(place, unknown("meter", name, (*BY_NAME, *_LINE_KEYS)))
        yield name, _rate(place, name, value, per.get(meter.unit, 1))
    for name, value in fields.table_at(place, line, "other").items():
        if name in BY_NAME:
            raise wrong(place, f"{name} is a meter of the table: state it outside of other")
        yield name, _rate(place, name, value, 1)


def _rate(place: Place, name: str, value: object, units: int) -> Decimal:
    rate = rate_per_unit(fields.number(place, name, value), units)
    if not 0 <= rate < TOO_MUCH:
        raise wrong(place, f"{name} = {value} is no price: from 0 to less than {TOO_MUCH} a unit")
    return rate


def gap_of(path: Path, number: int, entry: Table, context: Context) -> Gap:
    """The gap that a `[[gap]]` entry tells of."""
    place = Place(str(path), f"gap {number}")
    fields.check_keys(place, entry, _GAP_KEYS)
    models = fields.texts_at(place, entry, "model")
    if not models:
        raise wrong(place, "model is missing")
    stated = fields.text_at(place, entry, "provider", context.provider)
    provider = find(stated, context.known) or plain_provider(stated)
    meters = fields.texts_at(place, entry, "meter")
    for meter in meters:
        if meter not in BY_NAME:
            raise wrong(place, unknown("meter", meter, BY_NAME))
    tiers = fields.texts_at(place, entry, "tier")
    for tier in tiers:
        _dimension(place, "tier", tier, provider.tiers)
    start, end = fields.window_at(place, entry)
    return Gap(
        provider.name, models, meters, tiers, start, end, fields.text_at(place, entry, "why")
    )
