"""`tokenomics reconcile`: what was billed beside what was metered."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Tolerance = Annotated[
    float,
    typer.Option("--tolerance", metavar="PERCENT", min=0, help="A difference up to it is matched."),
]


@question
def reconcile(request: Request, given: Settings, tolerance: Tolerance = 1.0) -> None:
    """What was billed beside what was metered, and what the difference consists of.

    By provider and model, or day and month. Lines of bills and usage are compared as fine as both tell,
    where bills reach; parts sum exactly to the difference.
    """
    from functools import partial

    from tokenomics.reconciling.reconcile import reconcile as ask
    from tokenomics_cli.answer import Question, answer

    asked = partial(ask, tolerance=Decimal(str(tolerance)) / 100)
    answer(request, given, Question("reconcile", asked, {"tolerance": tolerance}))
