"""When a task has succeeded: the user's rules, and the conditions that they state.

A condition is made of comparisons, `NAME OP VALUE`, joined by `and` and `or`; `and` binds tighter.
NAME is a judgement's name, VALUE a number, true, false or a text, perhaps in quotes:

    resolved = true
    score >= 0.8 and not_escalated = true or outcome = "success"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple

from tokenomics.config import Config
from tokenomics.records.errors import ConfigError, unknown

Unknown = Literal["bounds", "failure"]
Value = bool | Decimal | str

OPERATORS = ("<=", ">=", "!=", "=", "<", ">")
_COMPARISON = re.compile(r"\s*([\w.\- /:]+?)\s*(<=|>=|!=|==|=|<|>)\s*(\"[^\"]*\"|'[^']*'|\S+)\s*")
_SPAN = re.compile(r"([0-9]+)\s*(m|h|d|w)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_JOINED = re.compile(r"\s+and\s+", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)


class Comparison(NamedTuple):
    """A judgement's name compared with a value."""

    name: str
    operator: str
    value: Value


class Condition(NamedTuple):
    """Comparisons of which all of one group must hold: any of the groups suffices."""

    groups: tuple[tuple[Comparison, ...], ...]

    @property
    def names(self) -> frozenset[str]:
        """The judgements that the condition asks for."""
        return frozenset(each.name for group in self.groups for each in group)


class SuccessRule(NamedTuple):
    """What success is for the tasks that `where` picks by their dimensions; empty picks all.

    A task without the judgements that `when` asks for is open until `wait` after its last request,
    then unknown. `unknown` says what it counts as: bounds, or a failure.
    """

    where: Mapping[str, str]
    when: Condition
    wait: timedelta
    unknown: Unknown


def condition(text: str) -> Condition:
    """The condition that a text states. Raises ConfigError where it states none."""
    groups = tuple(
        tuple(_comparison(part, text) for part in _JOINED.split(group))
        for group in _OR.split(text.strip())
    )
    return Condition(groups)


def _comparison(part: str, text: str) -> Comparison:
    match = _COMPARISON.fullmatch(part)
    if match is None:
        raise ConfigError(
            f"when = {text!r}: {part.strip()!r} is no comparison: write resolved = true or score >= 0.8"
        )
    name, operator, value = match.groups()
    found = Comparison(name, "=" if operator == "==" else operator, _value(value))
    if found.operator not in {"=", "!="} and not isinstance(found.value, Decimal):
        raise ConfigError(f"when = {text!r}: {operator} compares numbers, and {value} is none")
    return found


def _value(text: str) -> Value:
    if text[:1] in {"'", '"'}:
        return text[1:-1]
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() else text


def span(text: str, key: str = "wait") -> timedelta:
    """A length of time such as 90m, 12h, 7d or 2w.

    Raises ConfigError where it is none, with the `key` that it is the value of.
    """
    match = _SPAN.fullmatch(text.strip().lower())
    if match is None:
        raise ConfigError(f"{key} = {text!r}: write a length of time such as 90m, 12h, 7d or 2w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def unheard(rules: Iterable[SuccessRule], names: frozenset[str]) -> list[str]:
    """A sentence for each judgement that a rule of the user's asks for and that no outcome has."""
    asked = sorted({name for rule in rules if rule != DEFAULT for name in rule.when.names})
    missing = [name for name in asked if name not in names]
    if missing and not names:
        return [f"[[success]] asks for {missing[0]!r}, and there is no outcome at all"]
    return [f"[[success]] {unknown('judgement', name, names)}" for name in missing]


def rules_of(config: Config) -> tuple[SuccessRule, ...]:
    """The rules of a configuration; without any, an outcome that says success is one.

    Raises ConfigError for a condition or a length of time that cannot be read.
    """
    stated = [
        SuccessRule(rule.where, condition(rule.when), span(rule.wait), rule.unknown)
        for rule in config.success
    ]
    return (*stated, DEFAULT)


DEFAULT = SuccessRule(
    {}, Condition(((Comparison("outcome", "=", "success"),),)), timedelta(days=7), "bounds"
)
