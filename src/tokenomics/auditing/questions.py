"""What a report may have asked anew of whoever verifies it: a question, in words of the types that it has.

A report is somebody's file, and its command is run: no command that writes anything is, and no
option that says where to write, what to run or with whose machines.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec

from tokenomics.records.errors import InputError

# The commands that answer with figures and write nothing.
COMMANDS = frozenset({
    "agents", "anomalies", "budget", "chargeback", "diff", "drivers", "estimate", "failures", "forecast", "indicators",
    "quality", "reconcile", "report", "waste", "whatif", "whatif people", "whatif portfolio", "whatif scenarios",
    "whatif selfhost",
})  # fmt: skip
# Their options that decide about figures, steps of designs among them.
OPTIONS = frozenset({
    "against", "at", "backtest", "budgets", "by", "cache", "cap", "capital", "cheapest_that_holds", "compare",
    "cost_basis", "currency", "defer", "energy", "engineering", "fail_on", "fixed", "gpus", "hourly", "hours",
    "keep_user_ids", "ledger_at", "limit", "max_latency", "media_tokens", "min_sample", "minutes", "mix", "model",
    "month", "months", "network", "no_forecast", "only", "owned", "parts", "per", "platform", "precision",
    "pricebook", "prices_at", "prices_known", "provider", "redundancy", "reprice", "response_cache", "route",
    "scenario", "scope", "share_by", "since", "staff", "task_period", "tier", "tokenizer", "tokens_per_second",
    "tolerance", "tz", "until", "usage", "utilisation", "volume", "vs", "where",
})  # fmt: skip
# What is a number of tokens to one command, and a file to be written to the others.
_OF_ONE = {"output": "estimate"}
# Options that are named by their place.
PLACES = ("paths", "files", "base", "head")

_Value = bool | int | float | str | list[str] | dict[str, list[str]] | None


class _Command(msgspec.Struct):
    name: str
    parameters: dict[str, _Value]


class _Lists(msgspec.Struct):
    paths: list[str] | None = None
    where: list[str] | None = None


class _Ledger(msgspec.Struct):
    path: str | None
    version: int | None


class _Book(msgspec.Struct):
    name: str
    digest: str
    known_at: str | None


class _Head(msgspec.Struct):
    """What every report states of itself, in the types that it has."""

    schema: str
    kind: str
    tool_version: str
    generated_at: Annotated[datetime, msgspec.Meta(tz=True)]
    command: _Command
    ledger: _Ledger
    config_digest: str
    pricebooks: list[_Book]


def checked(path: Path | str, envelope: Mapping[str, Any]) -> None:
    """Raise InputError where the report in a file states of itself what no report does, or asks for more than figures."""
    try:
        head = msgspec.convert(envelope, _Head)
        msgspec.convert(head.command.parameters, _Lists)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise InputError(f"{path}: no report of tokenomics: {error}") from None
    command = head.command
    if command.name not in COMMANDS:
        raise InputError(f"{path}: not asked anew: {command.name!r} is no command that answers a question")  # fmt: skip
    for name in _options(command.parameters):
        if name.replace("-", "_") not in OPTIONS and _OF_ONE.get(name) != command.name:
            raise InputError(f"{path}: not asked anew: {name!r} is no option that decides about figures")  # fmt: skip
    for text in _texts(command.parameters):
        if not _is_a_word(text):
            raise InputError(f"{path}: not asked anew: {text[:40]!r} cannot be a word of a command")


def _options(parameters: Mapping[str, _Value]) -> Iterable[str]:
    """The names of all options that parameters stand for."""
    for name, value in parameters.items():
        if name == "design" and isinstance(value, dict):
            yield from value
            constraints = value.get("cheapest-that-holds", [])[1:]
            yield from (text.partition("=")[0] for text in constraints)
        elif name not in PLACES:
            yield name


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)


def _is_a_word(text: str) -> bool:
    """Whether a process can be handed a text."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False
