"""Questions about what is not: what usage would have cost under another design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Unpack

from tokenomics.handle import Handle, Names, Question, answered
from tokenomics.replaying.replay import replay

if TYPE_CHECKING:
    import polars as pl


def whatif(
    handle: Handle,
    design: Mapping[str, Sequence[str]],
    by: Names = (),
    **question: Unpack[Question],
) -> pl.DataFrame:
    """What usage would have cost under a design: one row a step and group, in the order of the steps.

    `design` holds texts as the options of `tokenomics whatif` take them, by the name of the option:
    `{"route": ["feature=support -> gpt-5-mini"], "reprice": ["at=2026-12-01"]}`. Columns: `step`, the
    dimensions `by` and those of `tokenomics.replaying.replay.COLUMNS`: the `calls` that a step changes, the
    `cost` before it, `cost_then`, what it costs besides (`fixed`) and its `saving` (Decimal(38, 18) US
    dollars). The savings of the steps sum to that of the design. What else may be asked is a
    `Question`. Raises ConfigError for a design that cannot be read, and as `costs` does.
    """
    return answered(handle, by, question, partial(replay, dict(design)))
