"""`tokenomics forecast`: what a period will have cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings


Usage = Annotated[
    bool,
    typer.Option("--usage", help="What is expected to be used of each model, and at which prices."),
]
Backtest = Annotated[
    bool,
    typer.Option("--backtest", help="How good forecasts would have been over the ledger's past."),
]


@question
def forecast(
    request: Request, given: Settings, usage: Usage = False, backtest: Backtest = False
) -> None:
    """What a period will have cost: this month, or from --since up to --until.

    Spent so far, what is to come at the prices of its time and with the events of the
    configuration, and how sure that is. --by day shows the way there.
    """
    from tokenomics_cli.answer import Question, answer

    options = {name: True for name, on in (("usage", usage), ("backtest", backtest)) if on}
    answer(request, given, Question("forecast", _asking(request, given, **options), options))


def _asking(
    request: Request, given: Settings, *, usage: bool = False, backtest: bool = False
) -> Any:
    from functools import partial

    from tokenomics.analysis.outlook import outlook
    from tokenomics.analysis.tried import tried
    from tokenomics.analysis.uses import uses
    from tokenomics.projection import events_of
    from tokenomics.records.errors import ConfigError

    if usage and backtest:
        raise ConfigError("--usage and --backtest are two questions: leave out one")
    if backtest:
        return tried
    return partial(
        uses if usage else outlook, events=events_of(given.config, request.currency or "")
    )
