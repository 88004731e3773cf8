"""genai-prices' data: dollars a million tokens or a thousand calls, by provider, with dates.

Of a model's prices the last one whose constraint is met stands: a start date, or a part of every
day. Variants are prices of a service tier over those. A model's id and the names that its rule
takes word for word come over; patterns are no names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenomics.imports.names import provider_of
from tokenomics.imports.record import (
    STANDARD,
    Found,
    Hours,
    Kind,
    Offer,
    Period,
    Reading,
    hours_name,
    reading,
)
from tokenomics.records.money import rate_per_unit

Node = Mapping[str, Any]

_METERS: Mapping[str, str] = MappingProxyType({
    "input_mtok": "input",
    "output_mtok": "output",
    "cache_read_mtok": "cache_read",
    "cache_write_mtok": "cache_write",
    "cache_write_1h_mtok": "cache_write_1h",
    "input_audio_mtok": "input_audio",
    "input_image_mtok": "input_image",
    "input_video_mtok": "input_video",
    "cache_audio_read_mtok": "cache_read_audio",
    "cache_image_read_mtok": "cache_read_image",
    "output_audio_mtok": "output_audio",
    "output_image_mtok": "output_image",
    "output_video_mtok": "output_video",
    "output_reasoning_mtok": "reasoning",
    "output_citation_mtok": "citation",
    "requests_kcount": "requests",
    "web_searches_kcount": "web_search",
    "storage_searches_kcount": "file_search",
    "input_mchars": "characters",
    "input_document_kpages": "pages",
    "input_audio_hours": "seconds_in",
})  # fmt: skip
_UNITS = {
    "_mtok": 1_000_000,
    "_mchars": 1_000_000,
    "_kcount": 1_000,
    "_kpages": 1_000,
    "_hours": 3_600,
}
_PLAIN = (STANDARD, "")
# What a variant's conditions mean: a tier, or a variant of the model.
_VARIANTS = {
    ("processing", "batch"): ("batch", ""),
    ("service_tier", "priority"): ("priority", ""),
    ("service_tier", "fast"): ("priority", ""),
    ("service_tier", "flex"): ("flex", ""),
    ("service_tier", "default"): _PLAIN,
    ("speed", "fast"): (STANDARD, "fast"),
}


class _Rule(NamedTuple):
    """Prices with what they hold for; `start` None is always, `hours` None all day.

    `meaning` is the tier and the variant that the `words` of a condition mean, None where they
    mean nothing here.
    """

    words: str
    meaning: tuple[str, str] | None
    start: date | None
    hours: Hours | None
    prices: Node


def read(content: Sequence[Node], title: str) -> Reading:
    """The models of all providers."""
    return reading(title, (found for provider in content for found in _of_provider(provider)))


def _of_provider(provider: Node) -> Iterator[Found]:
    taken: set[str] = {model["id"] for model in provider["models"]}
    for model in provider["models"]:
        names = [name for name in _names(model.get("match", {})) if name not in taken]
        taken.update(names)
        yield _found(provider["id"], model, (model["id"], *names))


def _found(provider: str, model: Node, names: Sequence[str]) -> Found:
    rules = list(_rules(model))
    periods = tuple(_periods([rule for rule in rules if rule.meaning]))
    left = [f"variant {rule.words}" for rule in rules if not rule.meaning]
    left += [unit for rule in rules for unit in rule.prices if unit not in _METERS]
    hours = {hours_name(rule.hours): rule.hours for rule in rules if rule.hours}
    is_free = model["id"].endswith(":free")
    offers = (Offer(provider_of(provider), name, periods, free=is_free) for name in names)
    has_prices = any(period.prices for period in periods)
    return Found(
        f"{provider}/{model['id']}",
        tuple(offers) if has_prices else (),
        tuple(dict.fromkeys(left)),
        hours,
    )


def _names(match: Node) -> Iterator[str]:
    """The names that a rule takes word for word."""
    if "equals" in match:
        yield match["equals"]
    for part in match.get("or", ()):
        yield from _names(part)


def _periods(rules: Sequence[_Rule]) -> Iterator[Period]:
    for start in (None, *sorted({rule.start for rule in rules if rule.start})):
        yield Period(start, _in_force(rules, start))


def _rules(model: Node) -> Iterator[_Rule]:
    stated = model["prices"]
    for part in stated if isinstance(stated, list) else ({"prices": stated},):
        yield _rule(part, "", _PLAIN)
    for part in model.get("price_variants") or ():
        conditions = list(part["when"].items())
        meaning = _VARIANTS.get(conditions[0]) if len(conditions) == 1 else None
        if meaning != _PLAIN:
            yield _rule(part, " ".join(map("=".join, conditions)), meaning)


def _rule(part: Node, words: str, meaning: tuple[str, str] | None) -> _Rule:
    constraint = part.get("constraint") or {}
    start = constraint.get("start_date")
    hours = None
    if "start_time" in constraint:
        hours = Hours("UTC", (), (f"{_clock(constraint, 'start')}-{_clock(constraint, 'end')}",))
    since = None if start is None else date.fromisoformat(start)
    return _Rule(words, meaning, since, hours, part["prices"])


def _clock(constraint: Node, which: str) -> str:
    """The time of day as "16:30"; the data writes it as "16:30:00Z"."""
    return str(constraint[f"{which}_time"])[:5]


def _in_force(rules: Sequence[_Rule], start: date | None) -> dict[Kind, Decimal]:
    """The prices from a start on: of rules for the same calls the last one, variants over them."""
    current: dict[tuple[tuple[str, str], str], Node] = {}
    for rule in rules:
        if rule.start is None or (start is not None and rule.start <= start):
            hours = hours_name(rule.hours) if rule.hours else ""
            current[rule.meaning or _PLAIN, hours] = rule.prices
    base = current.get((_PLAIN, ""), {})
    return {
        kind: price
        for ((tier, variant), hours), prices in current.items()
        for kind, price in _kinds({**base, **prices}, Kind("", tier, 0, "", variant, hours))
    }


def _kinds(prices: Node, calls: Kind) -> Iterator[tuple[Kind, Decimal]]:
    for unit, price in prices.items():
        meter = _METERS.get(unit)
        if meter is None or price is None:
            continue
        per = next(per for ending, per in _UNITS.items() if unit.endswith(ending))
        for above, amount in _steps(price):
            kind, rate = (
                calls._replace(meter=meter, context_min=above),
                rate_per_unit(Decimal(amount), per),
            )
            yield kind, rate
            if meter == "cache_write" and "cache_write_1h_mtok" in prices:
                yield kind._replace(meter="cache_write_5m"), rate


def _steps(price: Any) -> Iterator[tuple[int, Any]]:
    """The first input token count of each price: a tier begins after its start."""
    if isinstance(price, Mapping):
        yield 0, price["base"]
        yield from ((int(tier["start"]) + 1, tier["price"]) for tier in price["tiers"])
    else:
        yield 0, price
