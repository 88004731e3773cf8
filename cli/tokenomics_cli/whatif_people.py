"""`tokenomics whatif people`: what tasks cost with AI, and by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Minutes = Annotated[
    str | None,
    typer.Option(
        "--minutes",
        metavar="N",
        help="Minutes that a person needs for a task without AI, instead of what [[person]] says.",
    ),
]
Hourly = Annotated[
    str | None,
    typer.Option(
        "--hourly",
        metavar="AMOUNT",
        help="What an hour of people costs, to do tasks, review and mend; default: as configured.",
    ),
]


@question
def people(
    request: Request, given: Settings, minutes: Minutes = None, hourly: Hourly = None
) -> None:
    """What a task costs with AI, all in, what it costs by a person, and where that turns.

    By feature unless --by says otherwise. With PATHs and without --ledger the logs are read into a
    ledger that is gone afterwards.
    """
    from functools import partial

    from tokenomics.weighing.people import ai_or_person
    from tokenomics.weighing.persons import persons_of
    from tokenomics_cli.answer import Question, answer

    currency = request.currency or given.config.report.currency
    persons = persons_of(given.config, currency, minutes=minutes, hourly=hourly)
    told = {"minutes": minutes, "hourly": hourly}
    answer(request, given, Question("whatif people", partial(ai_or_person, persons=persons), told))
