"""A pricebook file: TOML in, rates out.

    provider = "openai"                     # whose prices; an entry may name another
    currency = "USD"
    known_at = 2026-11-23                   # when the file was compiled
    per = { token = 1_000_000, call = 1_000 }   # how many units a price is for; else for one
    synonyms = ["text-completion-openai"]   # other names of the provider
    prefixes = ["openai/"]                  # what may stand before a model's name
    fallback = [{ meter = "reasoning", to = "output" }]
    [sources]                               # what `source` below stands for
    litellm = { text = "LiteLLM 1.109.1", checked = 2026-11-20 }
    [tiers]                                 # service tier as served = the book's; more than the usual
    fast = "priority"
    [regions]                               # likewise; without it one price is for all regions
    global = ""
    [aliases]                               # other names of models, dated where they moved
    "gpt-5.6" = "gpt-5.6-sol"
    [[price]]
    model = "gpt-5.5"                       # or a list of models
    from = 2026-04-23                       # first instant; without it the price is undated
    until = 2026-12-01                      # first instant after
    known_at = 2026-04-01
    retracted_at = 2026-05-01
    source = "litellm"
    note = "why this and not another"
    rates = [
        { input = 5, output = 30 },
        { tier = "batch", context_min = 272_001, region = "us", variant = "fast", input = 5 },
    ]

Meters that the meter table does not know stand in a rate line as `other = { NAME = price }`,
priced by the single unit.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from tokenomics.books import fields
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.rates import STANDARD, Alias, Fallback, Layer, Provider, Rate, plain_provider
from tokenomics.records.errors import PriceError, unknown
from tokenomics.records.meters import BY_NAME
from tokenomics.records.money import ZERO, rate_per_unit

PER: Mapping[str, int] = {
    "token": 1_000_000,
    "token_hour": 1_000_000,
    "character": 1_000_000,
    "call": 1_000,
}
TOO_MUCH = Decimal(10_000)

FILE_KEYS = frozenset((
    "name", "provider", "currency", "known_at", "per", "synonyms", "prefixes", "fallback",
    "sources", "tiers", "regions", "variants", "aliases", "price",
))  # fmt: skip
_PRICE_KEYS = frozenset((
    "provider", "model", "from", "until", "known_at", "retracted_at", "source", "checked",
    "note", "rates",
))  # fmt: skip
_LINE_KEYS = frozenset(("tier", "context_min", "region", "variant", "other"))
_UNITS = frozenset(meter.unit for meter in BY_NAME.values())


class Document(NamedTuple):
    """One file as read: `provider` is None where it names none; `table` is the whole of it."""

    layer: Layer
    provider: Provider | None
    rates: tuple[Rate, ...]
    table: Table


class _Source(NamedTuple):
    text: str
    checked: date | None


class _Context(NamedTuple):
    """What the entries of a file have in common."""

    provider: str | None
    currency: str
    per: Mapping[str, int]
    sources: Mapping[str, _Source]
    known: Mapping[str, Provider]


def read(path: Path, known: Mapping[str, Provider], keys: Collection[str] = FILE_KEYS) -> Document:
    """The rates of a file. `known` are the providers that are described elsewhere.

    Raises PriceError naming the file, the entry and the nearest valid name.
    """
    table, digest = _load(path)
    top = Place(str(path), "")
    fields.check_keys(top, table, keys)
    name = fields.text_at(top, table, "provider") if "provider" in table else None
    own = None if name is None else _provider(top, table, _find(name, known))
    context = _context(top, table, known if own is None else {**known, own.name: own})
    layer = Layer(
        fields.text_at(top, table, "name", path.stem), digest, fields.day_at(top, table, "known_at")
    )
    entries = enumerate(fields.tables_at(top, table, "price"), 1)
    rates = [rate for n, entry in entries for rate in _entry(path, n, entry, context)]
    return Document(layer, own, tuple(rates), table)


def _find(name: str, known: Mapping[str, Provider]) -> Provider | None:
    """The known provider of that name or with that synonym."""
    return next((p for p in known.values() if name.lower() in (p.name, *p.synonyms)), None)


def _load(path: Path) -> tuple[Table, str]:
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except OSError as error:
        raise PriceError(f"{path}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PriceError(f"{path}: not valid TOML: {error}") from None
    return table, hashlib.sha256(content).hexdigest()


def _context(top: Place, table: Table, known: Mapping[str, Provider]) -> _Context:
    currency = fields.text_at(top, table, "currency", "USD")
    per = {**PER, **fields.table_at(top, table, "per")}
    for unit in per:
        if unit not in _UNITS:
            raise wrong(top, "per: " + unknown("unit", unit, _UNITS))
        if fields.count_at(top, per, unit) == 0:
            raise wrong(top, f"per: {unit} must be a whole number from 1")
    sources = {
        name: _Source(fields.text_at(top, item, "text"), fields.day_at(top, item, "checked"))
        for name, item in fields.table_at(top, table, "sources").items()
    }
    return _Context(table.get("provider"), currency, per, sources, known)


def _provider(top: Place, table: Table, known: Provider | None) -> Provider:
    """The provider that the file describes, over what is known of it."""
    base = known or plain_provider(fields.text_at(top, table, "provider"))
    if known is None and "regions" in table:
        base = base._replace(regions={})
    return base._replace(
        synonyms=base.synonyms + fields.texts_at(top, table, "synonyms"),
        prefixes=base.prefixes + fields.texts_at(top, table, "prefixes"),
        tiers={**base.tiers, **fields.names_at(top, table, "tiers")},
        regions={**base.regions, **fields.names_at(top, table, "regions")},
        variants={**base.variants, **fields.names_at(top, table, "variants")},
        fallbacks=base.fallbacks + tuple(_fallbacks(top, table)),
        aliases={**base.aliases, **_aliases(top, table)},
    )


def _fallbacks(top: Place, table: Table) -> Iterator[Fallback]:
    for rule in fields.tables_at(top, table, "fallback"):
        fields.check_keys(top, rule, ("meter", "to", "assumed", "model"))
        meter, to = _meter(top, rule, "meter"), rule.get("to")
        target = _meter(top, rule, "to") if to else None
        assumed = rule.get("assumed", False) is True
        yield Fallback(meter, target, assumed, fields.texts_at(top, rule, "model"))


def _meter(place: Place, table: Table, key: str) -> str:
    name = fields.text_at(place, table, key)
    if name not in BY_NAME:
        raise wrong(place, unknown("meter", name, BY_NAME))
    return name


def _aliases(top: Place, table: Table) -> dict[str, tuple[Alias, ...]]:
    """Each alias is a model's name or a list of {model, from, until}."""
    found: dict[str, tuple[Alias, ...]] = {}
    for name, value in fields.table_at(top, table, "aliases").items():
        place = top._replace(entry=f"alias {name!r}")
        moves = (
            [{"model": value}]
            if isinstance(value, str)
            else fields.tables_at(place, {"model": value}, "model")
        )
        found[name] = tuple(_alias(place, move) for move in moves)
    return found


