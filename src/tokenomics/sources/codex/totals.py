"""What a snapshot of a session's running totals adds to the one before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, cast

MOST = 10**15


class Totals(NamedTuple):
    """Counts of a usage object: input holds what was cached and written, output the reasoning."""

    input: int = 0
    cached: int = 0
    written: int = 0
    output: int = 0
    reasoning: int = 0

    @property
    def size(self) -> int:
        """Everything sent and generated."""
        return self.input + self.output


class Usage(NamedTuple):
    """What a snapshot says was used since the one before; `restarts` where the totals begin anew."""

    counts: Totals
    restarts: bool = False


_NAMES = {
    "input": "input_tokens",
    "cached": "cached_input_tokens",
    "written": "cache_write_input_tokens",
    "output": "output_tokens",
    "reasoning": "reasoning_output_tokens",
}
_NEEDED = frozenset({"input", "output"})


def totals(usage: object, place: str) -> Totals | str:
    """The counts of a usage object, or its problem as "field: reason".

    Only input and output have to be there. The object's own total is no sum of the others in
    every version and is not read.
    """
    if not isinstance(usage, Mapping):
        return f"{place}: not an object"
    stated = cast("Mapping[str, Any]", usage)
    found: dict[str, int] = {}
    for name, key in _NAMES.items():
        count = stated.get(key)
        if count is None:
            if name in _NEEDED:
                return f"{place}.{key}: missing"
            continue
        if type(count) is not int or not 0 <= count < MOST:
            return f"{place}.{key}: not a whole number of 0 or more"
        found[name] = count
    return Totals(**found)


def used(
    total: Totals | None, last: Totals | None, *, before: Totals | None, seen: Collection[Totals]
) -> Usage | None:
    """What was used since the snapshot `before`; None where a snapshot only repeats one.

    `last` is the last call by the log's own word: it counts where there is nothing to compare
    with. `seen` are the totals since they last began anew.
    """
    if total is None:
        return None if last is None else Usage(last)
    if total == before or total in seen:
        return None
    if before is None:
        return Usage(last or total)
    if total == last:
        return Usage(total, restarts=True)
    return _since(before, total, last)


def _since(before: Totals, total: Totals, last: Totals | None) -> Usage | None:
    step = Totals(*(now - then for now, then in zip(total, before, strict=True)))
    if min(step) >= 0:
        return Usage(step)
    if total.size > before.size:
        return Usage(last or step)
    return None if _is_stale(total, last, before) else Usage(last or total, restarts=True)


def _is_stale(total: Totals, last: Totals | None, before: Totals) -> bool:
    """Whether totals that fell are an older snapshot: by 2 % or by two calls at most."""
    calls = 0 if last is None else 2 * last.size
    near = total.size * 100 >= before.size * 98
    return total.size > 0 and (near or (calls > 0 and total.size + calls >= before.size))
