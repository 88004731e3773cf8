"""The parts of a briefing: answers, or why there is none and how to get one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Generic, NamedTuple, TypeVar

from tokenomics.alert import Message
from tokenomics.analysis.listing import Listing
from tokenomics.costing import CostReport

T = TypeVar("T")


class Answered(NamedTuple, Generic[T]):
    """A question's answer."""

    answer: T


class Lacking(NamedTuple):
    """Why a question has no answer here, in a sentence, and how to get one, empty where nothing helps."""

    why: str
    remedy: str = ""


class Forecast(NamedTuple):
    """What a period will have cost, the way there day by day, and a budget of all of it, if any."""

    whole: Listing
    days: Listing
    limit: Limit | None


class Limit(NamedTuple):
    """What may be spent in all in the forecast's period, by the budget of that name."""

    name: str
    amount: Decimal
    currency: str


class Alerts(NamedTuple):
    """What is worth a message now, the gravest first, and what could not be judged."""

    messages: tuple[Message, ...]
    remarks: tuple[str, ...]


class Briefing(NamedTuple):
    """Answers about one period of a ledger at one instant.

    `days` are the costs by day, whose totals and coverage are those of the whole; `groups` are costs
    by dimensions, the dearest first, with a limit.
    """

    at: datetime
    days: CostReport
    groups: tuple[Answered[CostReport] | Lacking, ...]
    drivers: Answered[Listing] | Lacking
    forecast: Answered[Forecast] | Lacking
    budgets: Answered[Listing] | Lacking
    quality: Answered[Listing] | Lacking
    waste: Answered[Listing] | Lacking
    reconcile: Answered[Listing] | Lacking
    alerts: Answered[Alerts] | Lacking
