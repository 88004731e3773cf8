"""What usage bought: tasks, whether they succeeded, and what a success cost with all that failed."""

from tokenomics.costing.tasks import TaskCounts
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.layers import layers
from tokenomics.outcomes.questions import Answering, answering
from tokenomics.outcomes.revenue import margins
from tokenomics.outcomes.rules import DEFAULT, SuccessRule, condition, span
from tokenomics.outcomes.successes import asked_of, successes, successes_of

__all__ = [
    "DEFAULT",
    "Answering",
    "Asked",
    "SuccessRule",
    "TaskCounts",
    "answering",
    "asked_of",
    "condition",
    "layers",
    "margins",
    "span",
    "successes",
    "successes_of",
]
