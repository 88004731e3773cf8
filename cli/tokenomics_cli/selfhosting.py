"""Hardware of one's own as options state it, counted and shown."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tokenomics.report.forms import Form, text_of, to_parquet
from tokenomics.selfhosting.listed import Asking, selfhost
from tokenomics.selfhosting.stated import Stated
from tokenomics_cli.answer import check_output, origin_of
from tokenomics_cli.books import book_for, prices_words
from tokenomics_cli.request import Request, query_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.terminal import emit, page_width


class Ask(NamedTuple):
    """The options of the question."""

    stated: Stated
    utilisation: tuple[str, ...]
    form: Form
    output: Path | None
    currency: str | None


def show(ask: Ask, given: Settings) -> None:
    """Show what tokens cost on hardware of one's own."""
    check_output(ask.form, ask.output)
    request = Request(form=ask.form, output=ask.output, currency=ask.currency)
    query = query_of(request, given.config, given.now)
    book = book_for(given.config, (), currency=query.currency)
    shown = selfhost(ask.stated, Asking(query, given.now, ask.utilisation))
    told = {name: each for name, each in ask.stated._asdict().items() if each}
    options = {**told, "utilisation": list(ask.utilisation)}
    origin = origin_of(request, given, book, "whatif selfhost", options)
    if ask.form == "parquet" and ask.output is not None:
        to_parquet(shown, ask.output)
        return
    text = text_of(shown, ask.form, origin, prices=prices_words(book, query), width=page_width())
    emit(text, ask.output, exact=ask.form != "table")
