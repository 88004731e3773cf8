"""Options in sentences: which is the cheapest, and what would change that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.choices import ENOUGH
from tokenomics.costing import CostReport
from tokenomics.outcomes.groups import Key
from tokenomics.records.money import ZERO, round_fraction
from tokenomics.records.words import amount, measure, percent, visible
from tokenomics.replaying.routing import SAME_TOKENS
from tokenomics.weighing.offers import Offer, best_of, hedge, per_success, switching_price
from tokenomics.weighing.options import Option
from tokenomics.weighing.stated import unpicked
from tokenomics.weighing.tasks import Work

MEASURED, SMALL, ASSUMED, NO_EVIDENCE = "measured", "small sample", "assumed", "no evidence"
VOLUME, HALF, DOUBLE = Fraction(24), Fraction(1, 2), Fraction(2)
_MOST_TOLD = 5


class Shown(NamedTuple):
    """An option for a class of tasks: beside `best`, the cheapest of those that are evidence, and among all.

    `standing` is its place among them, and what is better; `source` whence its rate is known.
    """

    key: Key
    work: Work
    offer: Offer
    best: Offer | None
    standing: tuple[str, str | None] | None
    source: str | None

    @property
    def known(self) -> str:
        """Whence its success rate is."""
        if self.offer.rate is None:
            return NO_EVIDENCE
        if not self.offer.is_measured:
            return ASSUMED
        return MEASURED if self.offer.judged >= ENOUGH else SMALL


class Left(NamedTuple):
    """What no figure has: overheads of no single model, by name, and minutes of people without a price."""

    shared: Collection[str] = ()
    minutes: Decimal = ZERO


def sentences(rows: Sequence[Shown], currency: str) -> Iterator[str]:
    """The cheapest option of the first classes that have one, and which would be otherwise."""
    classes: dict[Key, list[Shown]] = {}
    for row in rows:
        if row.best is not None:
            classes.setdefault(row.key, []).append(row)
    for key, of in list(classes.items())[:_MOST_TOLD]:
        best = of[0].best
        if best is not None and len(of) > 1:
            name = ", ".join(visible(value) for value in key)
            yield f"{name}: {'; '.join(_class([row.offer for row in of], best, currency))}"


def _class(offers: Sequence[Offer], best: Offer, currency: str) -> Iterator[str]:
    is_alone = sum(each.is_evidence for each in offers) == 1
    place = "the only option that is known" if is_alone else "the cheapest"
    yield f"{visible(best.name)} is {place}, {_money(per_success(best), currency)} a success"
    for what, volume, price in (
        ("with 24 x the tasks", VOLUME, Fraction(1)),
        ("at half the price of tokens", Fraction(1), HALF),
        ("at twice the price", Fraction(1), DOUBLE),
    ):
        other = best_of(offers, volume, price)
        if other is not None and other is not best:
            cost = _money(per_success(other, volume, price), currency)
            yield f"{what} {visible(other.name)} is, {cost}"
    second = best_of(each for each in offers if each is not best)
    if second is not None:
        yield from _hedge(second, best, currency)


def _hedge(second: Offer, best: Offer, currency: str) -> Iterator[str]:
    """When the second option is the first, and what it is worth if the price doubles."""
    price = switching_price(second, best)
    if price is None:
        return
    yield f"from {measure(round_fraction(price))} x its token price on {visible(second.name)} would be cheaper"
    worth = hedge(second, best, DOUBLE)
    if worth:
        yield f"having it is worth {_money(worth, currency)} if that price doubled"


def _money(value: Fraction | None, currency: str) -> str:
    return amount(round_fraction(value or Fraction(0)), currency)


def remarks(
    rows: Sequence[Shown],
    report: CostReport,
    options: Sequence[Option],
    by: Sequence[str],
    left: Left,
) -> Iterator[str]:
    """What is assumed, and what the figures do not prove."""
    yield from report.remarks
    yield from _left_out(left)
    if not any(row.offer.is_measured and row.offer.judged for row in rows):
        yield "no task was judged: give outcomes, and [[success]] rules that hear them"
    if not options:
        yield "these are the models that were used: --model names others of the book, [[option]] what you could do besides"
        return
    for option in options:
        if option.rate is not None:
            share = percent(round_fraction(option.rate), 1)
            yield f"{visible(option.name)}: {share} is your assumption: {visible(option.source)}"
    yield from unpicked("option", (each.where for each in options), by)
    if any(option.model for option in options):
        yield SAME_TOKENS
    yield "an option that is not measured has the tokens and the people's time of the tasks as they were"
    if any(option.monthly for option in options):
        yield "what is paid a month is borne by each class of tasks alone"
    for option in options:
        if option.monthly and option.capacity is None:
            yield f"{visible(option.name)}: without a capacity what is paid a month is taken to serve any volume"


def _left_out(left: Left) -> Iterator[str]:
    if left.shared:
        names = ", ".join(sorted(map(visible, left.shared)))
        yield f"overheads of no single model are in no figure, for no option saves them: {names}"
    if left.minutes:
        yield f"{measure(left.minutes)} minutes of review and rework have no price and are in no figure: [labour] hourly"
