"""What usage bought: tasks, whether they succeeded, and what a success cost with all that failed."""

from tokenomics.costing.tasks import TaskCounts
from tokenomics.outcomes.groups import TASK_IDS, Asked
from tokenomics.outcomes.layers import layers
from tokenomics.outcomes.rules import DEFAULT, SuccessRule, condition, span
from tokenomics.outcomes.successes import asked_of, successes, successes_of

__all__ = [
    "DEFAULT",
    "TASK_IDS",
    "Asked",
    "SuccessRule",
    "TaskCounts",
    "asked_of",
    "condition",
    "layers",
    "span",
    "successes",
    "successes_of",
]
