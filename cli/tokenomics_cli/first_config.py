"""The text of a first `tokenomics.toml`: each key with what it means, defaults commented out.

What a `#` stands right before is a setting: it counts when the `#` is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tokenomics.config import SECTIONS
from tokenomics.config_keys import keys_of
from tokenomics.places import Remote, Where
from tokenomics.records.words import money
from tokenomics_cli.first_logs import Logs
from tokenomics_cli.first_look import Look, plausible

Values = Mapping[str, str]

_MORE = "docs/configuration.md has all keys, and those of more sections"


class Begun(NamedTuple):
    """What a first configuration is written from.

    `root` is the folder it lies in, `home` the user's.
    """

    root: Path
    home: Path
    ledger: Where
    timezone: str
    keep_user_ids: bool
    logs: Logs
    look: Look


def text_of(begun: Begun) -> str:
    """The text, which loads as it is, and with every setting in it switched on as well."""
    parts = [
        ["# Written by `tokenomics init`. Settings after a # are defaults or examples."],
        _table("ledger", {"path": _ledger(begun), "logs": _logs(begun)}),
        _table("report", {"timezone": _toml(begun.timezone)}),
        _table("privacy", _privacy(begun), {"people": '".people.json"'}),
        *(_example("source", values) for values in _sources(begun)),
        *_attributes(begun.look),
        _table("task", {}),
        _example("success", {"when": _toml("outcome = success"), "wait": '"7d"'}),
        _budget(begun.look),
        [f"# {_MORE}: {', '.join(_others())}."],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _table(name: str, said: Values, examples: Values = {}) -> Iterator[str]:  # noqa: B006 - read only
    """A section with all its keys: what is `said`, else an example or the default commented out."""
    yield f"[{name}]"
    for key in keys_of(SECTIONS[name]):
        yield f"# {key.doc}"
        default = f"#{key.name} = {examples.get(key.name) or _toml(key.default)}"
        yield f"{key.name} = {said[key.name]}" if key.name in said else default


def _example(name: str, values: Values, note: str = "", *, explained: bool = True) -> Iterator[str]:
    """One of several tables of a section, commented out, with some of its keys."""
    yield from [f"# {note}"] if note else []
    yield f"#[[{name}]]"
    for key in keys_of(SECTIONS[name]):
        if key.name in values:
            yield from [f"# {key.doc}"] if explained else []
            yield f"#{key.name} = {values[key.name]}"


def _ledger(begun: Begun) -> str:
    where = begun.ledger
    inside = None if isinstance(where, Remote) else _seen(where, begun.root)
    return _toml(inside or str(where))


def _logs(begun: Begun) -> str:
    """The list of logs, a line each with what it holds."""
    lines = [
        f"  {_toml(_written(place.path, begun))},{f'  # {place.holds}' if place.holds else ''}"
        for place in begun.logs.places
    ]
    return "\n".join(["[", *lines, "]"]) if lines else "[]"


def _written(path: Path, begun: Begun) -> str:
    """A path from the file's folder, else from the user's home, so that neither's name is in it."""
    if inside := _seen(path, begun.root):
        return inside
    at_home = _seen(path, begun.home)
    return f"~/{at_home}" if at_home else str(path)


def _seen(path: Path, folder: Path) -> str | None:
    whole, base = path.resolve(), folder.resolve()
    return whole.relative_to(base).as_posix() if whole.is_relative_to(base) else None


def _privacy(begun: Begun) -> Values:
    return {"keep_user_ids": "true"} if begun.keep_user_ids else {}


def _sources(begun: Begun) -> Iterator[Values]:
    """How a table of no known format is described; what its columns are called nobody knows yet."""
    for path in begun.logs.strange[:1]:
        fields = {"ts": "Time", "model": "Model", "input": "InputTokens", "output": "OutputTokens"}
        yield {
            "name": _toml("own-format"),
            "match": _toml(_seen(path, begun.root) or str(path)),
            "fields": _toml(fields),
            "constants": _toml({"provider": "openai"}),
        }


def _attributes(seen: Look) -> Iterator[Iterator[str]]:
    """A rule for each flow, the first of them explained; without any flow an invented one."""
    team = _toml({"team": "platform"})
    for place, flow in enumerate(seen.flows):
        note = "" if place else f"The dearest calls without a team, by {flow.dimension}."
        values = {"when": _toml({flow.dimension: flow.value}), "set": team}
        yield _example("attribute", values, note, explained=not place)
    if not seen.flows:
        yield _example("attribute", {"when": _toml({"project": "shop"}), "set": team})


def _budget(seen: Look) -> Iterator[str]:
    amount = _toml(f"{plausible(seen.spent):.2f} USD")
    note = f"In {seen.month} {money(seen.spent, 2)} USD were spent." if seen.month else ""
    return _example("budget", {"name": '"everything"', "amount": amount, "period": '"month"'}, note)


def _others() -> list[str]:
    shown = ("ledger", "report", "privacy", "source", "attribute", "task", "success", "budget")
    return [*(name for name in SECTIONS if name not in shown), "channel.NAME"]


def _toml(value: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(each)}' for key, each in value.items())} }}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
