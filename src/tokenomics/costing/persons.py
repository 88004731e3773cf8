"""Questions that name people, asked of a ledger that knows them by pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenomics.costing.answer import CostQuery
from tokenomics.costing.scope import Attribution
from tokenomics.people import readable


class Meant(NamedTuple):
    """What is meant by a question: people under both names, since some may be stored as they are.

    `only` has pseudonyms alone where the question has names.
    """

    query: CostQuery
    rules: tuple[Attribution, ...]
    only: CostQuery


def meant(query: CostQuery, rules: Sequence[Attribution], people: Path) -> Meant:
    """A query and rules that find whom they name, for whoever may read the file of `people`.

    Raises ConfigError for a file that is damaged or open to others.
    """
    if not query.where and not rules:
        return Meant(query, (), query)
    known = readable(people)
    pairs = ((name, value, known.get(value, value)) for name, value in query.where)
    both = [pair for name, value, other in pairs for pair in ((name, value), (name, other))]
    only = [(name, known.get(value, value)) for name, value in query.where]
    every = [found for rule in rules for found in (rule, _renamed(rule, known))]
    return Meant(
        query._replace(where=tuple(dict.fromkeys(both))),
        tuple(rule for nth, rule in enumerate(every) if rule not in every[:nth]),
        query._replace(where=tuple(only)),
    )


def _renamed(rule: Attribution, known: Mapping[str, str]) -> Attribution:
    return rule._replace(when={name: known.get(value, value) for name, value in rule.when.items()})
