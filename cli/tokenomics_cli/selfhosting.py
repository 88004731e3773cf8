"""Hardware of one's own as options state it, beside calls or without any."""

from __future__ import annotations

import os
from functools import partial

from tokenomics.report.forms import text_of, to_parquet
from tokenomics.selfhosting.api import is_amount
from tokenomics.selfhosting.listed import MEASURED, Asking, measured, selfhost
from tokenomics.selfhosting.stated import Stated
from tokenomics_cli.answer import Question, answer, check_output, origin_of
from tokenomics_cli.books import book_for, prices_words
from tokenomics_cli.options import LEDGER
from tokenomics_cli.request import Request, query_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.terminal import emit, page_width

_NAME = "whatif selfhost"
# Where nothing is priced by the book.
_STATED = "prices as stated"


def show(request: Request, given: Settings, stated: Stated, asking: Asking) -> None:
    """Show what tokens cost on hardware of one's own; of calls, where any are named."""
    options = {name: _plain(each) for name, each in _options(stated, asking).items() if each}
    options["prices_at"] = (
        request.prices_at
    )  # which is another one than elsewhere where none is given
    if not is_of_calls(request, asking):
        _alone(request, given, stated, asking, options)
        return
    ask = partial(measured, stated=stated, asking=asking)
    answer(request, given, Question(_NAME, ask, options))


def is_of_calls(request: Request, asking: Asking) -> bool:
    """Whether calls are named; a ledger that the environment names is there for other commands too."""
    named = (request.paths, request.where, request.since, request.until, request.ledger_at)
    is_named = request.keep and LEDGER not in os.environ
    return any(named) or is_named or asking.mix == MEASURED


def _options(stated: Stated, asking: Asking) -> dict[str, object]:
    return {**stated._asdict(), **asking._asdict()}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _alone(
    request: Request, given: Settings, stated: Stated, asking: Asking, options: dict[str, object]
) -> None:
    query = query_of(request, given.config, given.now)
    check_output(request.form, request.output)
    book = book_for(given.config, request.pricebook, request.prices_known, currency=query.currency)
    shown = selfhost(stated, asking, query, book, given.now)
    origin = origin_of(request, given, book, _NAME, options)
    words = _STATED if all(map(is_amount, asking.against)) else prices_words(book, query)
    if request.form == "parquet" and request.output is not None:
        to_parquet(shown, request.output)
        return
    text = text_of(shown, request.form, origin, prices=words, width=page_width())
    emit(text, request.output, exact=request.form != "table")
