"""`tokenomics failures`: what failed calls, retries and fallbacks cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings


@question
def failures(request: Request, given: Settings) -> None:
    """What became of calls: failures by error, retries, fallbacks, retry storms, and their cost.

    Every call is in one row, so that rows sum to the whole cost; by feature unless --by says
    otherwise. With PATHs and without --ledger the logs are read into a ledger that is gone afterwards.
    """
    from tokenomics.analysis.failures import failures as ask
    from tokenomics_cli.answer import Question, answer

    answer(request, given, Question("failures", ask))
