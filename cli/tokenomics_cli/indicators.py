"""`tokenomics indicators`: the FinOps Foundation's indicators for AI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings


@question
def indicators(request: Request, given: Settings) -> None:
    """The FinOps Foundation's indicators for AI: their values, or what is missing for one.

    With PATHs and without --ledger the logs are read into a ledger that is gone afterwards.
    """
    from tokenomics.analysis.indicators import indicators as ask
    from tokenomics_cli.answer import Question, answer

    answer(request, given, Question("indicators", ask))
