"""What usage will cost: its level learnt from the past, at the prices and with the changes that are known."""

from tokenomics.projection.events import Event, events_of
from tokenomics.projection.flows import Flows, Usage, flows_of, span, spent
from tokenomics.projection.project import PRICES, USE, Layer, Projection, Use, project
from tokenomics.projection.steps import SEASONS, Length, Step, steps

__all__ = [
    "PRICES",
    "SEASONS",
    "USE",
    "Event",
    "Flows",
    "Layer",
    "Length",
    "Projection",
    "Step",
    "Usage",
    "Use",
    "events_of",
    "flows_of",
    "project",
    "span",
    "spent",
    "steps",
]
