"""`tokenomics chargeback`: what each team owes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tokenomics_cli.question import question
from tokenomics_cli.report import CostBasis

if TYPE_CHECKING:
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


@question
def chargeback(
    request: Request, given: Settings, month: Month = None, share_by: ShareBy = "cost",
    cost_basis: CostBasis = "priced",
) -> None:  # fmt: skip
    """What each team owes: its calls, overheads, people's time, and a share of what is nobody's.

    --by takes another dimension. Rows sum exactly to all that was spent.
    """
    from functools import partial

    from tokenomics.reconciling.chargeback import chargeback as ask
    from tokenomics_cli.answer import Question, answer
    from tokenomics_cli.request import of_month

    is_billed = cost_basis == "billed"
    asked = partial(ask, share_by=share_by, is_billed=is_billed)
    options = {"month": month, "share_by": share_by, "cost_basis": cost_basis}
    told = {name: value for name, value in options.items() if value is not None}
    answer(of_month(request, month), given, Question("chargeback", asked, told))
