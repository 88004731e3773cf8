"""A group of judged tasks with what was measured of it, and what is to be known of it first."""

from __future__ import annotations

from typing import NamedTuple

from tokenomics.analysis.choices import Choice
from tokenomics.analysis.quality_tasks import Measured
from tokenomics.costing import CostRow
from tokenomics.costing.tasks import TaskCounts

NOT_JUDGED, NO_SUCCESS, UNPRICED, SMALL, DOMINATED = (
    "not judged", "no success yet", "unpriced", "small sample", "dominated",
)  # fmt: skip


class Found(NamedTuple):
    """A group: what became of its tasks and what it costs, with what was measured of it."""

    row: CostRow
    tasks: TaskCounts
    of: Measured
    choice: Choice
    better: Choice | None = None

    @property
    def mark(self) -> str | None:
        """What is to be known of it before anything else."""
        if not self.choice.judged:
            return NOT_JUDGED
        if not self.choice.successes:
            return NO_SUCCESS
        if not self.choice.is_priced:
            return UNPRICED
        if self.choice.is_small:
            return SMALL
        return DOMINATED if self.better else None
