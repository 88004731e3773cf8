"""What usage will cost: its level learnt from the past, at the prices and with the changes that are known."""

from tokenomics.projection.events import Event, added, events_of, multiples, unadded
from tokenomics.projection.flows import Flows, Usage, flows_of, span, spent
from tokenomics.projection.project import PRICES, USE, Layer, Projection, Use, adds, project
from tokenomics.projection.seen import MAX_AGE, Seen, expect, history, see
from tokenomics.projection.steps import SEASONS, Length, Step, hour_of_week, steps

__all__ = [
    "MAX_AGE",
    "PRICES",
    "SEASONS",
    "USE",
    "Event",
    "Flows",
    "Layer",
    "Length",
    "Projection",
    "Seen",
    "Step",
    "Usage",
    "Use",
    "added",
    "adds",
    "events_of",
    "expect",
    "flows_of",
    "history",
    "hour_of_week",
    "multiples",
    "project",
    "see",
    "span",
    "spent",
    "steps",
    "unadded",
]
