"""Which calls a step is about, as it is written: `feature=support, input<2000`.

Dimensions that have a value, `NAME!=VALUE` that have another one, `NAME=` that state none,
`input<N` and `output>=N` by their tokens, or `all`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tokenomics.analysis.stakes import BY_TOKEN, ONE_CALL, Base
from tokenomics.costing.scope import asked_sql, inlined, scope_of
from tokenomics.dimensions import filterable
from tokenomics.queries import sql
from tokenomics.records.errors import ConfigError
from tokenomics.records.meters import IN_CONTEXT, METERS
from tokenomics.records.words import many

ARROW = "->"
OUTPUT = tuple(m.name for m in METERS if m.side == "output" and m.unit == "token")
_OF_SIDE = {"input": IN_CONTEXT, "output": OUTPUT}
_SIZE = re.compile(r"(input|output)\s*(<|>=)\s*([0-9][0-9_]*)$")
_LIKE_SIZE = re.compile(r"(?:input|output)\s*[<>=!]")
_EVERYTHING = "all"


class Size(NamedTuple):
    """A condition on how many tokens a call has, cache included: `side` is input or output."""

    side: str
    is_below: bool
    tokens: int


class Picked(NamedTuple):
    """Which calls are meant: those that pass all filters and are of all sizes."""

    where: tuple[tuple[str, str], ...] = ()
    sizes: tuple[Size, ...] = ()


EVERY = Picked()


def picked_of(text: str, said: str, shape: str) -> Picked:
    """Conditions as they are written in a step, `said`; `shape` is how such a step is written.

    Raises ConfigError for what cannot be read, with the nearest name of an unknown dimension.
    """
    where: list[tuple[str, str]] = []
    sizes: list[Size] = []
    for part in (part.strip() for part in text.split(",")):
        if found := _SIZE.match(part):
            sizes.append(Size(found[1], found[2] == "<", int(found[3])))
        elif _LIKE_SIZE.match(part):
            raise ConfigError(
                f"{said}: cannot read {part!r}: write input<N, input>=N, output<N or output>=N, with N in"
                " single tokens, such as input<2000"
            )
        elif part != _EVERYTHING:
            where.append(_filter(part, said, shape))
    return Picked(tuple(where), tuple(sizes))


def parted(text: str, kind: str, shape: str) -> tuple[Picked, str]:
    """What a step is about and what it does to it: of all calls, where it has no arrow."""
    before, arrow, after = text.partition(ARROW)
    what = (after if arrow else before).strip()
    if not what or (arrow and not before.strip()):
        raise ConfigError(f"{kind} {text!r}: {shape}")
    return (picked_of(before, f"{kind} {text!r}", shape) if arrow else EVERY), what


def picked_sql(base: Base, picked: Picked) -> str:
    """SQL of whether a call is meant."""
    scope = scope_of(base.relation, base.used, where=picked.where)
    sizes = [
        f"{base.total(_OF_SIDE[size.side])} {'<' if size.is_below else '>='} {size.tokens}"
        for size in picked.sizes
    ]
    return " AND ".join(f"({each})" for each in (inlined(scope, asked_sql(scope)), *sizes))


def sums_left(base: Base, picked: Picked) -> Iterator[str]:
    """A sentence about sums of many calls that are meant, where a step needs to know each call."""
    columns = {"requests": f"coalesce({base.column('requests')}, 0)"}
    calls = base.calls(
        columns, f"calls.asked AND {BY_TOKEN} AND NOT ({ONE_CALL}) AND {picked_sql(base, picked)}"
    )
    records, requests = base.con.execute(sql("sums_of", calls=calls)).fetchall()[0]
    if records:
        yield f"sums of many calls: {many(int(requests), 'call')} unchanged, for nothing tells one from another"


def _filter(part: str, said: str, shape: str) -> tuple[str, str]:
    name, sign, value = part.partition("=")
    if not sign or not name.rstrip("!").strip():
        raise ConfigError(f"{said}: cannot read {part!r}: {shape}")
    filterable(name.strip().removesuffix("!"))
    return name.strip(), value.strip()
