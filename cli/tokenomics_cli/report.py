"""`tokenomics report`: what usage cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tokenomics_cli import completion
from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Per = Annotated[
    str | None,
    typer.Option(
        "--per",
        metavar="UNIT",
        help="Unit cost: request, user, session, customer, step, task, success or revenue.",
        autocompletion=completion.units,
    ),
]
TaskPeriod = Annotated[
    Literal["first", "last", "outcome"] | None,
    typer.Option(
        "--task-period",
        help="With --per task or success: what decides a task's period, its first or last call, or its judgement.",
    ),
]


Spark = Annotated[
    bool,
    typer.Option("--spark", help="Show the course of the cost over the period beside each row."),
]
CostBasis = Annotated[
    Literal["priced", "billed"],
    typer.Option(
        "--cost-basis",
        help="priced: at the price book's prices; billed: bills, spread over the usage that caused them.",
    ),
]


Form = Annotated[
    Literal["table", "json", "csv", "markdown", "html", "parquet"],
    typer.Option("--format", help="How the report is written; html is a page with charts."),
]


@question
def report(
    request: Request, given: Settings, per: Per = None, task_period: TaskPeriod = None,
    spark: Spark = False, cost_basis: CostBasis = "priced", form: Form = "table",
) -> None:  # fmt: skip
    """What usage cost, from a ledger or straight from logs.

    With PATHs and without --ledger the logs are read into a ledger that is gone afterwards. With
    --format html everything that is known of the period is one page.
    """
    from tokenomics_cli.answer import REPORT, answer, of_bills

    wanted = request._replace(per=per, task_period=task_period)
    if form == "html":
        from tokenomics_cli.pages import page

        own = {"--spark": spark, "--cost-basis": cost_basis != "priced"}
        page(wanted, given, [name for name, is_given in own.items() if is_given])
        return
    wanted = wanted._replace(form=form)
    asked = REPORT._replace(spark=spark)
    answer(wanted, given, of_bills(asked) if cost_basis == "billed" else asked)
