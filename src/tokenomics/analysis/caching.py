"""Caches: what reading from prompt caches saved, what was written and never read, and what a
gateway answered from a cache of its own.

A call writes so that later ones may read. Its own later calls are those of its session with the
same model, and of a call without a session those of its feature. A write that none of them reads
before the cache forgets it cost its premium over plain input for nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from tokenomics.analysis.stakes import BILLED, ONE_CALL, Base, Finding
from tokenomics.queries import sql
from tokenomics.records.meters import BY_NAME, NAMES

# How long what is written can be read, by the meter it is counted by. Where the source does not say
# it is taken to be an hour, the longest that is usual, so that too little is called unread.
LIFETIMES = {
    "cache_write_5m": timedelta(minutes=5),
    "cache_write_1h": timedelta(hours=1),
    "cache_write_12h": timedelta(hours=12),
    "cache_write": timedelta(hours=1),
}
UNREAD = "tokenomics_unread"

_READS = tuple(name for name in NAMES if name.startswith("cache_read"))
_CACHED = (*_READS, *LIFETIMES)


class Writes(NamedTuple):
    """How many calls wrote to a cache, and of how many it cannot be told whether it was read.

    `guessed` state no session; `waiting` wrote so late that what reads it may not be logged yet.
    """

    calls: int
    guessed: int
    waiting: int


def savings(base: Base) -> Finding | None:
    """Cached input as if it were plain input: the difference is what caching saved, less its writes.

    None where no call states cached tokens.
    """
    cached = [name for name in _CACHED if name in base.used]
    if not cached:
        return None
    moved: dict[str, list[str]] = {}
    for name in cached:
        moved.setdefault(plain_meter(name), []).append(name)
    changed = {to: _bigint(base.total([to, *names])) for to, names in moved.items()}
    changed |= {name: _bigint("0") for name in cached}
    return Finding(f"{BILLED} AND {base.total(cached)} > 0", changed)


def answered(base: Base) -> Finding:
    """What a gateway answered by itself, as if the provider had been asked: it cost nothing.

    Of calls whose tokens the gateway does not log nobody knows what they would have cost.
    """
    counted = base.total([name for name in NAMES if name != "requests"])
    return Finding(f"calls.billing = 'cached' AND {counted} > 0", {"billing": "'unknown'"})


def unread(base: Base) -> tuple[Finding, Writes] | None:
    """Cache writes that nothing read, as if they were plain input; None where none are stated."""
    written = [name for name in LIFETIMES if name in base.used]
    if not written:
        return None
    _tabulate(base, written)
    left = {name: f"coalesce(unread.{name}, 0)" for name in written}
    changed = {name: _bigint(f"calls.{name} - {left[name]}") for name in written}
    changed["input"] = _bigint(" + ".join([base.total(["input"]), *left.values()]))
    join = f"LEFT JOIN {UNREAD} AS unread ON unread.record_id = calls.record_id"
    flag = f"{BILLED} AND ({' + '.join(left.values())}) > 0"
    return Finding(flag, changed, join), _counted(base)


def _tabulate(base: Base, written: list[str]) -> None:
    """Write the table UNREAD. Filters do not hide who reads, so all calls are looked at."""
    reads = [name for name in _READS if name in base.used]
    session = base.column("session_id")
    some = f"{base.total([*reads, *written])} > 0"
    columns = {
        **{name: f"calls.{name}" for name in ("record_id", "provider", "ts", "asked")},
        "model": base.model,
        "session_id": session,
        "own": f"CASE WHEN {session} IS NULL THEN {base.column('feature')} END",
        "is_read": f"{base.total(reads)} > 0",
        **{name: f"coalesce(calls.{name}, 0)" for name in written},
    }
    forgotten = {
        name: f"writes.at + {LIFETIMES[name] // timedelta(microseconds=1)}" for name in written
    }
    missed = {
        name: f"writes.{name} > 0 AND (writes.read_at IS NULL OR writes.read_at > {end})"
        for name, end in forgotten.items()
    }
    text = sql(
        "unread",
        unread=", ".join(
            f"CASE WHEN {missed[name]} AND {end} <= latest.at THEN writes.{name} ELSE 0 END AS {name}"
            for name, end in forgotten.items()
        ),
        waiting=" OR ".join(
            f"({missed[name]} AND {end} > latest.at)" for name, end in forgotten.items()
        ),
        writes=", ".join(f"calls.{name}" for name in written),
        calls=base.calls(columns, f"{ONE_CALL} AND {some}"),
        every=base.relation,
        written=" + ".join(f"writes.{name}" for name in written),
    )
    base.con.execute(f"CREATE OR REPLACE TEMP TABLE {UNREAD} AS {text}")


def _counted(base: Base) -> Writes:
    text = sql("unread_counts", unread=UNREAD)
    return Writes(*map(int, base.con.execute(text).fetchall()[0]))


def plain_meter(name: str) -> str:
    """The meter of the same tokens if they were neither read from nor written to a cache."""
    found = BY_NAME[name]
    return "input" if found.modality == "text" else f"input_{found.modality}"


def _bigint(expression: str) -> str:
    return f"CAST({expression} AS BIGINT)"
