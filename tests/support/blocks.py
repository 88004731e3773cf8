"""Calls as a replay of a prompt cache sees them, each in one line of a test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tokenomics.engine import connect
from tokenomics.queries import sql

BLOCK = 4
_T0 = "2026-11-02 00:00:00+00"
_CON = connect()


class Call(NamedTuple):
    """A call at a minute, with the blocks that its prompt of so many tokens begins with."""

    minute: int
    model: str
    blocks: tuple[int, ...]
    text_tokens: int


def found(calls: Sequence[Call], life: int | None, files: int = 1) -> list[tuple[int, int]]:
    """Tokens that the blocks of each call name, and those that are held, of calls in as many files."""
    if not calls:
        return []
    size = -(-len(calls) // files)
    rows = ", ".join(
        f"({-place}, TIMESTAMPTZ '{_T0}' + INTERVAL '{call.minute} minutes', '{call.model}', "
        f"'file {place // size}', {place % size}, CAST({list(call.blocks)} AS INTEGER[]), {call.text_tokens})"
        for place, call in enumerate(calls)
    )
    names = "record_id, ts, seller, source_file, source_line, prefix_digests, text_tokens"
    given = (
        f"(SELECT *, true AS asked, 'input' AS writes, NULL AS scope_id, "
        f"{BLOCK} AS block_tokens FROM (VALUES {rows}) AS given({names}))"
    )
    forgotten = f"uses.used_at - uses.used_before > {life * 60_000_000}" if life else "false"
    text = sql(
        "cache_replay", calls=given, account="blocks.seller, blocks.scope_id", forgotten=forgotten
    )
    told = _CON.execute(text).fetchall()
    return [(row[-2], row[-1]) for row in sorted(told, key=lambda row: -row[0])]
