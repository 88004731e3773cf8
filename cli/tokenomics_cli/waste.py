"""`tokenomics waste`: what could be spent better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings


@question
def waste(request: Request, given: Settings) -> None:
    """What could be spent better: caches, tiers, long calls, dear models, idle capacity.

    Each kind has the amount at stake: what its calls cost more than they would have otherwise. With
    PATHs and without --ledger the logs are read into a ledger that is gone afterwards.
    """
    from tokenomics.analysis.waste import waste as ask
    from tokenomics_cli.answer import Question, answer

    answer(request, given, Question("waste", ask))
