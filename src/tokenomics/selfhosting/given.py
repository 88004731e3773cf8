"""What a user writes of hardware: numbers, shares, amounts, and several of them under one name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction

from tokenomics.records.errors import ConfigError, InputError, unknown
from tokenomics.records.money import decimal, parse_money


def number(name: str, text: str) -> Fraction:
    """A number above 0, such as `1400`. Raises ConfigError for anything else."""
    found = _decimal(name, text)
    if found <= 0:
        raise ConfigError(f"{name} {text!r} must be more than 0")
    return found


def whole(name: str, text: str) -> int:
    """A whole number above 0. Raises ConfigError for anything else."""
    found = number(name, text)
    if found.denominator != 1:
        raise ConfigError(f"{name} {text!r} must be a whole number")
    return int(found)


def amount(name: str, text: str, currency: str) -> Fraction:
    """An amount of the currency, such as `8.40` or `8.40 USD`. Raises ConfigError for anything else."""
    try:
        found = parse_money(text, currency)
    except InputError as error:
        raise ConfigError(f"{name}: {error}") from None
    if found.currency != currency:
        raise ConfigError(
            f"{name} {text!r} is not in {currency}: write it in the report's currency"
        )
    if found.amount < 0:
        raise ConfigError(f"{name} {text!r} must be 0 or more")
    return Fraction(found.amount)


def share(name: str, text: str) -> Fraction:
    """A share above 0 and up to 1: `0.6` or `60%`. Raises ConfigError for anything else."""
    body = text.strip().removesuffix("%")
    found = _decimal(name, body) / (100 if body != text.strip() else 1)
    if not 0 < found <= 1:
        raise ConfigError(f"{name} {text!r} must be a share such as 0.6 or 60%, above 0, up to 1")
    return found


def named(name: str, text: str, known: Collection[str]) -> Mapping[str, str]:
    """Several values as `price=250000,years=4`: what stands before each sign is one of `known`.

    Raises ConfigError for another name, one that is there twice, and a value that is missing.
    """
    found: dict[str, str] = {}
    for each in text.split(","):
        key, sign, value = (part.strip() for part in each.partition("="))
        if not sign or not value:
            raise ConfigError(f"{name} {text!r}: write {'=…,'.join(known)}=…")
        if key not in known:
            raise ConfigError(f"{name}: {unknown('value', key, known)}")
        if key in found:
            raise ConfigError(f"{name} {text!r} has {key} twice")
        found[key] = value
    return found


def required(name: str, found: Mapping[str, str], *keys: str) -> None:
    """Raise ConfigError for the first of the keys that is not there."""
    for key in keys:
        if key not in found:
            raise ConfigError(f"{name} needs {key}=…")


def _decimal(name: str, text: str) -> Fraction:
    try:
        return Fraction(decimal(text.replace("_", "")))
    except InputError as error:
        raise ConfigError(f"{name}: {error}") from None
