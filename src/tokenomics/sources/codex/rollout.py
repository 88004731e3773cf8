"""Reads a rollout: one row a line, filled where a line says that tokens were used.

A line repeats the session's totals each time the screen is drawn, so only the difference to the
line before counts; the model, the folder and the tier are said by other lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

import msgspec

from tokenomics.sources import picking, rows
from tokenomics.sources.codex.totals import Totals, Usage, totals, used
from tokenomics.sources.contract import Container, RawRow, Row

# The types of lines whose payload says anything of usage.
_TELLING = frozenset({"session_meta", "turn_context", "event_msg"})

# Lines that a fork copies from its parent are written at once, those of a call take their time.
AT_ONCE = 0.2


class _Session(NamedTuple):
    """What the lines so far say of the calls to come."""

    id: str | None = None
    parent: str | None = None
    is_fork: bool = False
    provider: str | None = None
    branch: str | None = None
    cwd: str | None = None
    model: str | None = None
    effort: str | None = None
    turn: str | None = None
    tier: str | None = None
    plan: str | None = None


class _Beginning(NamedTuple):
    """The lines that were written at once when the file was made."""

    first: float | None = None
    latest: float | None = None
    is_over: bool = False


class _Counter(NamedTuple):
    """The totals so far: the latest, and all since they last began anew."""

    before: Totals | None
    seen: set[Totals]


class _Line(msgspec.Struct):
    """A line whose payload is not parsed yet."""

    timestamp: Any = None
    type: Any = None
    payload: msgspec.Raw = msgspec.Raw(b"null")


_PARSE = picking.parser(_Line)


def _parsed(text: bytes | str) -> Any:
    """A line as an object, without a payload that tells nothing: prompts and answers."""
    line = _PARSE(text)
    if not isinstance(line, _Line):
        return line
    payload = rows.decode(bytes(line.payload)) if str(line.type) in _TELLING else None
    return {"timestamp": line.timestamp, "type": line.type, "payload": payload}


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """The lines of a rollout as rows; an empty one where a line states no usage."""
    del container
    session, beginning, counter = _Session(), _Beginning(), _Counter(None, set())
    for found in rows.json_values(path, first_line, _parsed):
        raw = RawRow(*found)
        if raw.row is None:
            yield raw
            continue
        beginning, is_copied = _watch(beginning, raw.row.get("timestamp"))
        session = _heard(session, raw.row)
        info = _info(raw.row)
        if info is None:
            yield raw._replace(row={})
            continue
        snapshot = _snapshot(info)
        if isinstance(snapshot, str):
            yield raw._replace(row=None, problem=snapshot)
            continue
        total, last = snapshot
        if is_copied and session.is_fork:
            counter = _Counter(total or counter.before, set())
            yield raw._replace(row={})
            continue
        usage = used(total, last, before=counter.before, seen=counter.seen)
        counter = _counted(counter, total, usage)
        yield raw._replace(row=_row(raw.row, session, info, usage, snapshot))


def _watch(beginning: _Beginning, timestamp: object) -> tuple[_Beginning, bool]:
    """Whether a line was written with the file's first lines: in that second, or without a pause.

    A line that bears an earlier instant than the first was copied as it was: it is the same call
    in both files.
    """
    at = None if beginning.is_over else _seconds(timestamp)
    if at is None:
        return beginning, False
    if beginning.first is None or beginning.latest is None:
        return _Beginning(at, at), True
    if at < beginning.first:
        return beginning, False
    if int(at) == int(beginning.first) or 0 <= at - beginning.latest < AT_ONCE:
        return beginning._replace(latest=at), True
    return beginning._replace(is_over=True), False


def _seconds(timestamp: object) -> float | None:
    try:
        return datetime.fromisoformat(str(timestamp)).timestamp()
    except (ValueError, OverflowError):
        return None


def _heard(session: _Session, line: Row) -> _Session:
    payload = _object(line.get("payload"))
    kind = line.get("type")
    if kind == "session_meta":
        return _introduced(session, payload)
    if kind == "turn_context":
        return session._replace(
            cwd=_text(payload.get("cwd")) or session.cwd,
            model=_text(payload.get("model")) or session.model,
            effort=_text(payload.get("effort")),
            turn=_text(payload.get("turn_id")),
        )
    if kind == "event_msg" and "thread_settings" in payload:
        settings = _object(payload["thread_settings"])
        return session._replace(tier=_text(settings.get("service_tier")))
    if kind == "event_msg" and "rate_limits" in payload:
        plan = _text(_object(payload["rate_limits"]).get("plan_type"))
        return session._replace(plan=plan or session.plan)
    return session


def _introduced(session: _Session, meta: Mapping[str, Any]) -> _Session:
    """The session by its first introduction; a second one of another id is a fork's parent."""
    name = _text(meta.get("id"))
    if session.id is not None:
        return session._replace(
            is_fork=session.is_fork or (name is not None and name != session.id)
        )
    spawned = _object(_object(_object(meta.get("source")).get("subagent")).get("thread_spawn"))
    parent = _text(spawned.get("parent_thread_id"))
    return session._replace(
        id=name,
        parent=parent,
        is_fork=session.is_fork or bool(spawned) or meta.get("forked_from_id") is not None,
        provider=_text(meta.get("model_provider")),
        branch=_text(_object(meta.get("git")).get("branch")),
        cwd=_text(meta.get("cwd")) or session.cwd,
    )


def _info(line: Row) -> Mapping[str, Any] | None:
    """The counts of a line; None where it has none, as before the first call."""
    payload = _object(line.get("payload"))
    if line.get("type") != "event_msg" or payload.get("type") != "token_count":
        return None
    info = payload.get("info")
    return None if info is None else _object(info)


def _snapshot(info: Mapping[str, Any]) -> tuple[Totals | None, Totals | None] | str:
    """The session's totals and its last call, or the problem of either."""
    stated = [(name, info.get(name)) for name in ("total_token_usage", "last_token_usage")]
    found = [None if usage is None else totals(usage, name) for name, usage in stated]
    problem = next((item for item in found if isinstance(item, str)), None)
    if problem is not None:
        return problem
    total, last = (item for item in found if not isinstance(item, str))
    return "info: states no tokens" if total is None and last is None else (total, last)


def _counted(counter: _Counter, total: Totals | None, usage: Usage | None) -> _Counter:
    if total is None or usage is None:
        return counter
    seen = set[Totals]() if usage.restarts else counter.seen
    seen.add(total)
    return _Counter(total, seen)


def _row(
    line: Row,
    session: _Session,
    info: Mapping[str, Any],
    usage: Usage | None,
    snapshot: tuple[Totals | None, Totals | None],
) -> Row:
    if usage is None or not any(usage.counts):
        return {}
    said = {**session._asdict(), **usage.counts._asdict()}
    said["model"] = _text(info.get("model")) or session.model
    marks = ["" if counts is None else " ".join(map(str, counts)) for counts in snapshot]
    return {**said, "timestamp": line.get("timestamp"), "snapshot": "|".join(marks)}


def _object(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
