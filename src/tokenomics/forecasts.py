"""What a notebook asks of what is to come: forecasts, budgets, scenarios."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Unpack

from tokenomics.analysis.outlook import outlook
from tokenomics.books import Book, exchanged
from tokenomics.budgeting import budgets_of, naming, standing
from tokenomics.budgeting.listed import listed
from tokenomics.config import exchange_of, people_of
from tokenomics.costing import Attribution, CostQuery, costs
from tokenomics.handle import Handle, Moment, Names, Question, answered, book_of, instant
from tokenomics.overlap import Authority
from tokenomics.planning.scenarios import scenarios as ask_scenarios
from tokenomics.projection import NONE, Scenario, events_of, scenario_of, scenarios_of
from tokenomics.report.forms import frame_of

if TYPE_CHECKING:
    import polars as pl


def forecast(
    handle: Handle, by: Names = (), *, scenario: Names = (), **question: Unpack[Question]
) -> pl.DataFrame:
    """What a period will have cost: this month, or from `since` up to `until`; one row a group.

    Columns: the dimensions `by`, `spent`, what is to come of `use`, known `prices` and `events`,
    `expected`, `low` and `high` (not passed with 10 and 90 %), `buffer` between the last two, all
    Decimal(38, 18), `certainty`, `days` of history and `method`. By `day`, alone, it is the path.
    `scenario` names one of the configuration to be in `events`, or several as one. None where nothing
    can be said. Raises ConfigError where the period is over, and for an unknown scenario.
    """
    assumed = _assumed(handle, scenario, question)
    ask = partial(outlook, events=events_of(handle.config), scenario=assumed)
    return answered(handle, by, question, ask)


def _assumed(handle: Handle, names: Names, question: Question) -> Scenario:
    """The scenarios of these names as one, as it begins now."""
    chosen = [names] if isinstance(names, str) else list(names)
    if not chosen:
        return NONE
    return scenario_of(handle.config, chosen, *_trends(handle, question))


def _trends(handle: Handle, question: Question) -> tuple[Book, datetime]:
    """The book that tells how prices fell, in its own currency, and the instant that is now."""
    tz = question.get("tz") or handle.config.report.timezone
    book = book_of(question.get("pricebooks", ()), question.get("prices_known"))
    return book, instant(question.get("now"), tz) or datetime.now(UTC)


def scenarios(
    handle: Handle, by: Names = (), *, months: int | None = None, **question: Unpack[Question]
) -> pl.DataFrame:
    """The configuration's scenarios and the baseline: one row each, or by `month` one a month and scenario.

    They are of this month, of so many `months` from this one on, or from `since` up to `until`. Columns:
    those of `tokenomics.planning.scenarios.COLUMNS`: `spent`, `expected`, its `difference` to the
    baseline, `low` and `high` (not passed with 10 and 90 %), Decimal(38, 18) US dollars, and what a
    scenario `assumes`. None where nothing can be said. Raises ConfigError where there is no scenario,
    and as `forecast` does.
    """
    courses = scenarios_of(handle.config, *_trends(handle, question))
    events = events_of(handle.config)
    ask = partial(ask_scenarios, courses=courses, months=months, events=events)
    return answered(handle, by, question, ask)


def budgets(handle: Handle, *, now: Moment | None = None, scenario: Names = ()) -> pl.DataFrame:
    """How the configuration's budgets stand: one row a budget, or a value of what has one each.

    Columns: `budget`, `value`, `status` (over, at risk, within), `spent`, `limit`, `remaining`,
    what is `expected` by the end with `low` and `high`, the day on which the money is `gone`, and
    more; amounts Decimal(38, 18). `scenario` is as for `forecast`. None where nothing can be said.
    Raises as `costs` does.
    """
    config, at = handle.config, instant(now) or datetime.now(UTC)
    rules = [Attribution(rule.when, rule.set) for rule in config.attribute]
    plans, rules_ = naming(budgets_of(config), rules, people_of(config, handle.ledger.where))
    book = exchanged(book_of(()), exchange_of(config), config.report.currency)
    found = standing(
        handle.ledger, book, plans, at, events=events_of(config), rules=rules_,
        scenario=_assumed(handle, scenario, {"now": at}),
        authority=[Authority(rule.provider, rule.source) for rule in config.authority],
    )  # fmt: skip
    return frame_of(listed(found, costs(handle.ledger, book, CostQuery(until=at))))
