"""`tokenomics whatif portfolio`: the options of each class of tasks, by cost and success rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli import completion
from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A model of the book that could do the tasks, as PROVIDER/MODEL or its name; repeatable.",
        autocompletion=completion.models,
    ),
]


@question
def portfolio(request: Request, given: Settings, model: Models = None) -> None:
    """What could do each class of tasks, at what cost and how well; and what that depends on.

    The models that did such tasks, those of --model on the same tokens, and each [[option]] of the
    configuration. By feature unless --by says otherwise. With PATHs and without --ledger the logs are
    read into a ledger that is gone afterwards.
    """
    from functools import partial

    from tokenomics.weighing.options import options_of
    from tokenomics.weighing.portfolio import portfolio as ask
    from tokenomics_cli.answer import Question, answer
    from tokenomics_cli.books import book_for

    currency = request.currency or given.config.report.currency
    book = book_for(given.config, request.pricebook, request.prices_known, currency=currency)
    options = options_of(given.config, currency, book, model or ())
    told = {"model": list(model or ())}
    answer(request, given, Question("whatif portfolio", partial(ask, options=options), told))
