"""Price lists of others: read, compared with a book that holds what they said, appended to it.

reading = price_list("litellm", Path("model_prices.json"))
plan = planned(recorded(path, "litellm"), reading, date(2026, 11, 26))
append(path, "litellm", book=book, reading=reading, plan=plan, day=day)
"""

from tokenomics.imports.append import append
from tokenomics.imports.beside import Beside, beside, known_to
from tokenomics.imports.files import LISTS, price_list
from tokenomics.imports.plan import Change, Held, Plan, planned
from tokenomics.imports.record import Kind, Reading
from tokenomics.imports.recorded import Recorded, recorded

__all__ = [
    "LISTS",
    "Beside",
    "Change",
    "Held",
    "Kind",
    "Plan",
    "Reading",
    "Recorded",
    "append",
    "beside",
    "known_to",
    "planned",
    "price_list",
    "recorded",
]
