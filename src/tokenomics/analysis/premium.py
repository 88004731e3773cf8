"""Dear models on short work: what it would have cost with a cheaper model that does the same work.

Nothing is supposed of a model that the feature has not used: the cheaper one is one of the same
provider that already serves the same feature, and where outcomes tell, succeeds no less often.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from statistics import median_low
from typing import NamedTuple

from tokenomics.analysis.stakes import BILLED, ONE_CALL, Base, Finding
from tokenomics.books import Book, Call, quote
from tokenomics.books.trend import INPUT_SHARE, OUTPUT_SHARE
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.tasks import FAILURE, SUCCESS
from tokenomics.engine import fill
from tokenomics.outcomes.groups import Asked, numbers, tasks_of
from tokenomics.overlap import Counted
from tokenomics.queries import sql
from tokenomics.records.meters import IN_CONTEXT, METERS
from tokenomics.records.money import EXACT

# What is short: total input, cache included, and output, thinking included.
SHORT_INPUT, SHORT_OUTPUT = 500, 200
# Of fewer calls a model is not said to do a feature's work, of fewer judged tasks not how well.
LEAST_CALLS, LEAST_TASKS = 20, 20

SWAPS = "tokenomics_swaps"

_OUTPUT = tuple(m.name for m in METERS if m.side == "output" and m.unit == "token")
_OF_TASK = ("feature", "provider", "model")

Work = tuple[str, str, str]


class Rate(NamedTuple):
    """How many of the judged tasks of a feature and model succeeded."""

    successes: int
    judged: int


class Premium(NamedTuple):
    """Short calls of dear models that a cheaper one could have served, and those without one.

    `unmeasured` short calls are of a feature that has tried no cheaper model of the provider,
    `worse` of one whose cheaper models succeed less often. `compared` says whether outcomes told of any,
    or there were none to compare.
    """

    finding: Finding
    unmeasured: int
    worse: int
    compared: bool


class _Use(NamedTuple):
    feature: str
    provider: str
    model: str
    calls: int
    short: int

    @property
    def work(self) -> Work:
        return self.feature, self.provider, self.model


def premium(base: Base, at: datetime, rates: Callable[[], Mapping[Work, Rate]]) -> Premium | None:
    """The short calls of dear models; None where no call states a feature.

    A model is dear where a token of it, three of input and one of output, costs more than one of
    the median model that the book has of its provider at an instant. `rates` gives the success rates
    that outcomes tell; it is asked only where there is something to compare, for it takes a while.
    """
    if "feature" not in base.used:
        return None
    pairs = _pairs(base, at)
    known = rates() if any(pairs.values()) else {}
    swaps: dict[Work, str] = {}
    unmeasured = worse = 0
    for use, cheaper in pairs.items():
        fit = [other for other in cheaper if not _is_worse(other, use, known)]
        if fit:
            swaps[use.work] = fit[0].model
        elif cheaper:
            worse += use.short
        else:
            unmeasured += use.short
    compared = any({use.work, other.work} <= known.keys() for use in pairs for other in pairs[use])
    return Premium(_finding(base, swaps), unmeasured, worse, compared or not swaps)


def _pairs(base: Base, at: datetime) -> Mapping[_Use, Sequence[_Use]]:
    """The short work of dear models, and the feature's cheaper models, the cheapest first."""
    uses = _uses(base)
    blends = {use.work[1:]: blend(base.book, use.provider, use.model, at) for use in uses}
    dear = {
        name
        for name, cost in blends.items()
        if cost is not None and cost > _median(base.book, name, at)
    }
    others: dict[tuple[str, str], list[_Use]] = defaultdict(list)
    for use in uses:
        others[use.feature, use.provider].append(use)
    return {
        use: _cheaper(use, others[use.feature, use.provider], blends)
        for use in uses
        if use.short and use.work[1:] in dear
    }


