"""LiteLLM's spend report: what a team or customer spent by the day, with each key and model.

It states all tokens in one and no kinds of them, so that its days have no price, only what LiteLLM says
they cost.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from tokenomics.records.kinds import USAGE
from tokenomics.sources import pages, sums
from tokenomics.sources.contract import (
    Container,
    Hints,
    RawRow,
    Row,
    Sample,
    Source,
    field,
    format_of,
)

_DAY = "group_by_day"
# What a report is by: the list of a day, and what an element of it is called by.
_GROUPS = {"teams": "team_name", "customers": "customer"}
_BY_KEY = frozenset({"api_key", "total_cost", "model_details"})
_BROKEN = "metadata: not a list of objects"
_LINES = resources.files(__name__).joinpath("map.sql").read_text("utf-8")
_COLUMNS = (
    "grain", "provider", "model_served", "team", "customer", "api_key_id", "billing", "token_basis", "reported_cost",
    "reported_cost_text", "reported_currency", "other",
)  # fmt: skip


def _query(listed: str) -> str:
    return sums.query(
        _LINES,
        by=dict.fromkeys(("team", "customer", "model", "api_key"), ""),
        columns=_COLUMNS,
        size="cost_a",
        series=f"1d: spend of {listed}",
    )


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a key and model of a team's or customer's day; an empty one of a day without any."""
    return pages.parted(path, container, first_line, _day)


def _day(row: Row) -> Iterator[pages.Part]:
    listed = [name for name in _GROUPS if name in row]
    if not listed:
        yield None, "group_by_day: a day without teams or customers"
    for name in listed:
        for group in _objects(row[name]):
            if group is None:
                yield None, f"{name}: not a list of objects"
                continue
            told = {_DAY: row.get(_DAY), _GROUPS[name]: group.get(_GROUPS[name])}
            for line in _objects(group.get("metadata")) if group else [{}]:
                yield (line | told, None) if line is not None else (None, _BROKEN)


def _objects(value: object) -> list[Row | None]:
    """The objects of a list; None for what is none, an empty one where there are none."""
    if not isinstance(value, list):
        return [None]
    return [item if isinstance(item, dict) else None for item in value] or [{}]


SOURCE = Source(
    name="litellm_spend_report",
    doc="LiteLLM's spend report by team or customer (JSON of /global/spend/report)",
    known_by="`group_by_day` beside `teams` or `customers`",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("day", _DAY),
        field("team", "team_name"),
        field("customer"),
        field("model"),
        field("api_key"),
        field("spend"),
        field("total_tokens"),
    ),
    query=_query("teams"),
    keyed=True,
    exact=True,
    lossy=(
        "input, output and caches apart: a row has one number of tokens, so it has no price, only LiteLLM's cost",
        "requests, and single calls: of a day that a log or a daily table states the report counts nothing",
        "who served a model: it is taken from the model's name",
        "totals of teams: they are left to the rows, whose sum they may not be",
    ),
    reader=read,
    whole=True,
    drops=("totals: total_spend",),
    export="`GET /global/spend/report?start_date=…&end_date=…&group_by=team` (or `customer`)",
    traps=(
        "the report repeats the money of the spend logs and of the daily tables, and its groupings that of one another: it is never added to them",
        "the report by key names no day: it is refused",
    ),
)  # fmt: skip


def claim(sample: Sample, _: Hints) -> Source | None:
    """The source of a report, whose series is whatever the report is by; None for other files."""
    days = [row for row in pages.elements(sample) if _DAY in row]
    listed = next((name for name in _GROUPS if any(name in row for row in days)), None)
    return SOURCE._replace(query=_query(listed)) if listed else None


def refuses(sample: Sample) -> str | None:
    """Why a report by key is not read; None where it is another file."""
    if any(frozenset(row) >= _BY_KEY for row in pages.elements(sample)):
        return "a LiteLLM spend report by key names no day: ask with group_by=team, or export LiteLLM_DailyUserSpend"
    return None


FORMAT = format_of(SOURCE, claim, refuses)
