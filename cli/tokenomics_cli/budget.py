"""`tokenomics budget`: how budgets stand."""

from __future__ import annotations

from typing import Annotated

import typer

from tokenomics_cli.options import (
    ConfigFile,
    Ledger,
    LedgerAt,
    Limit,
    Now,
    Pricebooks,
    PricesKnown,
    Scenarios,
)
from tokenomics_cli.question import Form, Output

Check = Annotated[bool, typer.Option("--check", help="Exit 1 where a budget is passed.")]
Foreseen = Annotated[
    bool, typer.Option("--foreseen", help="With --check: also where one is at risk to be.")
]
NoForecast = Annotated[
    bool, typer.Option("--no-forecast", help="Only what is spent, which is quicker.")
]


def budget(
    check: Check = False,
    foreseen: Foreseen = False,
    no_forecast: NoForecast = False,
    scenario: Scenarios = None,
    limit: Limit = None,
    form: Form = "table",
    output: Output = None,
    pricebook: Pricebooks = None,
    prices_known: PricesKnown = None,
    ledger: Ledger = None,
    ledger_at: LedgerAt = None,
    config: ConfigFile = None,
    now: Now = None,
) -> None:
    """How budgets stand: spent, limit, what is expected by the end, and when the money is gone.

    --format json is what gateways and agents poll.
    """
    from tokenomics_cli.budgets import Ask, show
    from tokenomics_cli.settings import settings

    ask = Ask(
        tuple(pricebook or ()), prices_known, ledger_at, limit, form, output, check, foreseen,
        forecast=not no_forecast, scenario=tuple(scenario or ()),
    )  # fmt: skip
    show(settings(config, ledger=ledger, now=now), ask)
