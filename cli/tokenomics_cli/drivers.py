"""`tokenomics drivers`: what changed the cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Vs = Annotated[
    str,
    typer.Option(
        "--vs",
        metavar="previous|PERIOD|NAME=VALUE",
        help="Compare with the period before, with 2026, 2026-10, 2026-W41 or 2026-10-01, or with other calls.",
    ),
]


@question
def drivers(request: Request, given: Settings, vs: Vs = "previous") -> None:
    """What changed the cost: requests, tokens, models, cache, tiers or prices.

    Each flow's change is split so that the parts sum to it. Without a period the last 7 days are
    compared with those before.
    """
    from functools import partial

    from tokenomics.analysis.drivers import drivers as ask
    from tokenomics_cli.answer import Question, answer

    answer(request, given, Question("drivers", partial(ask, vs=vs), {"vs": vs}))
