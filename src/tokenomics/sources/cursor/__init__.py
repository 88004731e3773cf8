"""Cursor's export of usage events, in both of its headers.

The two columns of input are disjoint: what was written to the cache, and what was sent beside it. A
row has no id and two calls may look alike, so rows are told apart by their place among equal ones.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import Hints, Sample, Source, field, format_of

_COUNTS = frozenset(
    {"Input (w/ Cache Write)", "Input (w/o Cache Write)", "Cache Read", "Output Tokens"}
)
_MARKS = _COUNTS | {"Date", "Model"}

SOURCE = Source(
    name="cursor",
    doc="Cursor's usage events (CSV, as the dashboard exports them; the older header too)",
    known_by="the columns `Date`, `Model`, `Input (w/ Cache Write)`, `Input (w/o Cache Write)`, `Cache Read` and `Output Tokens`",
    kind=USAGE,
    containers=("csv",),
    fields=(
        field("date", "Date"),
        field("event_kind", "Kind"),
        field("model", "Model"),
        field("max_mode", "Max Mode"),
        field("written", "Input (w/ Cache Write)"),
        field("fresh", "Input (w/o Cache Write)"),
        field("cached", "Cache Read"),
        field("output", "Output Tokens"),
        field("total", "Total Tokens"),
        field("cost", "Cost"),
        field("to_pay", "Cost to you"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "who made the call: columns of users and teams are not confirmed and not read, a `[[source]]` reads them",
        "which model answered where Cursor chose it (`auto`)",
        "the instant in an export that states days: the call lies somewhere in its day, in UTC, and is not known to be the one that another export states to the millisecond",
        "what Cursor's calls cost at the models' providers: Cursor bills them, its cost is kept as reported, and of included usage it is no money owed",
        "how rows are billed whose kind is neither Included nor On-Demand: the kind is a tag",
        "reasoning, which is inside the output, and how long the cache keeps what is written",
    ),
    whole=True,
    export="the dashboard's usage page, *Export CSV*, which asks for `strategy=tokens`",
    traps=(
        "the two columns of input are disjoint: subtracting one from the other undercounts",
        "included usage has a cost that nobody owes: it is billed as subscription",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the table has Cursor's columns of tokens."""
    return frozenset(sample.header) >= _MARKS


def _claim(sample: Sample, _: Hints) -> Source | None:
    """The source, with the columns that it does not read of this file."""
    if not claims(sample):
        return None
    known = {name for one in SOURCE.fields for (name,) in one.paths}
    strange = [name for name in sample.header if name and name not in known]
    notes = (f"columns not read: {', '.join(map(repr, strange))}",) if strange else ()
    return SOURCE._replace(notes=notes)


def refuses(sample: Sample) -> str | None:
    """Why an export without counts is not read, in one sentence; None where it is another file."""
    names = frozenset(sample.header)
    if claims(sample) or not names >= {"Date", "Kind", "Model", "Max Mode"}:
        return None
    return "Cursor exports its counts with `strategy=tokens` only: export the usage events so, or write a [[source]]"


FORMAT = format_of(SOURCE, _claim, refuses)
