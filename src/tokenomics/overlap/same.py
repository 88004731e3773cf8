"""Records of one call: found by the id of its response or request, or by what they count, and merged into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tokenomics.engine import Engine, fill
from tokenomics.overlap.found import Overlap
from tokenomics.overlap.records import BASE, Columns
from tokenomics.queries import literal, sql

CALLS = "tokenomics_calls"
FAMILIES = "tokenomics_families"

_SAME = "tokenomics_same"
_PLACED = "tokenomics_placed"
_JOINED = "tokenomics_joined"
_WATCHED = "tokenomics_watched"
_CALL_COLUMNS = {"record_id": "BLOB", "call": "VARCHAR"}
_SAME_COLUMNS = {
    "record_id": "BLOB", "provider": "VARCHAR", "source": "VARCHAR", "doubt": "INTEGER", "size": "BIGINT",
    "call": "VARCHAR",
}  # fmt: skip
# As many sources as a whole number has bits for.
_BITS = 60
_SECOND = 1_000_000
# How much of the smaller source must look like the other for the two to state the same calls, and
# how much is too much for chance.
_SAME_SHARE, _STRANGE_SHARE = 50, 5


class _Pair(NamedTuple):
    """Two records of two sources that look alike."""

    one: str
    two: str
    source: str
    other: str
    provider: str


def merge(con: Engine, columns: Columns) -> list[Overlap]:
    """Write the records of calls to the table CALLS, each call once; what was merged or looks so."""
    found = _by_response(con, columns)
    found += _by_counts(con, columns)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_PLACED} AS {sql('placed', same=_SAME)}")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {CALLS} AS "
        + sql(
            "calls_once",
            base=BASE,
            placed=_PLACED,
            known=columns.known,
            merged=columns.merged,
        )
    )
    return found


def _by_response(con: Engine, columns: Columns) -> list[Overlap]:
    if not {"response_id", "request_id"} & columns.used:
        fill(con, _SAME, _SAME_COLUMNS, ())
        return []
    text = sql(
        "same_response",
        relation=BASE,
        response=columns.text("response_id"),
        request=columns.text("request_id"),
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_JOINED} AS {text}")
    told = sql("same_records", told=columns.told, relation=BASE, joined=_JOINED)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {_SAME} AS {told}")
    return list(_stated_by_several(con))


def _stated_by_several(con: Engine) -> Iterator[Overlap]:
    """The sources that state calls with the same ids.

    Sources are bits of whole numbers: lists of their names would take ten times as long.
    """
    names = [name for (name,) in con.execute(f"SELECT DISTINCT source FROM {_SAME} ORDER BY source").fetchall()]  # fmt: skip
    sets = {f"s{at}": names[at : at + _BITS] for at in range(0, len(names), _BITS)}
    if not names:
        return
    found = ", ".join(f"bit_or({_bits(of)}) AS {name}" for name, of in sets.items())
    text = sql("same_sources", same=_SAME, found=found, sets=", ".join(sets))
    for provider, *bits, calls in con.execute(text).fetchall():
        held = [
            name
            for said, of in zip(bits, sets.values(), strict=True)
            for at, name in enumerate(of)
            if said >> at & 1
        ]
        yield Overlap(provider, tuple(held), "response id", int(calls), certain=True)


def _bits(names: Sequence[str]) -> str:
    """SQL of the bit of a record's source among these, 0 for any other."""
    whens = " ".join(f"WHEN {literal(name)} THEN {1 << at}" for at, name in enumerate(names))
    return f"CAST(CASE same.source {whens} ELSE 0 END AS BIGINT)"


def _by_counts(con: Engine, columns: Columns) -> list[Overlap]:
    """Pairs of sources of which one states no response ids, compared call by call."""
    watched = _watched(con, columns)
    if not watched:
        return []
    fill(con, _WATCHED, {"source": "VARCHAR"}, [(name,) for name in sorted(watched)])
    text = sql(
        "same_counts",
        relation=BASE,
        families=FAMILIES,
        watched=_WATCHED,
        same=_SAME,
        model=columns.model,
        response=columns.text("response_id"),
        sent=columns.tokens("input"),
        made=columns.tokens("output"),
        fresh=columns.tokens("input", cached=False),
        blind=columns.blind,
    )
    pairs: dict[tuple[str, str, str], list[_Pair]] = defaultdict(list)
    for row in con.execute(text).fetchall():
        pair = _Pair(*row)
        pairs[pair.provider, pair.source, pair.other].append(pair)
    return [told for names, found in pairs.items() for told in _judge(con, columns, names, found)]


def _watched(con: Engine, columns: Columns) -> set[str]:
    """The sources of providers that several state, one of them without response ids."""
    response = columns.text("response_id")
    text = sql("unnamed", relation=BASE, response=response)
    by_provider: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for provider, source, unnamed in con.execute(text).fetchall():
        by_provider[provider].append((source, unnamed))
    return {
        source
        for found in by_provider.values()
        if len(found) > 1 and any(unnamed for _, unnamed in found)
        for source, _ in found
    }


def _judge(
    con: Engine,
    columns: Columns,
    names: tuple[str, str, str],
    pairs: Sequence[_Pair],
) -> list[Overlap]:
    """Whether two sources state the same calls, by how many of the lesser one's have a partner."""
    provider, one, two = names
    text = sql(
        "common_time",
        relation=BASE,
        same=_SAME,
        sent=columns.tokens("input"),
        made=columns.tokens("output"),
    )
    sizes = con.execute(text, {"provider": provider, "one": one, "two": two}).fetchall()
    least = min((int(count) for _, count in sizes), default=0)
    share = 100 * len(pairs) // max(least, len(pairs))
    if share < _STRANGE_SHARE:
        return []
    how = "counts" if share >= _SAME_SHARE else "unclear"
    if how == "counts":
        _join(con, columns, pairs)
    return [Overlap(provider, (one, two), how, len(pairs), certain=False)]


def _join(con: Engine, columns: Columns, pairs: Iterable[_Pair]) -> None:
    """Give both records of each pair one call, which may be a call that one of them has already."""
    known = dict(con.execute(f"SELECT lower(hex(record_id)), call FROM {_SAME}").fetchall())
    calls: dict[str, str] = {}
    for pair in pairs:
        call = known.get(pair.one) or known.get(pair.two) or calls.get(pair.one) or pair.one
        calls[pair.one] = calls[pair.two] = call
    new = sorted((record, call) for record, call in calls.items() if record not in known)
    fill(con, _JOINED, _CALL_COLUMNS, [(bytes.fromhex(record), call) for record, call in new])
    told = sql("same_records", told=columns.told, relation=BASE, joined=_JOINED)
    con.execute(f"INSERT INTO {_SAME} {told}")
