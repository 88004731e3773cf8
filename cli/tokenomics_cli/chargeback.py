"""`tokenomics chargeback`: what each team owes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tokenomics_cli.question import question
from tokenomics_cli.report import CostBasis

if TYPE_CHECKING:
    from tokenomics_cli.charging import Wanted
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Month = Annotated[
    str | None,
    typer.Option(
        "--month", metavar="MONTH", help="The month: 2026-10, instead of --since and --until."
    ),
]
ShareBy = Annotated[
    Literal["cost", "tokens", "requests", "even"],
    typer.Option("--share-by", help="What the share of costs of no single team is weighed by."),
]
Form = Annotated[
    Literal["table", "json", "csv", "markdown", "parquet", "focus"],
    typer.Option("--format", help="How it is written; focus: rows of FOCUS 1.4, to --output."),
]
Statements = Annotated[
    Path | None,
    typer.Option(
        "--statements", metavar="DIR", help="Write a statement for each team into a folder instead."
    ),
]


@question
def chargeback(
    request: Request, given: Settings, month: Month = None, share_by: ShareBy = "cost",
    cost_basis: CostBasis = "priced", form: Form = "table", statements: Statements = None,
) -> None:  # fmt: skip
    """What each team owes: its calls, overheads, people's time, and a share of what is nobody's.

    --by takes another dimension. Rows sum exactly to all that was spent.
    """
    from tokenomics_cli.charging import Wanted, charge, state
    from tokenomics_cli.request import of_month

    asked, wanted = of_month(request, month), Wanted(share_by, cost_basis == "billed")
    if statements is not None:
        state(asked, given, wanted, statements)
    elif form == "focus":
        charge(asked, given, wanted)
    else:
        _listed(asked._replace(form=form), given, wanted, month)


def _listed(request: Request, given: Settings, wanted: Wanted, month: str | None) -> None:
    from functools import partial

    from tokenomics.reconciling.chargeback import chargeback as ask
    from tokenomics_cli.answer import Question, answer

    options = {"month": month, "share_by": wanted.share_by, "cost_basis": "billed" if wanted.is_billed else "priced"}  # fmt: skip
    told = {name: value for name, value in options.items() if value is not None}
    answer(request, given, Question("chargeback", partial(ask, **wanted._asdict()), told))
