"""Options that are not measured, as a user states them: what they cost, and how good they are said to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.records.errors import ConfigError
from tokenomics.replaying.routes import ARROW, route_of
from tokenomics.sections import OptionConfig
from tokenomics.weighing.stated import Where, amount_of, number_of, picks, where_of

API = "api"
# What is sold by the token: its price moves with the market's. What is one's own does not.
SOLD = (API, "hosted")
_MILLION = 1_000_000


class Option(NamedTuple):
    """What else could do a class of tasks; `where` picks these by dimensions, empty all.

    `model` is priced as in the book, on the tokens of the tasks' calls; else `per_token` is the price of
    any of them. `per_task` is paid besides, and `monthly` for each `capacity` of tokens a month, or
    however many there are. `rate` is the success rate that the user states, and `source` whence they
    have it.
    """

    name: str
    kind: str
    where: Where
    model: str | None = None
    per_token: Fraction = Fraction(0)
    per_task: Fraction = Fraction(0)
    monthly: Fraction = Fraction(0)
    capacity: Fraction | None = None
    rate: Fraction | None = None
    source: str | None = None

    def is_for(self, said: Mapping[str, str | None]) -> bool:
        """Whether it could do tasks of these dimensions."""
        return picks(self.where, said)

    @property
    def is_sold(self) -> bool:
        """Whether its price of tokens is somebody else's."""
        return self.kind in SOLD


def options_of(
    config: Config, currency: str, book: Book, models: Sequence[str] = ()
) -> tuple[Option, ...]:
    """The options of a configuration, and `models` of the book, of which nobody says how good they are.

    Raises ConfigError for what cannot be read, contradicts itself, or is there twice, and PriceError for
    a model that the book does not know.
    """
    found = [*(_option(each, config, currency) for each in config.option)]
    found += [Option(name, API, {}, model=name) for name in models]
    for index, each in enumerate(found):
        if each.model is not None:
            route_of(route_to(each.model), book)
        if any(each.name == other.name and each.where == other.where for other in found[:index]):
            raise ConfigError(f"option {each.name!r} is there twice for the same tasks")
    return tuple(found)


def route_to(model: str) -> str:
    """The route by which a model answers all calls."""
    return f"all {ARROW} {model}"


def _option(given: OptionConfig, config: Config, currency: str) -> Option:
    where = f"[[option]] {given.name!r}"
    _check(where, given)

    def price(key: str, text: str | None) -> Fraction:
        amount = "0" if text is None else text
        bare = config.report.currency if text is not None else currency
        return Fraction(amount_of(f"{where}: {key}", amount, bare, currency))

    return Option(
        given.name, given.kind, where_of(given.where), given.model,
        price("per_million_tokens", given.per_million_tokens) / _MILLION,
        price("per_task", given.per_task),
        price("monthly", given.monthly),
        None if given.capacity is None else number_of(f"{where}: capacity", str(given.capacity)),
        None if given.success_rate is None else Fraction(Decimal(str(given.success_rate))),
        given.source,
    )  # fmt: skip


def _check(where: str, given: OptionConfig) -> None:
    """Raise ConfigError where an option says too little, or twice what it costs."""
    costs = (given.model, given.per_million_tokens, given.per_task, given.monthly)
    if all(each is None for each in costs):
        raise ConfigError(
            f"{where}: say what it costs: model, per_million_tokens, per_task or monthly"
        )
    if given.model is not None and given.per_million_tokens is not None:
        raise ConfigError(f"{where}: the book prices a model: leave out per_million_tokens")
    if (given.success_rate is None) != (given.source is None):
        raise ConfigError(f"{where}: success_rate and source go together: whence is it known?")
    if given.capacity is not None and given.monthly is None:
        raise ConfigError(f"{where}: capacity is what monthly pays for: say monthly as well")
