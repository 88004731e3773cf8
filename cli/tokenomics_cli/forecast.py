"""`tokenomics forecast`: what a period will have cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tokenomics_cli.options import Scenarios
from tokenomics_cli.question import question

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    request: Request,
    given: Settings,
    usage: Usage = False,
    backtest: Backtest = False,
    scenario: Scenarios = None,
) -> None:
    """What a period will have cost: this month, or from --since up to --until.

    Spent so far, what is to come at the prices of its time and with the events of the
    configuration, and how sure that is. --by day shows the way there.
    """
    from tokenomics_cli.answer import Question, answer

    said = {"usage": usage, "backtest": backtest, "scenario": scenario}
    options = {name: value for name, value in said.items() if value}
    ask = _asking(request, given, scenario or (), usage=usage, backtest=backtest)
    answer(request, given, Question("forecast", ask, options))


def _asking(
    request: Request,
    given: Settings,
    scenario: Sequence[str],
    *,
    usage: bool,
    backtest: bool,
) -> Any:
    from tokenomics.analysis.tried import tried
    from tokenomics.records.errors import ConfigError

    if usage and backtest:
        raise ConfigError("--usage and --backtest are two questions: leave out one")
    if backtest and scenario:
        raise ConfigError("--backtest is of what was, --scenario of what may come: leave out one")
    return tried if backtest else _ahead(request, given, scenario, usage=usage)


def _ahead(request: Request, given: Settings, scenario: Sequence[str], *, usage: bool) -> Any:
    from functools import partial

    from tokenomics.analysis.outlook import outlook
    from tokenomics.analysis.uses import uses
    from tokenomics.projection import events_of
    from tokenomics_cli.scenarios import assumed

    prices = (request.pricebook, request.prices_known, request.currency)
    events = events_of(given.config, request.currency or "")
    return partial(
        uses if usage else outlook, events=events, scenario=assumed(scenario, given, *prices)
    )
