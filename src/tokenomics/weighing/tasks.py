"""Classes of judged tasks as options compare them: what models made of them, and others would at their tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.choices import ENOUGH
from tokenomics.analysis.intervals import NO_INTERVAL, Interval
from tokenomics.costing.tasks import FAILURE, OPEN, SUCCESS, UNKNOWN
from tokenomics.outcomes.folding import Part
from tokenomics.outcomes.groups import Key
from tokenomics.outcomes.successes import Judged
from tokenomics.records.meters import is_token
from tokenomics.records.money import total
from tokenomics.weighing.offers import Fixed, Offer
from tokenomics.weighing.options import API, Option
from tokenomics.weighing.priced import Price


class Work(NamedTuple):
    """Closed tasks: how many there are by what became of them, and the tokens that they took.

    `cost` is that of their calls, `overheads` and `labour` what they bear besides. `is_priced` says that
    all calls have a price.
    """

    successes: int
    failures: int
    unknown: int
    tokens: int
    cost: Decimal
    overheads: Decimal
    labour: Decimal
    is_priced: bool

    @property
    def judged(self) -> int:
        """Tasks that succeeded or failed."""
        return self.successes + self.failures

    @property
    def tasks(self) -> int:
        """All of them."""
        return self.judged + self.unknown


def works(judged: Judged, dims: int) -> dict[Key, Work]:
    """The closed tasks by the first of their dimensions, in the order of reports."""
    parts: dict[Key, list[Part]] = defaultdict(list)
    for part in judged.parts:
        if part.verdict != OPEN:
            parts[part.row.key[:dims]].append(part)
    order = dict.fromkeys(row.key[:dims] for row in judged.report.rows)
    return {key: _work(parts[key]) for key in order if key in parts}


def _work(parts: Iterable[Part]) -> Work:
    found = list(parts)
    counts = {name: sum(part.tasks for part in found if part.verdict == name) for name in _VERDICTS}
    return Work(
        *counts.values(),
        tokens=sum(
            int(n) for part in found for name, n in part.row.meters.items() if is_token(name)
        ),
        cost=total(part.row.cost for part in found),
        overheads=total(part.besides.overheads for part in found),
        labour=total(part.besides.labour for part in found),
        is_priced=not any(part.row.has_unpriced for part in found),
    )


_VERDICTS = (SUCCESS, FAILURE, UNKNOWN)


def measured_offers(
    judged: Judged, sure: Mapping[Key, Interval], dims: int
) -> dict[Key, list[Offer]]:
    """What models made of each class of tasks, which are those of the first `dims` dimensions; the next is the model."""
    found: dict[Key, list[Offer]] = defaultdict(list)
    for key, of in works(judged, dims + 1).items():
        found[key[:dims]].append(_measured(key[dims], of, sure.get(key, NO_INTERVAL)))
    return found


def _measured(model: str | None, of: Work, sure: Interval) -> Offer:
    return Offer(
        model, API, Fraction(of.cost), Fraction(of.labour), of.tasks,
        rate=Fraction(of.successes, of.judged) if of.judged else None,
        successes=Fraction(of.successes) if of.judged else None,
        fixed=Fixed(Fraction(of.overheads)),
        is_priced=of.is_priced, is_measured=True,
        is_evidence=of.judged >= ENOUGH and of.is_priced,
        judged=of.judged, unknown=of.unknown, sure=sure,
    )  # fmt: skip


def stated_offer(option: Option, of: Work, months: Fraction, price: Price | None) -> Offer:
    """What an option would make of a class of tasks in so many months; `price` is that of its model.

    It has the tokens of the tasks, and people take as long with it. Of as many tasks as were judged it does
    a share well that the user states.
    """
    tokens = Fraction(price.cost) if price else option.per_token * of.tokens
    capacity = option.capacity and option.capacity * months
    return Offer(
        option.name, option.kind, tokens,
        Fraction(of.labour) + option.per_task * of.tasks, of.tasks,
        rate=option.rate,
        successes=option.rate * of.judged if option.rate is not None and of.judged else None,
        fixed=Fixed(option.monthly * months, of.tokens / capacity if capacity else None),
        is_sold=option.is_sold,
        is_priced=price.is_whole if price else option.model is None,
        is_evidence=option.rate is not None and of.judged > 0,
        judged=of.judged,
    )  # fmt: skip
