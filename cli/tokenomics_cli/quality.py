"""`tokenomics quality`: how well models do, and what a success costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings


@question
def quality(request: Request, given: Settings) -> None:
    """How often the models of a feature succeed, what a success costs, and how sure both are.

    By feature and model unless --by says otherwise. With PATHs and without --ledger the logs are
    read into a ledger that is gone afterwards.
    """
    from tokenomics.analysis.quality import quality as ask
    from tokenomics_cli.answer import Question, answer

    answer(request, given, Question("quality", ask))
