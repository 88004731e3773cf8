"""A design: what would be otherwise, in the order in which it is applied, each kind with its grammar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tokenomics.records.errors import ConfigError, unknown
from tokenomics.replaying import (
    capping,
    cheapest,
    deferral,
    platforms,
    prompt_caching,
    repricing,
    response_caching,
    routing,
    tokenizing,
)
from tokenomics.replaying.question import Question, Steps
from tokenomics.replaying.world import Step

# What would be otherwise, as it is written: the name of a kind of step -> its texts.
Design = Mapping[str, Sequence[str]]

# The kinds of steps in the order in which they are applied: which model answers, what it reads and
# says, what is repeated, when it is asked, and at whose prices.
KINDS: Mapping[str, Steps] = {
    "route": routing.steps,
    cheapest.KIND: cheapest.steps,
    "tokenizer": tokenizing.steps,
    "cap": capping.steps,
    "response-cache": response_caching.steps,
    "cache": prompt_caching.steps,
    "defer": deferral.steps,
    "reprice": repricing.steps,
    "platform": platforms.steps,
}


def steps_of(of: Question, design: Design) -> list[Step]:
    """The steps of a design in their order. Raises ConfigError for what cannot be read."""
    for kind in design:
        if kind not in KINDS:
            raise ConfigError(unknown("kind of step", kind, KINDS))
    return [
        step for kind, make in KINDS.items() if design.get(kind) for step in make(of, design[kind])
    ]
