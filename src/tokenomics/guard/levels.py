"""What may be spent at a level, what is, and whether a call still fits."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple


class Level(NamedTuple):
    """The limits of a scope, None where there is none: money in units, calls and tokens.

    `key` names its account in the store, `label` the scope in sentences. One that only `warns` says what
    does not fit, and stops nothing.
    """

    key: str
    label: str
    units: int | None = None
    steps: int | None = None
    tokens: int | None = None
    warns: bool = False


@dataclass(slots=True)
class Account:
    """What is spent and reserved. One that is `closed` says why, and lets nothing through.

    It changes in place: a reservation must not cost more than it guards.
    """

    spent: int = 0
    reserved: int = 0
    steps: int = 0
    tokens: int = 0
    reserved_tokens: int = 0
    closed: str = ""


class Refusal(NamedTuple):
    """Why a call does not fit: the level, what was spent and reserved there, and of what it has too little.

    `of` is money, steps, tokens or closed.
    """

    level: Level
    account: Account
    of: str


class Ask(NamedTuple):
    """A call that wants to be let through: at most so many units and tokens, at all these levels."""

    id: str
    levels: tuple[Level, ...]
    units: int
    tokens: int


def lacks(ask: Ask, level: Level, account: Account) -> str:
    """What a level has too little of for a call; empty where it fits."""
    if account.closed:
        return "closed"
    if level.units is not None and account.spent + account.reserved + ask.units > level.units:
        return "money"
    if level.steps is not None and account.steps >= level.steps:
        return "steps"
    if level.tokens is not None:
        taken = account.tokens + account.reserved_tokens
        if taken + ask.tokens > level.tokens:
            return "tokens"
    return ""


def judged(ask: Ask, accounts: Sequence[Account]) -> Refusal | None:
    """What the first level that has too little for a call says; of one that only warns where none refuses."""
    found: Refusal | None = None
    for level, account in zip(ask.levels, accounts, strict=True):
        if of := lacks(ask, level, account):
            refusal = Refusal(level, copy(account), of)
            if not level.warns:
                return refusal
            found = found or refusal
    return found


def is_through(found: Refusal | None) -> bool:
    """Whether a call goes through whose levels say this."""
    return found is None or found.level.warns


def admit(account: Account, ask: Ask) -> None:
    """Reserve for a call that is let through."""
    account.reserved += ask.units
    account.reserved_tokens += ask.tokens
    account.steps += 1


def settle(account: Account, ask: Ask, units: int, tokens: int) -> None:
    """What a call cost takes the place of what was reserved; more than that closes the account."""
    account.reserved -= ask.units
    account.reserved_tokens -= ask.tokens
    account.spent += units
    account.tokens += tokens
    if units > ask.units and not account.closed:
        account.closed = "a call was billed more than was reserved for it"


def settle_late(account: Account, units: int, tokens: int) -> None:
    """A call whose reservation was given up before is spent all the same; what cost nothing closes nothing."""
    account.spent += units
    account.tokens += tokens
    if units or tokens:
        account.closed = account.closed or "a call was settled after its lease had ended"
