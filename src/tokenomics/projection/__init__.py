"""What usage will cost: its level learnt from the past, at the prices and with the changes that are known."""

from tokenomics.projection.events import Event, added, events_of, multiples, names_in, unadded
from tokenomics.projection.flows import Flows, Usage, flows_of, span, spent
from tokenomics.projection.project import PRICES, USE, Layer, Projection, Use, adds, project
from tokenomics.projection.scenarios import (
    NONE,
    Scenario,
    assumed,
    assumptions,
    names_of,
    scenario_of,
    scenarios_of,
    uncovered,
    under,
)
from tokenomics.projection.seen import MAX_AGE, Seen, by_fewer, expect, history, see
from tokenomics.projection.steps import SEASONS, Length, Step, hour_of_week, steps

__all__ = [
    "MAX_AGE",
    "NONE",
    "PRICES",
    "SEASONS",
    "USE",
    "Event",
    "Flows",
    "Layer",
    "Length",
    "Projection",
    "Scenario",
    "Seen",
    "Step",
    "Usage",
    "Use",
    "added",
    "adds",
    "assumed",
    "assumptions",
    "by_fewer",
    "events_of",
    "expect",
    "flows_of",
    "history",
    "hour_of_week",
    "multiples",
    "names_in",
    "names_of",
    "project",
    "scenario_of",
    "scenarios_of",
    "see",
    "span",
    "spent",
    "steps",
    "unadded",
    "uncovered",
    "under",
]
