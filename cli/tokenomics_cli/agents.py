"""`tokenomics agents`: what agents' tasks take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings


@question
def agents(request: Request, given: Settings) -> None:
    """What agents' tasks take: loops, growing contexts, steps, tools, sub-agents and hours.

    A task is all calls with one id. With PATHs and without --ledger the logs are read into a
    ledger that is gone afterwards.
    """
    from tokenomics.analysis.agents import agents as ask
    from tokenomics_cli.answer import Question, answer

    answer(request, given, Question("agents", ask))
