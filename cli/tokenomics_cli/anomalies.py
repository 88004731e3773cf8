"""`tokenomics anomalies`: what costs unusually much, or little, and which flow explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings


@question
def anomalies(request: Request, given: Settings) -> None:
    """What costs unusually much or little: in the last 30 days, or from --since up to --until.

    Each anomaly is told once, by the flow that explains it. --by names the dimensions to look at,
    which are else those that say who spends.
    """
    from tokenomics.analysis.anomalies import anomalies as ask
    from tokenomics_cli.answer import Question, answer

    answer(request, given, Question("anomalies", ask))