def blend(book: Book, provider: str, model: str, at: datetime) -> Decimal | None:
    """The standard price of a token of which three in four are input; None where it has none."""
    rates = quote(book, Call(provider, model, None, None, None, 0, at)).rates
    if "input" not in rates or "output" not in rates:
        return None
    return EXACT.add(
        EXACT.multiply(rates["input"].rate.rate, INPUT_SHARE),
        EXACT.multiply(rates["output"].rate.rate, OUTPUT_SHARE),
    )


def success_rates(
    base: Base,
    once: Counted,
    query: CostQuery,
    asked: Asked,
    *,
    outcomes: str,
    rules: Sequence[Attribution] = (),
) -> dict[Work, Rate]:
    """How often tasks of the period succeed, by their feature, provider and model.

    `outcomes` is SQL of a FROM item with the columns of outcomes. Where fewer tasks are judged than
    tell anything there is no rate.
    """
    bare = query._replace(by=_OF_TASK, where=(), limit=None)
    tasks = tasks_of(
        base.con, once.relation, once.used, bare, asked, outcomes=outcomes, rules=rules
    )
    judged: dict[Work, dict[str, int]] = defaultdict(dict)
    for (feature, provider, model, verdict), number in numbers(
        tasks, tasks.chosen, bare.tz
    ).items():
        if feature and provider and model and verdict:
            judged[feature, provider, model][verdict] = number
    rates = {
        work: Rate(found.get(SUCCESS, 0), found.get(SUCCESS, 0) + found.get(FAILURE, 0))
        for work, found in judged.items()
    }
    return {work: rate for work, rate in rates.items() if rate.judged >= LEAST_TASKS}


def _median(book: Book, name: tuple[str, str], at: datetime) -> Decimal:
    """The blend of the median model of a model's provider, of two the cheaper one."""
    provider = quote(book, Call(*name, None, None, None, 0, at)).provider
    found = (blend(book, of, model, at) for of, model in book.models if of == provider)
    return median_low(cost for cost in found if cost is not None)


def _cheaper(
    use: _Use, others: Sequence[_Use], blends: Mapping[tuple[str, str], Decimal | None]
) -> list[_Use]:
    """The feature's models of the same provider that cost less, the cheapest first."""
    costs = [(blends[other.work[1:]], other.model, other) for other in others]
    mine = blends[use.work[1:]]
    found = [
        (cost, name, other)
        for cost, name, other in costs
        if cost is not None and mine is not None and cost < mine and other.calls >= LEAST_CALLS
    ]
    return [other for _, _, other in sorted(found)]


def _is_worse(other: _Use, use: _Use, rates: Mapping[Work, Rate]) -> bool:
    """Whether outcomes tell that another model succeeds less often."""
    theirs, ours = rates.get(other.work), rates.get(use.work)
    if theirs is None or ours is None:
        return False
    return Fraction(*theirs) < Fraction(*ours)


def _short(base: Base) -> str:
    sent, made = base.total(IN_CONTEXT), base.total(_OUTPUT)
    return f"{base.succeeded} AND {sent} < {SHORT_INPUT} AND {made} < {SHORT_OUTPUT}"


def _uses(base: Base) -> list[_Use]:
    columns = {
        "feature": base.column("feature"), "provider": "calls.provider", "model": base.model,
        "asked": "calls.asked", "is_short": _short(base),
    }  # fmt: skip
    calls = base.calls(columns, f"calls.in_period AND {BILLED} AND {ONE_CALL}")
    rows = base.con.execute(sql("models_used", calls=calls)).fetchall()
    found = (_Use(of, by, name, n, int(short)) for of, by, name, n, short in rows if of and name)
    return sorted(found)


def _finding(base: Base, swaps: Mapping[Work, str]) -> Finding:
    names = dict.fromkeys(("feature", "provider", "model", "cheaper"), "VARCHAR")
    fill(base.con, SWAPS, names, [(*work, model) for work, model in swaps.items()])
    join = (
        f"LEFT JOIN {SWAPS} AS swaps ON swaps.feature = {base.column('feature')}"
        f" AND swaps.provider = calls.provider AND swaps.model = {base.model}"
    )
    changed = {"model_served": "swaps.cheaper"}
    return Finding(f"swaps.cheaper IS NOT NULL AND {_short(base)}", changed, join)
