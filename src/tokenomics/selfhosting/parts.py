"""The costs of serving tokens, each from what a user states of it.

Amounts are of a month; what is bought is spread evenly over the months that it serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from tokenomics.records.errors import ConfigError
from tokenomics.records.money import round_fraction, rounded
from tokenomics.records.words import count, money
from tokenomics.selfhosting.given import amount, named, number, required, share, whole
from tokenomics.selfhosting.serving import MILLION, Part, Per

_YEAR = 12
_OWNED = ("price", "years", "residual")
_ENERGY = ("power", "kwh", "pue")
STAFF = ("count", "price", "years", "residual", "power", "kwh", "hours", "share")
_CAPITAL = ("amount", "months", "tokens", "name")
PER_MILLION = "/1M"


def rented(
    hourly: str, gpus: int, hours: Fraction, currency: str, *, energy_apart: bool = True
) -> Part:
    """GPUs by the hour; the price is taken to include what they draw unless energy is apart."""
    price = amount("hourly", hourly, currency)
    how = f"{gpus} x {cash(price, currency)} an hour x {text(hours)} hours"
    if not energy_apart:
        how = f"{how}, taken to include energy"
    return Part("GPU hours", price * gpus * hours, "unit", how)


def owned(stated: str, gpus: int, currency: str) -> Part:
    """Hardware that is bought: its price, less what it is worth in the end, over its years."""
    found = named("owned", stated, _OWNED)
    monthly, how = _spread("owned", found, currency)
    return Part(
        "hardware", monthly * gpus, "unit", f"{gpus} x {how}", _unless("residual", found)
    )  # fmt: skip


def energy(stated: str, hours: Fraction, currency: str) -> Part:
    """What a unit draws, with what cooling draws besides, in all hours that are paid."""
    found = named("energy", stated, _ENERGY)
    required("energy", found, "power", "kwh")
    power, pue = number("energy power", found["power"]), number("energy pue", found.get("pue", "1"))
    if pue < 1:
        raise ConfigError(f"energy pue {found['pue']!r} must be 1 or more")
    price = amount("energy kwh", found["kwh"], currency)
    how = (
        f"{text(power)} kW x PUE {text(pue)} x {cash(price, currency)} a kWh x {text(hours)} hours"
    )
    return Part("energy", power * pue * price * hours, "unit", how, _unless("pue", found))


def network(stated: str, currency: str) -> Part:
    """Traffic, by the month or by the million tokens."""
    body = stated.removesuffix(PER_MILLION)
    price = amount("network", body, currency)
    if body == stated:
        return Part("network", price, "all", f"{cash(price, currency)} a month")
    return Part("network", price / MILLION, "token", f"{cash(price, currency)} per 1M tokens")


def engineering(stated: str, currency: str) -> Part:
    """People who run it: their share of a full post, at what such a post costs a year."""
    found = named("engineering", stated, ("share", "yearly"))
    required("engineering", found, "share", "yearly")
    posts = number("engineering share", found["share"])
    yearly = amount("engineering yearly", found["yearly"], currency)
    how = f"{text(posts)} of a post x {cash(yearly, currency)} a year / 12"
    return Part("engineering", posts * yearly / _YEAR, "all", how)


def fixed(stated: Sequence[str], currency: str) -> Iterator[Part]:
    """What else is paid each month, under a name where it has one."""
    for each in stated:
        name, sign, value = each.rpartition("=")
        price = amount("fixed", value, currency)
        yield Part(
            name.strip() if sign else "fixed", price, "all", f"{cash(price, currency)} a month"
        )


def capital(stated: Sequence[str], currency: str) -> Iterator[Part]:
    """What was paid once for the model: over the months or the tokens that it serves."""
    for each in stated:
        found = named("capital", each, _CAPITAL)
        required("capital", found, "amount")
        if ("months" in found) == ("tokens" in found):
            raise ConfigError(
                f"capital {each!r} needs months=… or tokens=…, what the model will serve"
            )
        paid = amount("capital amount", found["amount"], currency)
        life = "months" if "months" in found else "tokens"
        over = number(f"capital {life}", found[life])
        per: Per = "all" if life == "months" else "token"
        how = f"{cash(paid, currency)} once / {text(over)} {life}"
        yield Part(found.get("name", "training"), paid / over, per, how)


def staff(stated: str, currency: str) -> Part:
    """Machines of people: the share of what they cost, and draw, that serves tokens."""
    found = named("staff", stated, STAFF)
    required("staff", found, "count")
    count = whole("staff count", found["count"])
    used = share("staff share", found.get("share", "1"))
    monthly, how = _spread("staff", found, currency)
    if "power" in found:
        required("staff with power", found, "kwh", "hours")
        power, hours = number("staff power", found["power"]), number("staff hours", found["hours"])
        price = amount("staff kwh", found["kwh"], currency)
        monthly += power * hours * price
        how = f"({how} + {text(power)} kW x {text(hours)} hours x {cash(price, currency)} a kWh)"
    return Part(
        "machines of staff", monthly * count * used, "all", f"{count} x {how} x {text(used * 100)} %",
        _unless("residual", found) + _unless("share", found),
    )  # fmt: skip


def _spread(name: str, found: Mapping[str, str], currency: str) -> tuple[Fraction, str]:
    """A month's part of a price, and how it comes about."""
    required(name, found, "price", "years")
    price = amount(f"{name} price", found["price"], currency)
    years = number(f"{name} years", found["years"])
    left = _residual(name, found.get("residual", "0"), price, currency)
    worth = f"({cash(price, currency)} - {cash(left, currency)})" if left else cash(price, currency)
    return (price - left) / (years * _YEAR), f"{worth} / {text(years * _YEAR)} months"


def _residual(name: str, stated: str, price: Fraction, currency: str) -> Fraction:
    """What is left of a price in the end: an amount, or a share of it."""
    if stated.endswith("%"):
        return price * share(f"{name} residual", stated)
    left = amount(f"{name} residual", stated, currency)
    if left > price:
        raise ConfigError(f"{name} residual {stated!r} is more than the price")
    return left


def _unless(key: str, found: Mapping[str, str]) -> tuple[str, ...]:
    """The name of what is assumed where nobody states it."""
    return () if key in found else (key,)


def text(value: Fraction) -> str:
    """A figure as people write it, with all its digits: `1,400` or `0.6`."""
    return count(round_fraction(value))


def cash(value: Fraction, currency: str) -> str:
    """An amount as people write it, with all its digits and at least cents: `8.40 USD`."""
    whole = round_fraction(value)
    digits = money(whole, 2) if rounded(whole, 2) == whole else count(whole)
    return f"{digits} {currency}"
