"""A report that was kept: what it states of itself, the question that it answers, and its figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tokenomics.auditing.questions import PLACES, checked
from tokenomics.records.errors import InputError

Envelope = Mapping[str, Any]

# What an answer was made with. All else of an envelope is what was answered.
MADE_WITH = ("tool_version", "generated_at", "command", "ledger", "config_digest", "pricebooks")
_NEEDED = (*MADE_WITH, "schema", "kind", "rows", "totals")
# The question that a group answers where none of its commands is named.
_NAMES = {"whatif": ("whatif", "replay")}


class Difference(NamedTuple):
    """A value that an answer states otherwise: where it stands, as it was stated, and as it is now."""

    where: str
    stated: object
    now: object


def read(path: Path | str) -> Envelope:
    """The envelope of a report in JSON; InputError where a file is none, and where it asks for more than figures."""
    try:
        found: object = json.loads(Path(path).read_text("utf-8"), object_pairs_hook=_once)
        # Halves of characters are JSON, and no text that could be written anywhere.
        json.dumps(found, ensure_ascii=False).encode()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except _TwiceError as error:
        raise InputError(f"{path}: states {error} twice: which one is read depends on the reader") from None  # fmt: skip
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{path}: no report in JSON: make one with --format json --output FILE")
    missing = [name for name in _NEEDED if name not in found]
    if missing or not str(found["schema"]).startswith("tokenomics/"):
        what = f"it has no {missing[0]!r}" if missing else f"its schema is {found['schema']!r}"
        raise InputError(f"{path}: no report of tokenomics: {what}")
    checked(path, found)
    return found


class _TwiceError(Exception):
    """A name that an object of JSON has twice."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(repr(next(name for name in names if names.count(name) > 1)))
    return found


def words_of(
    envelope: Envelope, *, ledger: Path | None = None, config: Path | None = None, known: str | None = None
) -> tuple[str, ...]:  # fmt: skip
    """The words of the command line that ask a report's question anew, of the version that it was asked of.

    `ledger` is where the ledger lies now, `config` the configuration, `known` the day as of which
    prices are to be known.
    """
    name: str = envelope["command"]["name"]
    given: dict[str, Any] = dict(envelope["command"]["parameters"])
    version = envelope["ledger"]["version"]
    if version is not None:
        given |= {"ledger_at": str(version), "paths": None}
    if given.get("month"):
        given |= {"since": None, "until": None}
    if known is not None:
        given["prices_known"] = known
    return (
        *_NAMES.get(name, tuple(name.split())),
        *(word for each, value in given.items() if each not in PLACES for word in _option(each, value)),
        *_said("ledger", (ledger or envelope["ledger"]["path"]) if version is not None else None),
        *_said("config", config),
        *_said("now", envelope["generated_at"]),
        "--format", "json",
        *_places(given),
    )  # fmt: skip


def figures(envelope: Envelope) -> dict[str, Any]:
    """What a report answers, without what it was made with."""
    return {name: value for name, value in envelope.items() if name not in MADE_WITH}


def differences(stated: object, now: object, where: str = "") -> Iterator[Difference]:
    """The values of one JSON text that differ from those of another, in their order."""
    if isinstance(stated, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*stated, *now)):
            inner = f"{where}.{name}" if where else str(name)
            yield from differences(stated.get(name), now.get(name), inner)
    elif isinstance(stated, list) and isinstance(now, list):
        for nth in range(max(len(stated), len(now))):
            one, other = (each[nth] if nth < len(each) else None for each in (stated, now))
            yield from differences(one, other, f"{where}[{nth}]")
    elif stated != now or isinstance(stated, bool) is not isinstance(now, bool):
        yield Difference(where, stated, now)


def _places(given: Mapping[str, Any]) -> list[str]:
    """The words that stand for themselves, behind a mark: a file may be named like an option."""
    values = [given.get(name) for name in PLACES]
    words = [
        w for value in values if value for w in (value if isinstance(value, list) else [value])
    ]
    return ["--", *map(str, words)] if words else []


def _option(name: str, value: Any) -> Iterator[str]:
    """An option as its command takes it: a flag, a word, or several times a word."""
    if name == "design":
        for kind, texts in value.items():
            yield from _designed(kind, texts)
    elif name == "compare":
        yield from _said(name, ",".join(value))
    elif value is True:
        yield f"--{name.replace('_', '-')}"
    elif isinstance(value, list):
        for each in value:
            yield from _said(name, each)
    elif value is not False:
        yield from _said(name, value)


def _designed(kind: str, texts: Sequence[str]) -> Iterator[str]:
    """A step of a design; what a chosen model must do besides stands in options of its own."""
    if kind != "cheapest-that-holds":
        yield from _option(kind, list(texts))
        return
    quality, *constraints = texts
    yield from _said(kind, quality)
    for constraint in constraints:
        name, _, value = constraint.partition("=")
        yield from _said(name, value)


def _said(name: str, value: object) -> tuple[str, ...]:
    return () if value is None else (f"--{name.replace('_', '-')}={value}",)
