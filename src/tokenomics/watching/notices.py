"""What was said, kept in the ledger: a notice for each message that a channel took."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from tokenomics.alert import identity
from tokenomics.engine import Engine, connect
from tokenomics.ledger import Ledger, commit, engine_of, relation
from tokenomics.places import Where, folder_of
from tokenomics.queries import sql
from tokenomics.records.kinds import KINDS
from tokenomics.timezones import from_micros
from tokenomics.watching.conditions import History, Said, Step

SOURCE = "alert"
_STAGED = "tokenomics_notices"


class Notice(NamedTuple):
    """What was said of a condition in a channel, and when.

    `message_id` is None where another message covers it or tells its end.
    """

    at: datetime
    key: str
    status: Said
    channel: str
    message_id: str | None
    subject: str | None
    period: str | None


def notices(ledger: Ledger, con: Engine | None = None) -> tuple[Notice, ...]:
    """Everything that was said, oldest first."""
    mine = con or engine_of(ledger)
    try:
        text = sql("notices", relation=relation(ledger, "notice"))
        return tuple(Notice(from_micros(at), *rest) for at, *rest in mine.execute(text).fetchall())
    finally:
        if con is None:
            mine.close()


def history(found: Iterable[Notice]) -> History:
    """The last that was said of each condition in each channel."""
    return {(notice.key, notice.channel): notice.status for notice in found}


def keep(ledger: Where, steps: Iterable[Step], *, now: datetime) -> int:
    """Commit what was said to a ledger; returns its version. The same twice is once.

    Raises as `ledger.commit`.
    """
    with connect(allowed=[folder_of(ledger)]) as con:
        columns = ", ".join(f"{c.name} {c.sql_type}" for c in KINDS["notice"].columns)
        con.execute(f"CREATE TEMP TABLE {_STAGED} ({columns})")
        for step in steps:
            row = _row(step, now)
            places = ", ".join(f"${name}" for name in row)
            names = ", ".join(row)
            con.execute(f"INSERT INTO {_STAGED} ({names}) VALUES ({places})", row)  # noqa: S608
        return commit(con, ledger, {"notice": _STAGED}, now=now).version


def _row(step: Step, now: datetime) -> dict[str, object]:
    message = step.condition.message
    key = f"{message.key}\n{step.channel}\n{step.said}"
    return {
        "record_id": hashlib.md5(key.encode(), usedforsecurity=False).digest(),
        # The first of equal notices stands: what was said then was said then.
        "merge_rank": f"{10**12 - int(now.timestamp()):013d}",
        "source": SOURCE,
        "observed_at": now,
        "ts": now,
        "key": message.key,
        "status": step.said,
        "channel": step.channel,
        "message_id": identity(message, step.said) if step.said in ("alert", "resolved") else None,
        "subject": message.subject,
        "period": message.period or None,
    }
