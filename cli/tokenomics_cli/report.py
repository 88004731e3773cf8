"""`tokenomics report`: what usage cost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from tokenomics_cli.options import (
    At,
    ConfigFile,
    KeepUserIds,
    Ledger,
    LedgerAt,
    Now,
    Paths,
    Pricebooks,
    PricesKnown,
    Provider,
    Scope,
)

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAMES",
        help="Dimensions to group by, comma-separated: feature,model or day or tag:env.",
    ),
]
Per = Annotated[
    str | None,
    typer.Option(
        "--per",
        metavar="UNIT",
        help="Unit cost: request, user, session, customer, step, task, success or revenue.",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="TIME", help="From then on: 2026-11, 2026-11-02 or an instant."
    ),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="Before then, itself not included.")
]
Zone = Annotated[
    str | None,
    typer.Option("--tz", metavar="ZONE", help="Time zone of days, such as Europe/Berlin."),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="NAME=VALUE",
        help="Only these calls; repeatable. NAME!=VALUE leaves them out, NAME= finds none stated.",
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", help="Show the first N rows.")]
Form = Annotated[
    Literal["table", "json", "csv", "markdown", "parquet"],
    typer.Option("--format", help="How the report is written."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead.")
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="GATES",
        help="Exit 1 where a gate fails: unpriced, rejects, undated, overlap, cost>100USD; comma-separated.",
    ),
]
PricesAt = Annotated[
    str,
    typer.Option(
        "--prices-at",
        metavar="event|now|DATE",
        help="Prices of each call's own time, or those of one day for all calls.",
    ),
]
TaskPeriod = Annotated[
    Literal["first", "last", "outcome"] | None,
    typer.Option(
        "--task-period",
        help="With --per task or success: what decides a task's period, its first or last call, or its judgement.",
    ),
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Currency of the report.")
]


def report(
    paths: Paths = None,
    by: By = None,
    per: Per = None,
    since: Since = None,
    until: Until = None,
    tz: Zone = None,
    where: Where = None,
    limit: Limit = None,
    form: Form = "table",
    output: Output = None,
    fail_on: FailOn = None,
    pricebook: Pricebooks = None,
    prices_at: PricesAt = "event",
    prices_known: PricesKnown = None,
    currency: Currency = None,
    task_period: TaskPeriod = None,
    ledger: Ledger = None,
    ledger_at: LedgerAt = None,
    at: At = None,
    provider: Provider = None,
    scope: Scope = None,
    keep_user_ids: KeepUserIds = False,
    config: ConfigFile = None,
    now: Now = None,
) -> None:
    """What usage cost, from a ledger or straight from logs.

    With PATHs and without --ledger the logs are read into a ledger that is gone afterwards.
    """
    from tokenomics.sources.contract import Hints
    from tokenomics_cli.answer import answer
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import settings

    request = Request(
        tuple(paths or ()), by, per, since, until, tz, tuple(where or ()), limit, form, output,
        fail_on, tuple(pricebook or ()), prices_at, prices_known, currency, ledger_at,
        task_period, keep=ledger is not None,
    )  # fmt: skip
    answer(request, settings(
        config, ledger=ledger, now=now, hints=Hints(at, provider, scope), keep_user_ids=keep_user_ids
    ))  # fmt: skip
