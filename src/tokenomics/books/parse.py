"""A pricebook file: TOML in, rates out.

    provider = "openai"                     # whose prices; an entry may name another
    currency = "USD"
    known_at = 2026-11-23                   # when the file was compiled
    per = { token = 1_000_000, call = 1_000 }   # how many units a price is for; else for one
    synonyms = ["text-completion-openai"]   # other names of the provider
    prefixes = ["models/"]                  # what may stand before a model's name, besides "openai/"
    suffixes = ["-xhigh"]                   # what may stand behind it and does not change the price
    opaque_names = "deployments are named by their owner"   # why a name may tell nothing
    fallback = [{ meter = "reasoning", to = "output" }]
    [sources]                               # what `source` below stands for
    litellm = { text = "LiteLLM 1.109.1", checked = 2026-11-20 }
    [tiers]                                 # service tier as served = the book's; more than the usual
    fast = "priority"
    [regions]                               # likewise; without it one price is for all regions
    global = ""
    [hours.peak]                            # a part of every week that prices may name
    zone = "Asia/Shanghai"
    days = "mon-fri"                        # else every day
    daily = ["09:00-12:00", "22:00-02:00"]  # from, and the first minute after
    [region_prefixes]                       # what before a name tells the region as served
    "us." = "us"
    [aliases]                               # other names of models, dated where they moved
    "gpt-5.6" = "gpt-5.6-sol"
    [[price]]
    model = "gpt-5.5"                       # or a list of models; "*": tools, whatever the model
    from = 2026-04-23                       # first instant; without it the price is undated
    until = 2026-12-01                      # first instant after
    until_expected = 2026-11-21             # promised until then, in force until more is known
    known_at = 2026-04-01
    retracted_at = 2026-05-01
    source = "litellm"
    note = "why this and not another"
    disputed = "who states another price, and which"
    rates = [
        { input = 5, output = 30 },
        { tier = "batch", context_min = 272_001, region = "us", variant = "fast", input = 5 },
        { hours = "peak", input = 10, output = 60 },
        { region = "us", times = "1.1" },   # tokens as in the lines above, times 1.1
    ]
    [[gap]]                                 # prices that are known to be missing
    model = "gpt-5.5"                       # or a list; optional: meter, tier, from, until
    meter = "web_search"
    why = "no source states it"

A file with `imported = "NAME"` at its top is what a price list said: see `listed`.

Meters that the meter table does not know stand in a rate line as `other = { NAME = price }`,
priced by the single unit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from tokenomics.books import fields
from tokenomics.books.entries import Context, find, gap_of, rates_of, sources_at
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.hours import hours_at
from tokenomics.books.listed import in_turn, listed_providers
from tokenomics.books.rates import Alias, Fallback, Gap, Layer, Provider, Rate, plain_provider
from tokenomics.books.windows import Window, common
from tokenomics.records.errors import PriceError, unknown
from tokenomics.records.meters import BY_NAME
from tokenomics.records.written import toml

PER: Mapping[str, int] = {
    "token": 1_000_000,
    "token_hour": 1_000_000,
    "character": 1_000_000,
    "call": 1_000,
}

FILE_KEYS = frozenset((
    "name", "provider", "currency", "known_at", "per", "synonyms", "prefixes", "suffixes",
    "region_prefixes", "opaque_names", "fallback",
    "sources", "tiers", "regions", "variants", "hours", "aliases", "price", "gap",
    "imported", "graduated", "volume",
))  # fmt: skip
_UNITS = frozenset(meter.unit for meter in BY_NAME.values())


class Document(NamedTuple):
    """One file as read: `provider` is None where it names none; `table` is the whole of it.

    `listed` are the providers of an imported book.
    """

    layer: Layer
    provider: Provider | None
    listed: tuple[Provider, ...]
    rates: tuple[Rate, ...]
    gaps: tuple[Gap, ...]
    table: Table


def read(path: Path, known: Mapping[str, Provider], keys: Collection[str] = FILE_KEYS) -> Document:
    """The rates of a file. `known` are the providers that are described elsewhere.

    Raises PriceError naming the file, the entry and the nearest valid name.
    """
    table, digest = load(path)
    top = Place(str(path), "")
    fields.check_keys(top, table, keys)
    name = fields.text_at(top, table, "provider") if "provider" in table else None
    own = None if name is None else _provider(top, table, find(name, known))
    entries = fields.tables_at(top, table, "price")
    listed: Mapping[str, Provider] = {}
    if "imported" in table:
        listed = listed_providers(top, entries, hours_at(top, table))
        known, entries = listed, list(in_turn(top, entries))
    context = _context(top, table, known if own is None else {**known, own.name: own})
    layer = Layer(
        fields.text_at(top, table, "name", path.stem), digest, fields.day_at(top, table, "known_at")
    )
    rates = [
        rate for n, entry in enumerate(entries, 1) for rate in rates_of(path, n, entry, context)
    ]
    missing = enumerate(fields.tables_at(top, table, "gap"), 1)
    gaps = tuple(gap_of(path, n, entry, context) for n, entry in missing)
    return Document(layer, own, tuple(listed.values()), tuple(rates), gaps, table)


def load(path: Path) -> tuple[Table, str]:
    """A file as TOML, its numbers as they are written, and the SHA-256 of it."""
    import hashlib  # noqa: PLC0415 - mostly a book comes from its cache

    try:
        content = path.read_bytes()
        table = toml(content)
    except OSError as error:
        raise PriceError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise PriceError(f"{path}: not valid TOML: {error}") from None
    return table, hashlib.sha256(content).hexdigest()


def _context(top: Place, table: Table, known: Mapping[str, Provider]) -> Context:
    currency = fields.text_at(top, table, "currency", "USD")
    per = {**PER, **fields.table_at(top, table, "per")}
    for unit in per:
        if unit not in _UNITS:
            raise wrong(top, "per: " + unknown("unit", unit, _UNITS))
        if fields.count_at(top, per, unit) == 0:
            raise wrong(top, f"per: {unit} must be a whole number from 1")
    return Context(table.get("provider"), currency, per, sources_at(top, table), known)


def _provider(top: Place, table: Table, known: Provider | None) -> Provider:
    """The provider that the file describes, over what is known of it."""
    base = known or plain_provider(fields.text_at(top, table, "provider"))
    if known is None and "regions" in table:
        base = base._replace(regions={})
    return base._replace(
        synonyms=base.synonyms + fields.texts_at(top, table, "synonyms"),
        prefixes=base.prefixes + fields.texts_at(top, table, "prefixes"),
        suffixes=base.suffixes + fields.texts_at(top, table, "suffixes"),
        region_prefixes={**base.region_prefixes, **fields.names_at(top, table, "region_prefixes")},
        opaque_names=fields.text_at(top, table, "opaque_names", base.opaque_names),
        tiers={**base.tiers, **fields.names_at(top, table, "tiers")},
        regions={**base.regions, **fields.names_at(top, table, "regions")},
        variants={**base.variants, **fields.names_at(top, table, "variants")},
        hours={**base.hours, **hours_at(top, table)},
        fallbacks=base.fallbacks + tuple(_fallbacks(top, table)),
        aliases={**base.aliases, **_aliases(top, table, base.aliases)},
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


def _aliases(
    top: Place, table: Table, known: Mapping[str, tuple[Alias, ...]]
) -> dict[str, tuple[Alias, ...]]:
    """Each alias is a name or a list of {model, from, until}; `known` are those of books below."""
    found: dict[str, tuple[Alias, ...]] = {}
    for name, value in fields.table_at(top, table, "aliases").items():
        place = top._replace(entry=f"alias {name!r}")
        moves = (
            [{"model": value}]
            if isinstance(value, str)
            else fields.tables_at(place, {"model": value}, "model")
        )
        found[name] = tuple(end for move in moves for end in _meant(_alias(place, move), known))
    return found


def _alias(place: Place, move: Table) -> Alias:
    fields.check_keys(place, move, ("model", "from", "until"))
    return Alias(fields.text_at(place, move, "model"), *fields.window_at(place, move))


def _meant(alias: Alias, known: Mapping[str, tuple[Alias, ...]]) -> Iterator[Alias]:
    """The alias itself, or where it names another alias what that one means and when."""
    if alias.model not in known:
        yield alias
    for step in known.get(alias.model, ()):
        window = common(Window(alias.start, alias.end), Window(step.start, step.end))
        if window is not None:
            yield Alias(step.model, *window)
