"""Circuit breakers for agents: a call's most is reserved before it is made, and settled after it.

guard = Guard("0.50 USD", steps=40, scope={"task": "t1"})
with guard.reserve("openai/gpt-5-mini", messages=messages, max_output=500) as call:
    call.settle(client.chat.completions.create(model=call.model, messages=messages, max_tokens=500))
"""

from tokenomics.guard.guard import Fallback, Guard, Spent
from tokenomics.guard.reservation import Reservation
from tokenomics.guard.shared import GivenUp
from tokenomics.guard.usage import Usage, usage_of
from tokenomics.records.errors import BudgetExceeded, GuardStop, LoopStopped

__all__ = [
    "BudgetExceeded",
    "Fallback",
    "GivenUp",
    "Guard",
    "GuardStop",
    "LoopStopped",
    "Reservation",
    "Spent",
    "Usage",
    "usage_of",
]
