"""Why a guard does not let a call through, in a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tokenomics.guard.levels import Account, Level, Refusal
from tokenomics.guard.prices import Kind, Size
from tokenomics.guard.units import amount_of, told
from tokenomics.records.errors import BudgetExceeded


class Wanted(NamedTuple):
    """A call that was asked for: what it may cost at most, of which its prompt alone does so much."""

    kind: Kind
    size: Size
    units: int
    prompt: int


def label_of(scope: Mapping[str, str]) -> str:
    """`task t1, user ada`; the guard itself where it has no scope."""
    return ", ".join(f"{name} {value}" for name, value in scope.items()) or "the guard"


def exceeded(
    found: Refusal, wanted: Wanted, scope: Mapping[str, str], currency: str, cheaper: str | None
) -> BudgetExceeded:
    """The error for a call that a level refuses; `cheaper` is a model whose call would fit."""
    level, state = found.level, found.account
    if found.of == "money":
        spent, reserved, asked = map(amount_of, (state.spent, state.reserved, wanted.units))
        limit = amount_of(level.units or 0)
        text = _of_money(level, state, wanted, currency, cheaper)
    elif found.of == "tokens":
        spent, reserved = state.tokens, state.reserved_tokens
        limit, asked = level.tokens, wanted.size.sent + wanted.size.generated
        text = (
            f"{level.label}: this call may take {asked:,} tokens, and of {limit:,} {spent:,} are spent and"
            f" {reserved:,} reserved"
        )
    elif found.of == "steps":
        spent, reserved, limit, asked = state.steps, 0, level.steps, 1
        text = (
            f"{level.label}: all of its {limit:,} calls are made: is the task too large, or a loop?"
        )
    else:
        spent, reserved = amount_of(state.spent), amount_of(state.reserved)
        limit, asked = (
            None if level.units is None else amount_of(level.units),
            amount_of(wanted.units),
        )
        text = (
            f"{level.label}: closed, for {state.closed}; {told(state.spent)} {currency} are spent: begin"
            " a new scope, or reopen it"
        )
    return BudgetExceeded(
        text, scope=scope, of=found.of, spent=spent, reserved=reserved, limit=limit, asked=asked,
        cheaper=cheaper,
    )  # fmt: skip


def _of_money(
    level: Level, state: Account, wanted: Wanted, currency: str, cheaper: str | None
) -> str:
    limit = level.units or 0
    left = max(limit - state.spent - state.reserved, 0)
    size = wanted.size
    text = (
        f"{level.label}: {told(left)} of {told(limit)} {currency} are left ({told(state.spent)} spent,"
        f" {told(state.reserved)} reserved), and a call of {wanted.kind.model} with {size.sent:,} tokens"
        f" and up to {size.generated:,} generated may cost {told(wanted.units)}"
    )
    ways: list[str] = []
    if size.generated and wanted.prompt < left:
        fits = (left - wanted.prompt) * size.generated // (wanted.units - wanted.prompt)
        if fits:
            ways.append(f"ask for at most {fits:,} tokens")
    if cheaper:
        ways.append(f"use {cheaper}")
    ways.append("raise the limit")
    return f"{text}: {' or '.join(ways) if len(ways) < 3 else ', '.join(ways[:-1]) + ' or ' + ways[-1]}"
