"""What agents' figures mean in sentences, and what limits them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tokenomics.analysis.agent_tasks import TOOLS, Figures, Tables
from tokenomics.analysis.listing import Value
from tokenomics.costing import CostQuery
from tokenomics.outcomes.groups import NO_TASK
from tokenomics.records.money import EXACT
from tokenomics.records.words import amount, count, many, measure, percent

_HUNDRED = 100
_TWENTY = 20


def sentences(said: Mapping[str, Value], currency: str) -> Iterator[str]:
    """The result of everything, by the names of the listing's columns: a sentence a finding."""
    known: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    tasks = known["tasks"]
    if "multiplier" in known:
        yield _multiplied(known)
    if "context_growth_p50" in known:
        yield (
            f"The input of a task's last call is {measure(known['context_growth_p50'])} x that of its"
            f" first in the median, {measure(known['context_per_call_p50'])} tokens more with each call"
        )
    for share, least, name in (("top_1_share", _HUNDRED, "1 %"), ("top_5_share", _TWENTY, "5 %")):
        if share in known:
            yield (
                f"The dearest {name} of tasks ({tasks // least:,}) take {_percent(known[share])}"
                " of what tasks cost"
            )
            break
    if known["runaway_tasks"] and "runaway_share" in known:
        verb = "takes" if known["runaway_tasks"] == 1 else "take"
        yield (
            f"{many(int(known['runaway_tasks']), 'task')} of more than {3 * known['depth_p90']:,} calls, three times"
            f" what nine of ten stay within, {verb} {_percent(known['runaway_share'])} of what tasks cost"
        )
    if "sub_agent_share" in known:
        yield (
            f"Sub-agents ({known['sub_agents']:,}) take {_percent(known['sub_agent_share'])} of what tasks"
            f" cost, {amount(known['sub_agent_cost'], currency)}"
        )
    if "tool_share" in known:
        yield (
            f"Tools' fees are {_percent(known['tool_share'])} of the cost:"
            f" {amount(known['tool_fees'], currency)} for {count(known['tool_uses'])} uses"
        )
    if "cost_per_active_hour" in known:
        yield (
            f"An hour in which a user is active costs {amount(known['cost_per_active_hour'], currency)}"
        )


def _multiplied(known: Mapping[str, Any]) -> str:
    if known["tasks"] == 1:
        return f"The task takes {measure(known['multiplier'])} x the tokens of its first call"
    return (
        f"Tasks take {measure(known['multiplier'])} x the tokens of their first calls: half of them at"
        f" most {measure(known['multiplier_p50'])} x, one in ten {measure(known['multiplier_p90'])} x or more"
    )


def remarks(
    said: Mapping[str, Value], whole: Figures, tables: Tables, query: CostQuery
) -> Iterator[str]:
    """What limits the figures: what no call states, and what few calls cannot tell."""
    currency, tasks = query.currency, int(whole["tasks"])
    if not tasks:
        yield NO_TASK
    elif whole["untasked"]:
        yield (
            f"calls of no task are in no figure of tasks: {int(whole['untasked']):,},"
            f" {amount(whole['untasked_cost'], currency)}"
        )
    if tasks:
        yield from _about_groups(tables)
    if tables.cut:
        yield f"{many(int(tables.cut), 'task')} began before the period or went on after it: only calls in it count"
    if whole["unmeasured"]:
        verb, whose = ("has", "its") if whole["unmeasured"] == 1 else ("have", "their")
        yield f"{many(int(whole['unmeasured']), 'task')} {verb} no multiplier: {whose} first call states no tokens"
    if 0 < tasks < _HUNDRED:
        yield f"of {many(int(tasks), 'task')} the p99 is the greatest, and what the dearest 1 % take is not told"
    if tasks and not tables.has_agents:
        yield "no call of a task states an agent in its tags: what sub-agents take is not known"
    if tasks and said["steps"] is None:
        yield "no call of a task states a step"
    yield from _about_tools(said, tables)
    yield from _about_hours(whole, said, currency)


def _about_groups(tables: Tables) -> Iterator[str]:
    if tables.dims:
        yield "runaway tasks go by what is usual in their row, so rows do not add up to the total"
    if any(not d.part for d in tables.dims):
        yield "a task is in one row with all its calls: that of the first of them that states one"
    if any(d.part for d in tables.dims):
        end = "first" if tables.period == "first" else "last"
        yield f"a task is in one {' or '.join(d.name for d in tables.dims if d.part)} with all its calls: that of its {end}"


def _about_tools(said: Mapping[str, Value], tables: Tables) -> Iterator[str]:
    if said["tool_uses"] is None:
        yield "no call states uses of providers' tools: their fees are not known"
        return
    lacking = sorted(
        {meter for gap in tables.calls.report.unpriced for meter in gap.meters} & {*TOOLS}
    )
    if lacking:
        yield f"some uses of tools have no price and are in no fee: {', '.join(lacking)}"


def _about_hours(whole: Figures, said: Mapping[str, Value], currency: str) -> Iterator[str]:
    if said["active_hours"] is None:
        yield "no call states a user: active hours are not known"
    elif whole["unnamed"]:
        spent = EXACT.subtract(whole["all_cost"], whole["named_cost"])
        yield (
            "calls without a user, and sums of a period, are in no active hour:"
            f" {int(whole['unnamed']):,}, {amount(spent, currency)}"
        )


def _percent(share: Decimal) -> str:
    return percent(share, 1)
