"""Long calls: what they say, or are sent, beyond what is usual for their feature at the same step.

What is usual is the median of the calls of the period, whichever of them a question is about. Of a
call what goes beyond twice as much is concerned: half of all calls lie above a median, and are no
waste for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from tokenomics.analysis.stakes import Base, Finding
from tokenomics.queries import sql
from tokenomics.records.meters import IN_CONTEXT

# What is beyond so many times the median is too long.
TOO_LONG = 2
# A median of fewer calls says little, so they are left out.
LEAST_CALLS = 20

# What a call's own feature, and so on, is called where medians are kept.
_FEATURE_AND_STEP = ("feature", "step")
_OF_MODEL = ("feature", "provider", "model", "step")
# Of input the cheapest is taken to be what is too much, so that no more is at stake than stated.
_CUT = ("cache_read", "input")


class Groups(NamedTuple):
    """How many groups of calls are too small for a median, and how many calls these have."""

    few: int
    calls: int


class Long(NamedTuple):
    """Calls that are too long, and what was left out for want of calls to compare them with."""

    finding: Finding
    groups: Groups


def long_output(base: Base) -> Long | None:
    """Output beyond what is usual for the feature, model and step; None where none is stated.

    It is the visible text: how much a model thinks is set otherwise.
    """
    if not base.used.issuperset(("feature", "output")):
        return None
    usual = _tabulate(base, "tokenomics_usual_output", _OF_MODEL, base.total(["output"]))
    limit = f"{TOO_LONG} * usual.tokens"
    changed = {"output": f"CAST(least(calls.output, {limit}) AS BIGINT)"}
    return Long(
        Finding(f"{base.succeeded} AND calls.output > {limit}", changed, usual),
        _few(base, "tokenomics_usual_output"),
    )


def long_input(base: Base) -> Long | None:
    """Input, cache included, beyond what is usual for the feature and step; None without any."""
    cut = [name for name in _CUT if name in base.used]
    if "feature" not in base.used or not cut:
        return None
    sent = base.total(IN_CONTEXT)
    usual = _tabulate(base, "tokenomics_usual_input", _FEATURE_AND_STEP, sent)
    beyond = f"{sent} - {TOO_LONG} * usual.tokens"
    flag = f"{base.succeeded} AND {beyond} > 0 AND {base.total(cut)} > 0"
    return Long(Finding(flag, _without(cut, beyond), usual), _few(base, "tokenomics_usual_input"))


def _without(cut: list[str], beyond: str) -> Mapping[str, str]:
    """The meters without what is too much, the first of them cut first."""
    changed: dict[str, str] = {}
    for name in cut:
        changed[name] = f"CAST(greatest(coalesce(calls.{name}, 0) - ({beyond}), 0) AS BIGINT)"
        beyond = f"greatest({beyond} - coalesce(calls.{name}, 0), 0)"
    return changed


def _columns(base: Base) -> Mapping[str, str]:
    return {
        "feature": base.column("feature"),
        "provider": "calls.provider",
        "model": base.model,
        "step": base.column("step"),
    }


def _tabulate(base: Base, table: str, groups: tuple[str, ...], tokens: str) -> str:
    """Write the medians to a table, and SQL that joins it to calls."""
    of = _columns(base)
    calls = base.calls(
        {**{name: of[name] for name in groups}, "tokens": tokens},
        f"calls.in_period AND {base.succeeded} AND {tokens} > 0 AND {of['feature']} IS NOT NULL",
    )
    text = sql("medians", calls=calls, groups=", ".join(f"calls.{name}" for name in groups))
    base.con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {text}")
    same = " AND ".join(f"usual.{name} IS NOT DISTINCT FROM {of[name]}" for name in groups)
    return f"LEFT JOIN {table} AS usual ON usual.calls >= {LEAST_CALLS} AND {same}"


def _few(base: Base, table: str) -> Groups:
    text = sql("few", medians=table, least=str(LEAST_CALLS))
    return Groups(*map(int, base.con.execute(text).fetchall()[0]))