def _alias(place: Place, move: Table) -> Alias:
    fields.check_keys(place, move, ("model", "from", "until"))
    return Alias(fields.text_at(place, move, "model"), *fields.window_at(place, move))


def _entry(path: Path, number: int, entry: Table, context: _Context) -> Iterator[Rate]:
    models = fields.texts_at(Place(str(path), f"price {number}"), entry, "model")
    place = Place(str(path), f"price {number}" + (f" ({models[0]})" if models else ""))
    fields.check_keys(place, entry, _PRICE_KEYS)
    if not models:
        raise wrong(place, "model is missing")
    common = _common(place, entry, context)
    provider = _find(common.provider, context.known) or plain_provider(common.provider)
    lines = fields.tables_at(place, entry, "rates")
    if not lines:
        raise wrong(place, "rates are missing")
    for model in models:
        for line in lines:
            of_model = common._replace(provider=provider.name, model=model)
            yield from _line(place, line, of_model, provider, per=context.per)


def _common(place: Place, entry: Table, context: _Context) -> Rate:
    """A rate that holds what all rates of an entry have in common."""
    start, end = fields.window_at(place, entry)
    names = fields.texts_at(place, entry, "source") or (Path(place.file).name,)
    sources = [context.sources.get(name, _Source(name, None)) for name in names]
    days = [source.checked for source in sources if source.checked is not None]
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
        start=start,
        end=end,
        known_at=fields.day_at(place, entry, "known_at"),
        retracted_at=fields.day_at(place, entry, "retracted_at"),
        source=" + ".join(source.text for source in sources),
        checked=fields.day_at(place, entry, "checked") or max(days, default=None),
        note=fields.text_at(place, entry, "note", ""),
        undated=start is None,
    )


def _line(
    place: Place, line: Table, common: Rate, provider: Provider, *, per: Mapping[str, int]
) -> Iterator[Rate]:
    """The rates of a line: one a meter and region."""
    common = common._replace(
        service_tier=_dimension(place, "tier", line.get("tier", STANDARD), provider.tiers),
        variant=_dimension(place, "variant", line.get("variant", ""), provider.variants) or None,
        context_min=fields.count_at(place, line, "context_min"),
    )
    regions = fields.texts_at(place, line, "region") or ("",)
    names = [_dimension(place, "region", region, provider.regions) or None for region in regions]
    for meter, rate in _prices(place, line, per):
        for region in names:
            yield common._replace(meter=meter, rate=rate, region=region)


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
