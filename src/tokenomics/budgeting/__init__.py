"""Budgets: what may be spent in a period, what was, and what is expected by its end."""

from tokenomics.budgeting.outlook import Gone, Outlook
from tokenomics.budgeting.periods import Cycle, Period, period_of
from tokenomics.budgeting.plan import Budget, budgets_of, naming
from tokenomics.budgeting.series import Series, series
from tokenomics.budgeting.spending import Spending
from tokenomics.budgeting.standing import Standing, standing
from tokenomics.budgeting.state import BudgetState, reaches

__all__ = [
    "Budget",
    "BudgetState",
    "Cycle",
    "Gone",
    "Outlook",
    "Period",
    "Series",
    "Spending",
    "Standing",
    "budgets_of",
    "naming",
    "period_of",
    "reaches",
    "series",
    "standing",
]
