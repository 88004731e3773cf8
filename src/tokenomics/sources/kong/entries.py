"""Reads the entries of Kong's logs: each holds a request and the calls of its AI plugins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row

_STATES = ("usage", "meta")


def is_timed(latencies: Any) -> bool:
    """Whether it tells how long Kong itself took, which no other log does."""
    return isinstance(latencies, dict) and "kong" in latencies


def calls(entry: Any) -> list[Any]:
    """The calls of an entry, each as the entry with the plugin that made it; what is no entry as it is."""
    if not isinstance(entry, dict):
        return [entry]
    request = cast("Row", entry)
    plugins = request.get("ai")
    found = cast("Row", plugins).items() if isinstance(plugins, dict) else ()
    return [{**request, "plugin": name, "call": call} for name, call in found if _is_call(call)]


def _is_call(value: Any) -> bool:
    return isinstance(value, dict) and any(
        isinstance(cast("Row", value).get(part), dict) for part in _STATES
    )


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a call; an empty one for a request without any."""
    return rows.parted(path, container, first_line, calls)
