"""Questions about what is not: usage under another design, and work that somebody else does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Unpack

from tokenomics.handle import Handle, Names, Question, answered, book_for, query_of
from tokenomics.replaying.replay import replay
from tokenomics.weighing.options import options_of
from tokenomics.weighing.people import ai_or_person as ask_ai_or_person
from tokenomics.weighing.persons import persons_of
from tokenomics.weighing.portfolio import portfolio as ask_portfolio

if TYPE_CHECKING:
    import polars as pl


def whatif(
    handle: Handle,
    design: Mapping[str, Sequence[str]],
    by: Names = (),
    **question: Unpack[Question],
) -> pl.DataFrame:
    """What usage would have cost under a design: one row a step and group, in the order of the steps.

    `design` holds texts as the options of `tokenomics whatif` take them, by the name of the option:
    `{"route": ["feature=support -> gpt-5-mini"], "reprice": ["at=2026-12-01"]}`; constraints follow the
    quality that they are about, `{"cheapest-that-holds": ["90%", "max-latency=2s"]}`. Columns: `step`, the
    dimensions `by` and those of `tokenomics.replaying.replay.COLUMNS`: the `calls` that a step changes, the
    `cost` before it, `cost_then`, what it costs besides (`fixed`) and its `saving` (Decimal(38, 18) US
    dollars). The savings of the steps sum to that of the design. What else may be asked is a
    `Question`. Raises ConfigError for a design that cannot be read, and as `costs` does.
    """
    return answered(handle, by, question, partial(replay, dict(design)))


def ai_or_person(
    handle: Handle,
    by: Names = (),
    *,
    minutes: str | None = None,
    hourly: str | None = None,
    **question: Unpack[Question],
) -> pl.DataFrame:
    """What a task costs with AI, all in, and by a person: one row a feature, or as `by` says.

    `minutes` is what a person needs for a task, `hourly` what an hour of people costs (`60.00 USD`):
    instead of what the configuration says in `[[person]]` and `[labour]`. Columns: the dimensions and
    those of `tokenomics.weighing.people.COLUMNS`: success rates and costs (Decimal(38, 18) US dollars)
    with the ends of their intervals of 95 %, `verdict`, and the boundaries at which it turns. What is
    not known is null. What else may be asked is a `Question`. Raises ConfigError for what is no number
    of minutes or no amount, and as `costs` does.
    """
    persons = persons_of(
        handle.config, handle.config.report.currency, minutes=minutes, hourly=hourly
    )
    return answered(handle, by, question, partial(ask_ai_or_person, persons=persons))


def portfolio(
    handle: Handle,
    by: Names = (),
    *,
    models: Sequence[str] = (),
    **question: Unpack[Question],
) -> pl.DataFrame:
    """What could do each class of tasks: one row a feature, or as `by` says, and option, the cheapest success first.

    Options are the models that did such tasks, `models` of the book on the same tokens, and those of the
    configuration's `[[option]]`. Columns: the dimensions and those of `tokenomics.weighing.portfolio.COLUMNS`:
    success rates and costs (Decimal(38, 18) US dollars) with whence they are known, `pareto`, costs at
    other prices and volumes, and what having an option is worth. What is not known is null. What else may
    be asked is a `Question`. Raises ConfigError for an option that cannot be read, PriceError for a model
    that the book does not know, and as `costs` does.
    """
    query = query_of(handle.config, by, question)
    options = options_of(handle.config, query.currency, book_for(query, question), models)
    return answered(handle, by, question, partial(ask_portfolio, options=options))
