"""Models on machines of one's own: what an hour costs, divided by the tokens that it yields.

    [[gpu]]
    provider = "hosted_vllm"        # else the file's
    model = "acme-llama-70b"        # or a list
    hourly = "8.40 USD"             # of one GPU; without a currency in the file's
    gpus = 4                        # else 1
    tokens_per_second = 1_400       # of all of them together
    utilisation = 0.6               # the share of the hours paid in which they work at that rate
    from = 2026-04-01               # optional, like until, known_at, note

`tokens_per_second = { input = 20_000, output = 1_400 }` tells them apart: `input` stands for every
token sent, `output` for every token generated, and a meter named beside them has a rate of its
own. A token costs hourly x gpus / (3600 x tokens_per_second x utilisation), rounded half-even to
18 decimals once. An hour that nobody works in is paid too, so utilisation has no default.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import cast

from tokenomics.books import fields
from tokenomics.books.entries import TOO_MUCH, find
from tokenomics.books.fields import Place, Table, wrong
from tokenomics.books.rates import STANDARD, Provider, Rate, plain_provider
from tokenomics.records.errors import InputError, unknown
from tokenomics.records.meters import METERS, Meter
from tokenomics.records.money import Money, parse_money, plain, round_fraction

_KEYS = frozenset((
    "provider", "model", "hourly", "gpus", "tokens_per_second", "utilisation",
    "from", "until", "known_at", "note",
))  # fmt: skip
_HOUR = 3_600


def gpu_rates(path: Path, table: Table, providers: Mapping[str, Provider]) -> Iterator[Rate]:
    """The rates that the `[[gpu]]` entries of a file come to.

    Raises PriceError naming the file, the entry and what is wrong.
    """
    for number, entry in enumerate(fields.tables_at(Place(str(path), ""), table, "gpu"), 1):
        yield from _rates(Place(str(path), f"gpu {number}"), entry, table, providers)


def _rates(
    place: Place, entry: Table, table: Table, providers: Mapping[str, Provider]
) -> Iterator[Rate]:
    fields.check_keys(place, entry, _KEYS)
    models = fields.texts_at(place, entry, "model")
    if not models:
        raise wrong(place, "model is missing")
    named = fields.text_at(place, entry, "provider", table.get("provider"))
    provider = find(named, providers) or plain_provider(named)
    hourly = _hourly(place, entry, fields.text_at(place, table, "currency", "USD"))
    gpus = fields.count_at(place, {"gpus": 1, **entry}, "gpus")
    share = _positive(place, "utilisation", entry.get("utilisation"))
    if share > 1:
        raise wrong(place, f"utilisation = {plain(share)} must be a share from 0 to 1")
    start, end = fields.window_at(place, entry)
    for model in models:
        for meter, speed in _speeds(place, entry):
            rate = Fraction(hourly.amount) * gpus / (_HOUR * Fraction(speed) * Fraction(share))
            if rate >= TOO_MUCH:
                raise wrong(place, f"comes to {TOO_MUCH} or more a token")
            yield Rate(
                provider=provider.name,
                model=model,
                meter=meter,
                rate=round_fraction(rate),
                currency=hourly.currency,
                service_tier=STANDARD,
                context_min=0,
                region=None,
                variant=None,
                hours=None,
                start=start,
                end=end,
                end_expected=None,
                known_at=fields.day_at(place, entry, "known_at"),
                retracted_at=None,
                source=f"{_words(hourly, gpus, speed, share)} by {Path(place.file).name}",
                checked=None,
                note=fields.text_at(place, entry, "note", ""),
                disputed="",
                undated=start is None,
            )


def _words(hourly: Money, gpus: int, speed: Decimal, share: Decimal) -> str:
    machines = f"{gpus} x " if gpus > 1 else ""
    return (
        f"{machines}{plain(hourly.amount)} {hourly.currency} an hour"
        f" / {speed:,f} tokens a second at {plain(share * 100)} % utilisation"
    )


def _hourly(place: Place, entry: Table, currency: str) -> Money:
    value = entry.get("hourly")
    if not isinstance(value, str):
        return Money(_positive(place, "hourly", value), currency)
    try:
        found = parse_money(value, currency)
    except InputError as error:
        raise wrong(place, f"hourly: {error}") from None
    return found._replace(amount=_positive(place, "hourly", found.amount))


def _speeds(place: Place, entry: Table) -> Iterator[tuple[str, Decimal]]:
    """Each meter of tokens with the tokens that a second yields of it."""
    stated = entry.get("tokens_per_second")
    if not isinstance(stated, dict):
        every = _positive(place, "tokens_per_second", stated)
        stated = {"input": every, "output": every}
    known = {meter.name for meter in METERS if _is_served(meter)}
    speeds: dict[str, Decimal] = {}
    for name, value in cast("Table", stated).items():
        if name not in known:
            raise wrong(place, f"tokens_per_second: {unknown('meter', name, known)}")
        speeds[name] = _positive(place, f"tokens_per_second.{name}", value)
    for meter in filter(_is_served, METERS):
        speed = speeds.get(meter.name, speeds.get(meter.side))
        if speed is not None:
            yield meter.name, speed


def _is_served(meter: Meter) -> bool:
    return meter.unit == "token" and meter.side != "other"


def _positive(place: Place, key: str, value: object) -> Decimal:
    if value is None:
        raise wrong(place, f"{key} is missing")
    found = fields.number(place, key, value)
    if found <= 0:
        raise wrong(place, f"{key} = {plain(found)} must be more than 0")
    return found
