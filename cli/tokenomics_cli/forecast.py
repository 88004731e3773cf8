"""`tokenomics forecast`: what a period will have cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings


@question
def forecast(request: Request, given: Settings) -> None:
    """What a period will have cost: this month, or from --since up to --until.

    Spent so far, what is to come at the prices of its time and with the events of the
    configuration, and how sure that is. --by day shows the way there.
    """
    from functools import partial

    from tokenomics.analysis.outlook import outlook
    from tokenomics.projection import events_of
    from tokenomics_cli.answer import Question, answer

    events = events_of(given.config)
    answer(request, given, Question("forecast", partial(outlook, events=events)))
