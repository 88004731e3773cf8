"""The sections of `tokenomics.toml`: every key with what it means and its default."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct


class LedgerConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[ledger]`: where records are kept."""

    path: Annotated[
        str,
        Meta(
            description="Folder of the ledger, relative to this file, or its address in a bucket."
        ),
    ] = ".tokenomics"
    logs: Annotated[
        tuple[str, ...],
        Meta(
            description="Files, folders and globs that `tokenomics ingest` reads where none are named."
        ),
    ] = ()
    cache: Annotated[
        str,
        Meta(
            description="Room for answers about large ledgers in the user's cache folder; 0 keeps none."
        ),
    ] = "1GB"


class ReportConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[report]`: how reports are shown."""

    currency: Annotated[Literal["USD"], Meta(description="Currency of reports.")] = "USD"
    timezone: Annotated[str, Meta(description="Zone of days, weeks and months.")] = "UTC"


class PrivacyConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[privacy]`: what becomes of the people that logs name."""

    keep_user_ids: Annotated[
        bool, Meta(description="Store users as they are, instead of pseudonyms.")
    ] = False
    people: Annotated[
        str | None,
        Meta(description="File that says who is behind a pseudonym, relative to this file."),
    ] = None
    also: Annotated[
        tuple[str, ...],
        Meta(description="What names a person besides users: customer, tag:KEY and the like."),
    ] = ()


class SourceConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[source]]`: a format of your own, by naming its columns or JSON paths."""

    name: Annotated[str, Meta(description="Name of the source, as reports show it.")]
    match: Annotated[str, Meta(description="Files it reads: a glob, relative to this file.")]
    kind: Annotated[
        str, Meta(description="Kind of record: usage, outcome, overhead, revenue, charge.")
    ] = "usage"
    fields: Annotated[
        dict[str, str],
        Meta(description="Record column = column or dotted JSON path of the file."),
    ] = {}
    constants: Annotated[
        dict[str, str | int | float | bool],
        Meta(description="Record column = a value that every row has."),
    ] = {}
    units: Annotated[
        dict[str, str],
        Meta(
            description="Record column = unit of the file: s, ms, us, ns, cents, thousand, million."
        ),
    ] = {}
    timezone: Annotated[str | None, Meta(description="Zone of instants that state none.")] = None
    epoch: Annotated[
        datetime | None,
        Meta(
            description="Instant that numbers with a unit count from, with its offset; else 1970."
        ),
    ] = None
    key: Annotated[
        tuple[str, ...],
        Meta(description="Columns or paths that name a row; without them its place does."),
    ] = ()


class AttributeConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[attribute]]`: who a call belongs to, decided when a report is made."""

    when: Annotated[dict[str, str], Meta(description="Dimension = value that a record must have.")]
    set: Annotated[
        dict[str, str], Meta(description="Dimension = value it is given; the first rule wins.")
    ]


class AuthorityConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[authority]]`: whose word counts where several sources state the same usage."""

    provider: Annotated[str, Meta(description="Provider whose usage several sources state.")]
    source: Annotated[str, Meta(description="Source to believe: on its days no other is counted.")]


class TaskConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[task]`: what the calls of one task have in common."""

    id: Annotated[
        tuple[str, ...],
        Meta(
            description="Columns, or tags as `tag:KEY`, that name a call's task: the first it has."
        ),
    ] = ("task_id", "trace_id", "session_id")
    period: Annotated[
        Literal["first", "last", "outcome"],
        Meta(
            description="What decides which period a task belongs to: its first or last call, or its judgement."
        ),
    ] = "last"


class SuccessConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[success]]`: when a task has succeeded; of several rules the first for a task decides."""

    when: Annotated[str, Meta(description="What judgements must say: `resolved = true`.")]
    where: Annotated[
        dict[str, str], Meta(description="Dimension = value of the tasks it is for; else all.")
    ] = {}
    wait: Annotated[
        str, Meta(description="How long a judgement is awaited: `12h`, `7d`; then it is unknown.")
    ] = "7d"
    unknown: Annotated[
        Literal["bounds", "failure"],
        Meta(description="What a task is that was never judged: bounds of the cost, or a failure."),
    ] = "bounds"


class OverheadConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[overhead]]`: a cost that is no model call, stated here or drawn from bills."""

    name: Annotated[str, Meta(description="What is paid for.")]
    amount: Annotated[str | None, Meta(description="What it costs: `500.00 USD`.")] = None
    start: Annotated[date | None, Meta(description="First day of what the amount is for.")] = None
    end: Annotated[
        date | None, Meta(description="Last day of it; without one all is due on the first.")
    ] = None
    from_charges: Annotated[
        dict[str, str] | None,
        Meta(description="Column of bills' lines = value: those are what it costs."),
    ] = None
    cost: Annotated[
        Literal["billed", "effective", "contracted", "list"],
        Meta(description="Which cost of the lines is meant."),
    ] = "billed"
    allocate_by: Annotated[
        Literal["requests", "tokens", "cost", "tasks", "even"],
        Meta(description="How it is shared out among the tasks of its scope."),
    ] = "cost"
    nature: Annotated[
        Literal["opex", "capex"], Meta(description="opex, or capex amortised over its period.")
    ] = "opex"
    scope: Annotated[
        dict[str, str], Meta(description="Dimension = value it is confined to; else everything.")
    ] = {}


class EventConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[event]]`: a known change that forecasts keep apart from what they learn."""

    name: Annotated[str, Meta(description="What happens.")]
    date: Annotated[date, Meta(description="Its first day.")]
    where: Annotated[
        dict[str, str], Meta(description="Dimension = value it is confined to; else everything.")
    ] = {}
    factor: Annotated[
        float | None, Meta(description="Multiple of the cost: 4.5 for a renewal, 0 for an end.")
    ] = None
    monthly: Annotated[
        float | None, Meta(description="Multiple again every thirty days: 1.1 is growth of 10 %.")
    ] = None
    daily: Annotated[
        str | None, Meta(description="Cost added each day, of what has no past: `40.00 USD`.")
    ] = None
    ramp_days: Annotated[
        int, Meta(ge=0, description="Days in which it grows into its full effect.")
    ] = 0
    until: Annotated[
        date | None, Meta(description="First day on which it is over; else it stays.")
    ] = None


class AlertConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[alert]`: what `tokenomics alert` tells besides budgets, and whom."""

    channels: Annotated[
        tuple[str, ...],
        Meta(description="Channels that hear of spikes, missing prices, old data and prices."),
    ] = ()
    max_age: Annotated[
        str, Meta(description="Age of the newest record from which on nothing is judged: `26h`.")
    ] = "26h"


class LabourConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[labour]`: what people's time costs."""

    hourly: Annotated[
        str | None,
        Meta(
            description="Price of an hour of review or rework: `60.00 USD`; else it is not counted."
        ),
    ] = None


class PersonConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[person]]`: what a task takes of a person without AI; of several the first for a task counts."""

    minutes: Annotated[float, Meta(gt=0, description="Minutes that a person needs for a task.")]
    hourly: Annotated[
        str | None,
        Meta(description="Price of an hour of theirs: `60.00 USD`; else that of `[labour]`."),
    ] = None
    where: Annotated[
        dict[str, str], Meta(description="Dimension = value of the tasks it is for; else all.")
    ] = {}


class OptionConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[option]]`: what else could do tasks that models do, at what cost and how well."""

    name: Annotated[str, Meta(description="What it is called.")]
    kind: Annotated[
        Literal["api", "hosted", "self-hosted", "distilled", "local", "no model"],
        Meta(
            description="What it is: prices of api and hosted ones move with the market's, others are one's own."
        ),
    ]
    model: Annotated[
        str | None, Meta(description="Model whose prices the book has: `openai/gpt-5-mini`.")
    ] = None
    per_million_tokens: Annotated[
        str | None,
        Meta(description="Else the price of a million tokens, read or written: `1.67 USD`."),
    ] = None
    per_task: Annotated[str | None, Meta(description="What a task costs besides.")] = None
    monthly: Annotated[
        str | None, Meta(description="What it costs a month, however much is asked of it.")
    ] = None
    capacity: Annotated[
        Annotated[float, Meta(gt=0)] | None,
        Meta(description="Tokens a month that `monthly` pays for: more take it again."),
    ] = None
    success_rate: Annotated[
        Annotated[float, Meta(gt=0, le=1)] | None,
        Meta(description="Share of tasks that it does well: `0.87`."),
    ] = None
    source: Annotated[
        str | None, Meta(description="Whence that is known: `pilot of October, 120 tickets`.")
    ] = None
    where: Annotated[
        dict[str, str], Meta(description="Dimension = value of the tasks it is for; else all.")
    ] = {}
