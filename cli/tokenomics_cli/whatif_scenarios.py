"""`tokenomics whatif scenarios`: what may come, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Months = Annotated[
    int | None,
    typer.Option(
        "--months", metavar="N", help="Months to look at, this one included: 3, 12. Default: 1."
    ),
]
Budgets = Annotated[
    bool, typer.Option("--budgets", help="How each budget stands under each scenario, instead.")
]


@question
def scenarios(
    request: Request, given: Settings, months: Months = None, budgets: Budgets = False
) -> None:
    """The [[scenario]]s of the configuration and the baseline, side by side.

    What this month, or a period up to --until, comes to in each, how sure that is, and which budgets
    are passed when. --by month shows each month.
    """
    from tokenomics_cli.answer import Question, answer

    said = {"months": months, "budgets": budgets}
    options = {name: value for name, value in said.items() if value}
    ask = _asking(request, given, months, budgets=budgets)
    answer(request, given, Question("whatif scenarios", ask, options))


def _asking(request: Request, given: Settings, months: int | None, *, budgets: bool) -> Any:
    from functools import partial

    from tokenomics.planning.scenarios import scenarios as ask
    from tokenomics.projection import events_of, scenarios_of
    from tokenomics_cli.books import book_of

    currency = request.currency or ""
    # How prices fell is measured in the currency of the book, whatever a report is in.
    book = book_of(request.pricebook, request.prices_known)
    return partial(
        ask, courses=scenarios_of(given.config, book, given.now, currency), months=months,
        budgets=budgets, limits=_limits(request, given), events=events_of(given.config, currency),
    )  # fmt: skip


def _limits(request: Request, given: Settings) -> Any:
    """The budgets of the configuration; none where a report is in another currency than they are."""
    from tokenomics.budgeting import budgets_of, naming
    from tokenomics.config import people_of
    from tokenomics.planning.limits import Limits
    from tokenomics_cli.books import book_for
    from tokenomics_cli.request import rules_of

    if (request.currency or given.config.report.currency) != given.config.report.currency:
        return Limits()
    people = people_of(given.config, given.ledger)
    budgets, _ = naming(budgets_of(given.config), rules_of(given.config), people)
    lists = any(each.basis == "list" for each in budgets)
    return Limits(budgets, book_for(given.config, ()) if lists else None)
