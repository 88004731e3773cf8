"""Rows of a log with something strange in the place of each of their values, one place at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

# None of the strings is JSON, and no number is a likely count.
THINGS: tuple[Any, ...] = (
    None, "", "abc", "a'b", "2026-11-02", True, -1, 1.5, 10**14, 10**20, [], {}, [None], [[{"a": 1}]], {"a": [1]},
)  # fmt: skip


def variants(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The row with each thing in each place, places within places included."""
    for path in _places(row):
        for thing in THINGS:
            changed: Any = copy.deepcopy(row)
            holder = changed
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = thing
            yield changed


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, item in inner:
        yield (*path, step)
        if isinstance(item, (dict, list)):
            yield from _places(item, (*path, step))
