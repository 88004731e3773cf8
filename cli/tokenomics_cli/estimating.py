"""Prompts read, estimated and shown, and judged where asked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

import typer

from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.config import exchange_of
from tokenomics.estimating import (
    Estimated,
    Plan,
    Prices,
    Prompts,
    Told,
    Verdict,
    compared,
    estimated,
    for_people,
    judge,
    listed,
    parse_limit,
    read_prompts,
)
from tokenomics.records.errors import ConfigError
from tokenomics.report.forms import Form, text_of
from tokenomics.report.origin import Origin
from tokenomics_cli.answer import origin_of
from tokenomics_cli.books import book_for, prices_words
from tokenomics_cli.request import Request
from tokenomics_cli.settings import Settings
from tokenomics_cli.terminal import emit, fail, page_width, say


class Ask(NamedTuple):
    """The options of an estimate, None where they were not given."""

    files: tuple[str, ...]
    model: str | None
    compare: tuple[str, ...]
    provider: str | None
    plan: Plan
    max_cost: str | None
    by: Literal["file", "request"]
    limit: int | None
    form: Form
    currency: str | None
    pricebook: tuple[Path, ...]
    prices_known: str | None


def show(ask: Ask, given: Settings) -> None:
    """Show what prompts will cost.

    Ends the command with exit code 1 where they may cost more than they may.
    """
    currency = ask.currency or given.config.report.currency
    limit = parse_limit(ask.max_cost, currency) if ask.max_cost is not None else None
    book = book_for(given.config, ask.pricebook, ask.prices_known, currency=currency)
    prices = Prices(book, given.now, currency, exchange_of(given.config))
    read = read_prompts(ask.files)
    sides = _sides(ask, read, prices)
    _write(_listing(ask, sides, prices, given), ask, given, book)
    if read.left_out:
        say(read.left_out)
    if limit is not None:
        _end(judge(sides[0], limit, ask.plan, prices))


def _sides(ask: Ask, read: Prompts, prices: Prices) -> list[list[Estimated]]:
    """The prompts with the model asked for, or with those that they name, and with each to compare."""
    names_own = all(prompt.asked.request.get("model") for prompt in read.prompts)
    has_own = ask.model is not None or not ask.compare or names_own
    if ask.max_cost is not None and not has_own:
        raise ConfigError("--max-cost judges one model: name it with --model")
    models = [*([ask.model] if has_own else []), *ask.compare]
    return [
        estimated(read.prompts, prices, model=model, provider=ask.provider, plan=ask.plan)
        for model in dict.fromkeys(models)
    ]


def _listing(ask: Ask, sides: list[list[Estimated]], prices: Prices, given: Settings) -> Listing:
    tz = given.config.report.timezone
    by = "model" if ask.compare else ask.by
    told = Told(by, ask.plan.output, ask.limit, tz)
    found = compared(sides, prices, told) if ask.compare else listed(sides[0], prices, told)
    return for_people(found, by) if ask.form in {"table", "markdown"} else found


def _write(shown: Listing, ask: Ask, given: Settings, book: Book) -> None:
    prices = prices_words(book, shown.report.query)
    text = text_of(shown, ask.form, _origin(ask, given, book), prices=prices, width=page_width())
    emit(text, exact=ask.form != "table")


def _origin(ask: Ask, given: Settings, book: Book) -> Origin:
    options = {
        "files": list(ask.files), "model": ask.model, "compare": list(ask.compare),
        "provider": ask.provider, "output": ask.plan.output, "media_tokens": ask.plan.media, "tier": ask.plan.tier, "by": ask.by, "limit": ask.limit,
        "currency": ask.currency, "pricebook": [str(path) for path in ask.pricebook],
        "prices_known": ask.prices_known,
    }  # fmt: skip
    told = {name: value for name, value in options.items() if value not in (None, [])}
    return origin_of(Request(), given, book, "estimate", told)


def _end(verdict: Verdict) -> None:
    """Tell whether the limit is kept, and end with the exit code for it."""
    if verdict.passed:
        say(f"max cost: {verdict.sentence}")
    else:
        fail(f"max cost: {verdict.sentence}")
        raise typer.Exit(1)
