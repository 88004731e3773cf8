"""What groups of calls bear besides them: overheads, and the time of people.

An overhead whose scope names a group is of that group. Others are shared out among the calls of
their scope. People's time is of the group of the task that it was spent on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from tokenomics.costing import CostReport
from tokenomics.costing.answer import Besides
from tokenomics.outcomes.groups import Asked, Key, Tasks, astray_words, minutes, numbers
from tokenomics.outcomes.labour import labour_costs
from tokenomics.outcomes.overheads import Overhead, borne, scopes, shares_of
from tokenomics.records import words
from tokenomics.records.money import ZERO, total

Names = tuple[str, ...]
K = TypeVar("K")


class Borne(NamedTuple):
    """What each group bears by its key, and what none of them does alone, in money and in sentences."""

    by_key: Mapping[Key, Besides]
    apart: Decimal
    remarks: tuple[str, ...]


def borne_by_groups(
    report: CostReport,
    owed: Sequence[tuple[Overhead, Decimal]],
    asked: Asked,
    *,
    outcomes: str,
    priced: Callable[[Names], CostReport],
    tasks: Callable[[Names], Tasks],
) -> Borne:
    """What the groups of a report bear of the overheads that are owed, and of people's time.

    `priced` and `tasks` give the costs of the same calls, and their tasks, by other dimensions.
    """
    names, query = report.by, report.query
    others = [(found, amount) for found, amount in owed if group_of(found.scope, names) is None]
    finer = tuple(dict.fromkeys((*names, *scopes([found for found, _ in others]))))
    by_tasks = any(found.allocate_by == "tasks" for found, _ in others)
    of_tasks = tasks(finer) if by_tasks or asked.hourly is not None else None
    counts: Counter[Key] = Counter()
    spent: dict[Key, Decimal] = {}
    if of_tasks is not None:
        for key, number in numbers(of_tasks, of_tasks.due, query.tz).items():
            counts[key[: len(finer)]] += number
        spent = summed(
            (key[: len(names)], amount)
            for key, amount in minutes(of_tasks, outcomes, query.tz).items()
        )
    calls = report if finer == names else priced(finer)
    parts, idle = borne(others, shares_of(calls.rows, finer, counts, len(names)))
    overheads = summed((
        *((group_of(found.scope, names), amount) for found, amount in owed),
        *((key[: len(names)], part) for key, part in parts.items()),
    ))  # fmt: skip
    people = labour_costs(spent, asked.hourly)
    besides = {
        key: Besides(overheads.get(key, ZERO), people.get(key, ZERO))
        for key in dict.fromkeys((*overheads, *people))
        if key is not None
    }
    return Borne(
        {key: spent for key, spent in besides.items() if any(spent)},
        apart=total(amount for _, amount in idle),
        remarks=(
            *(
                f"overhead {found.name!r}: no call in its scope bears its"
                f" {words.amount(amount, found.currency)}, which are of no single group"
                for found, amount in idle
            ),
            *(astray_words(of_tasks) if of_tasks and asked.hourly is not None else ()),
        ),
    )


def group_of(scope: Mapping[str, str], names: Sequence[str]) -> Key | None:
    """The key of the group that a scope names; None where it does not say so by every dimension."""
    return tuple(scope[name] for name in names) if scope.keys() >= set(names) else None


def summed(amounts: Iterable[tuple[K, Decimal]]) -> dict[K, Decimal]:
    """The sum of the amounts of each key, in the order in which keys come."""
    found: dict[K, list[Decimal]] = defaultdict(list)
    for key, amount in amounts:
        found[key].append(amount)
    return {key: total(values) for key, values in found.items()}
