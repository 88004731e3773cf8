"""`[[scenario]]`: what might come, by a name under which it is compared with what is expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

from msgspec import Meta, Struct

from tokenomics.records.errors import ConfigError
from tokenomics.sections import EventConfig

# What is expected with no scenario at all.
BASELINE = "baseline"
# The fall of prices of the class that each model belongs to.
TREND = "trend"

_PERCENT = r"([+-]?[0-9]+(?:\.[0-9]+)?)\s*%"
_WHOLE = Decimal(100)


class ScenarioConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[scenario]]`: what might come, compared by `tokenomics whatif scenarios`."""

    name: Annotated[str, Meta(description="Name of the scenario.")]
    growth: Annotated[
        int | float | str,
        Meta(description="How much more is used every thirty days from now on: `10 %`, `-5 %`."),
    ] = 0
    price_decline: Annotated[
        int | float | str,
        Meta(
            description="How much prices fall a year from now on: `30 %`; `trend`, as those of the class of each model fell; or a class of `prices trend` for all models: `GPT-4o`."
        ),
    ] = 0
    where: Annotated[
        dict[str, str],
        Meta(description="Dimension = value that growth and prices are confined to; else all."),
    ] = {}
    event: Annotated[
        tuple[EventConfig, ...],
        Meta(
            description="Launches and other changes, as `[[event]]`; one of the same name stands for that one."
        ),
    ] = ()


def check(scenarios: Sequence[ScenarioConfig]) -> None:
    """Raises ConfigError, naming the scenario, for what contradicts itself or another one."""
    names = [each.name for each in scenarios]
    for each in scenarios:
        if not each.name.strip() or each.name == BASELINE:
            raise ConfigError(
                f"[[scenario]] {each.name!r}: give it another name: {BASELINE!r} is what is expected without any"
            )
        if names.count(each.name) > 1:
            raise ConfigError(f"[[scenario]] {each.name!r}: two scenarios have that name")
        growth_of(each)
        decline_of(each)
        events = [event.name for event in each.event]
        if twice := [name for name in events if events.count(name) > 1]:
            raise ConfigError(
                f"[[scenario]] {each.name!r}: two of its events are named {twice[0]!r}"
            )


def growth_of(given: ScenarioConfig) -> Decimal:
    """The growth in thirty days as a share: `10 %` is 0.1. Raises ConfigError for anything else."""
    found = _percent(given.growth)
    if found is None or found <= -1:
        raise ConfigError(
            f"[[scenario]] {given.name!r}: growth: {given.growth!r} is no percent of growth in thirty"
            " days above -100 %: write '10 %'"
        )
    return found


def decline_of(given: ScenarioConfig) -> Decimal | str:
    """The yearly decline as a share, else `trend` or the name of a class.

    Raises ConfigError for a bare number, and for one that leaves no price.
    """
    said = given.price_decline
    found = _percent(said)
    if found is None and isinstance(said, str) and "%" not in said and not _is_number(said):
        return said.strip()
    if found is None or found >= 1:
        raise ConfigError(
            f"[[scenario]] {given.name!r}: price_decline: {said!r} is no percent a year below 100 %:"
            " write '30 %', 'trend', or a class such as 'GPT-4o'"
        )
    return found


def _percent(given: float | str) -> Decimal | None:
    """A percentage as a share; a bare number is none but for zero: it may be a factor."""
    if not isinstance(given, str):
        return Decimal(0) if given == 0 else None
    found = re.fullmatch(_PERCENT, given.strip())
    return Decimal(found[1]) / _WHOLE if found else None


def _is_number(text: str) -> bool:
    return not text.strip() or re.fullmatch(r"[-+0-9.,\s]+", text) is not None
