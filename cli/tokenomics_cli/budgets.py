"""Budgets shown, and judged where asked."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import typer

from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.budgeting import Standing, budgets_of, naming, standing
from tokenomics.budgeting.listed import listed
from tokenomics.config import people_of
from tokenomics.costing import CostQuery, CostReport, costs
from tokenomics.ledger import Ledger
from tokenomics.projection import NONE, Scenario, events_of
from tokenomics.records.errors import ConfigError
from tokenomics.report.forms import Form, text_of, to_parquet
from tokenomics.report.origin import BookRef, Origin
from tokenomics.version import __version__
from tokenomics_cli.books import book_for, prices_words
from tokenomics_cli.handles import opened
from tokenomics_cli.request import authority_of, rules_of
from tokenomics_cli.scenarios import assumed
from tokenomics_cli.settings import Settings
from tokenomics_cli.terminal import emit, fail, page_width


class Ask(NamedTuple):
    """The options of a question about budgets; without `forecast` only what is spent is told."""

    pricebook: tuple[Path, ...]
    prices_known: str | None
    ledger_at: str | None
    limit: int | None
    form: Form
    output: Path | None
    check: bool
    foreseen: bool
    forecast: bool = True
    scenario: tuple[str, ...] = ()


def show(given: Settings, ask: Ask) -> None:
    """Show how the budgets of the configuration stand.

    Ends the command with exit code 1 where `check` finds one passed. Raises ConfigError where there
    is no budget.
    """
    _check(given, ask)
    ledger = opened(given, ask.ledger_at)
    book = book_for(given.config, ask.pricebook, ask.prices_known)
    scenario = assumed(ask.scenario, given, ask.pricebook, ask.prices_known)
    found = stand(ledger, book, given, forecast=ask.forecast, scenario=scenario)
    listing = listed(found, _behind(ledger, book, found, given), limit=ask.limit)
    if ask.form == "parquet" and ask.output is not None:
        to_parquet(listing, ask.output)
    else:
        _write(listing, ask, book, _origin(given, ask, ledger, book))
    _judge(found, ask)


def _check(given: Settings, ask: Ask) -> None:
    if not given.config.budget:
        raise ConfigError("no budget is configured: add a [[budget]] to tokenomics.toml")
    if ask.scenario and not ask.forecast:
        raise ConfigError("--scenario is of what may come, --no-forecast leaves that out")
    if ask.form == "parquet" and ask.output is None:
        raise ConfigError("parquet is no text: name a file with --output")


def _write(listing: Listing, ask: Ask, book: Book, origin: Origin) -> None:
    prices, width = prices_words(book, listing.report.query), page_width(ask.output)
    text = text_of(listing, ask.form, origin, prices=prices, width=width)
    emit(text, ask.output, exact=ask.form != "table")


def stand(
    ledger: Ledger,
    book: Book,
    given: Settings,
    *,
    forecast: bool = True,
    scenario: Scenario = NONE,
) -> Standing:
    """How the budgets of the configuration stand now, and with `forecast` what is expected."""
    config = given.config
    people = people_of(config, ledger.where)
    budgets, rules = naming(budgets_of(config), rules_of(config), people)
    listed = book_for(config, ()) if any(each.basis == "list" for each in budgets) else None
    return standing(
        ledger, book, budgets, given.now, listed=listed, forecast=forecast, events=events_of(config),
        scenario=scenario, rules=rules, authority=authority_of(config),
    )  # fmt: skip


def _behind(ledger: Ledger, book: Book, found: Standing, given: Settings) -> CostReport:
    """The costs of all calls since the earliest period began."""
    since = min((state.period.start for state in found.states), default=None)
    query = CostQuery(
        since=since, until=given.now, tz=given.config.report.timezone,
        currency=given.config.report.currency,
    )  # fmt: skip
    rules, authority = rules_of(given.config), authority_of(given.config)
    return costs(ledger, book, query, rules=rules, authority=authority)


def _judge(found: Standing, ask: Ask) -> None:
    if not ask.check:
        return
    bad = {"over", "at risk"} if ask.foreseen else {"over"}
    passed = [state for state in found.states if state.status in bad]
    for state in passed:
        value = f" {state.value}" if state.value is not None else ""
        fail(f"budget {state.budget.name!r}{value}: {state.status}")
    if passed:
        raise typer.Exit(1)


def _origin(given: Settings, ask: Ask, ledger: Ledger, book: Book) -> Origin:
    options = {
        "pricebook": [str(path) for path in ask.pricebook], "prices_known": ask.prices_known,
        "ledger_at": ask.ledger_at, "limit": ask.limit, "no_forecast": not ask.forecast, "scenario": list(ask.scenario),
    }  # fmt: skip
    return Origin(
        tool_version=__version__,
        generated_at=given.now,
        command="budget",
        parameters={name: value for name, value in options.items() if value},
        ledger_path=str(given.ledger),
        ledger_version=ledger.version,
        config_digest=given.config.digest,
        pricebooks=tuple(BookRef(*layer) for layer in book.layers),
        cost_basis=book.basis,
    )
