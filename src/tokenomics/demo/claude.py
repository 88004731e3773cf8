"""Session logs of Claude Code, as the agent leaves them below ~/.claude/projects.

One line per content block: the lines of a message repeat its input counts, and only the last
is sure of its output. Between them stand users' and tools' lines, which carry no usage. Some
messages are replayed on a side line under another request id, some sessions state no request
id at all, and an error notice looks like a message of the model `<synthetic>`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tokenomics.demo.calls import CLAUDE_CODE, Call, instant_ms
from tokenomics.demo.files import Rows, Written, written
from tokenomics.demo.text import Filler

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_WITHOUT_REQUEST_ID = 0.1
_REPLAYED, _ERROR_NOTICE, _SURE_AT_ONCE, _PROMPTED = 0.015, 0.01, 0.1, 0.15
_BLOCKS = ((1, 35), (2, 40), (3, 20), (4, 5))
_BLOCK_MS = 900


class Pen(NamedTuple):
    """What the writer draws from: chance, filler, and the median characters of a tool's result."""

    rng: Random
    filler: Filler
    characters: int


class Session(NamedTuple):
    """What all lines of a session share."""

    id: str
    cwd: str
    version: str
    has_request_ids: bool


class Line(NamedTuple):
    """A line and whether it states usage."""

    text: str
    states_usage: bool


def write_session(pen: Pen, projects: Path, calls: list[Call]) -> list[Written]:
    """One session's calls, its main line first, as its file and those of its sub-agents."""
    session = _session(pen, calls[0])
    project = projects / session.cwd.replace("/", "-")
    files: list[Written] = []
    replayed: list[Call] = []
    for agent, thread in groupby(calls, key=lambda call: call.agent):
        thread_calls = list(thread)
        path = _path(project, session.id, agent)
        files.append(_write(path, _thread_lines(pen, session, thread_calls)))
        if agent is None:
            replayed += [call for call in thread_calls if pen.rng.random() < _REPLAYED]
    if replayed:
        aside = f"{pen.rng.getrandbits(28):07x}"
        path = _path(project, session.id, aside)
        files.append(_write(path, _replays(pen, session, replayed, aside)))
    return files


def _session(pen: Pen, first: Call) -> Session:
    old = pen.rng.random() < _WITHOUT_REQUEST_ID
    version = "2.1.63" if old else "2.1.138"
    return Session(first.session, f"/home/dev/{first.project}", version, not old)


def _path(project: Path, session: str, agent: str | None) -> Path:
    if agent is None:
        return project / f"{session}.jsonl"
    return project / session / "subagents" / f"agent-{agent}.jsonl"


def _write(path: Path, lines: Iterator[Line]) -> Written:
    path.parent.mkdir(parents=True, exist_ok=True)
    recorded = skipped = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line.text + "\n")
            recorded += line.states_usage
            skipped += not line.states_usage
    return written(path, CLAUDE_CODE, Rows(recorded, skipped))


def _thread_lines(pen: Pen, session: Session, calls: list[Call]) -> Iterator[Line]:
    """A thread from its opening line on: what was asked, what was answered, what went wrong."""
    envelope = _envelope(session, calls[0].agent)
    yield _opening(pen, session, calls[0])
    for number, call in enumerate(calls):
        prompted = number == 0 or pen.rng.random() < _PROMPTED
        yield _asked(pen, envelope, call, prompted=prompted)
        yield from _message(pen, session, envelope, call)
        if pen.rng.random() < _ERROR_NOTICE:
            yield _notice(envelope, call)


def _opening(pen: Pen, session: Session, first: Call) -> Line:
    if pen.rng.random() < 0.5:
        summary = {"type": "summary", "summary": pen.filler.text(40), "leafUuid": session.id}
        return Line(_ENCODE(summary), states_usage=False)
    at = instant_ms(first.ts)
    snapshot = {"messageId": session.id, "trackedFileBackups": {}, "timestamp": at}
    line = {"type": "file-history-snapshot", "messageId": session.id, "snapshot": snapshot}
    return Line(_ENCODE(line | {"isSnapshotUpdate": False}), states_usage=False)


def _envelope(session: Session, agent: str | None) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "parentUuid": None,
        "isSidechain": agent is not None,
        "userType": "external",
        "cwd": session.cwd,
        "sessionId": session.id,
        "version": session.version,
        "gitBranch": "main",
    }
    return shared if agent is None else shared | {"agentId": agent}


def _asked(pen: Pen, envelope: dict[str, Any], call: Call, *, prompted: bool) -> Line:
    """The user's line before a message: a prompt, or the result of a tool."""
    content: object
    if prompted:
        content = pen.filler.text(pen.characters // 4)
    else:
        result = pen.filler.text(pen.characters)
        use = f"toolu_{call.request_id[4:]}"
        content = [
            {"tool_use_id": use, "type": "tool_result", "content": result, "is_error": False}
        ]
    message = {"role": "user", "content": content}
    at = instant_ms(call.ts - timedelta(milliseconds=_BLOCK_MS))
    uuid = f"u-{call.request_id}"
    line = {**envelope, "type": "user", "message": message, "uuid": uuid, "timestamp": at}
    return Line(_ENCODE(line), states_usage=False)


def _message(pen: Pen, session: Session, envelope: dict[str, Any], call: Call) -> Iterator[Line]:
    """A message as the lines of its blocks; the first one's time is the call's."""
    (blocks,) = pen.rng.choices(*zip(*_BLOCKS, strict=True))
    sure_at_once = pen.rng.random() < _SURE_AT_ONCE
    request_id = f"req_{call.request_id[4:]}" if session.has_request_ids else None
    for block in range(blocks):
        is_last = block == blocks - 1
        output = call.meters["output"] if is_last or sure_at_once else 1
        message = {
            "model": call.model,
            "id": call.request_id,
            "type": "message",
            "role": "assistant",
            "content": [_content(pen, call, is_last=is_last)],
            "stop_reason": "tool_use" if is_last else None,
            "stop_sequence": None,
            "usage": _usage(call, output),
        }
        at = call.ts + timedelta(milliseconds=_BLOCK_MS * block)
        yield _assistant(envelope, message, f"{call.request_id}-{block}", at, request_id)


def _assistant(
    envelope: dict[str, Any],
    message: dict[str, Any],
    uuid: str,
    at: datetime,
    request_id: str | None,
) -> Line:
    line = {**envelope, "message": message, "type": "assistant", "uuid": uuid}
    line["timestamp"] = instant_ms(at)
    if request_id is not None:
        line["requestId"] = request_id
    return Line(_ENCODE(line), states_usage=True)


def _content(pen: Pen, call: Call, *, is_last: bool) -> dict[str, Any]:
    text = pen.filler.text(pen.characters // 3)
    if not is_last:
        return {"type": "text", "text": text}
    use = f"toolu_{call.request_id[4:]}"
    return {"type": "tool_use", "id": use, "name": "Edit", "input": {"new_string": text}}


def _usage(call: Call, output: int) -> dict[str, Any]:
    meters = call.meters
    short, long = meters.get("cache_write_5m", 0), meters.get("cache_write_1h", 0)
    usage: dict[str, Any] = {
        "input_tokens": meters["input"],
        "cache_creation_input_tokens": short + long,
        "cache_read_input_tokens": meters.get("cache_read", 0),
        "cache_creation": {"ephemeral_5m_input_tokens": short, "ephemeral_1h_input_tokens": long},
        "output_tokens": output,
        "service_tier": call.service_tier,
    }
    if "web_search" in meters:
        usage["server_tool_use"] = {"web_search_requests": meters["web_search"]}
    return usage


def _replays(pen: Pen, session: Session, replayed: list[Call], agent: str) -> Iterator[Line]:
    """Messages once more, as an aside repeats them: later, and with a swollen cache read."""
    envelope = _envelope(session, agent)
    for call in replayed:
        usage = _usage(call, call.meters["output"])
        usage["cache_read_input_tokens"] += pen.rng.randrange(1_000, 40_000)
        message = {
            "model": call.model,
            "id": call.request_id,
            "type": "message",
            "role": "assistant",
            "content": [{"type": "text", "text": pen.filler.text(pen.characters // 3)}],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": usage,
        }
        side = f"{pen.rng.getrandbits(96):024x}"
        at = call.ts + timedelta(minutes=3)
        yield _assistant(envelope, message, f"replay-{side}", at, f"req_{side}")


def _notice(envelope: dict[str, Any], call: Call) -> Line:
    """What the agent writes when the service refuses: a message that nobody generated."""
    usage = {
        "input_tokens": 0,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "output_tokens": 0,
        "service_tier": "standard",
    }
    message = {
        "model": "<synthetic>",
        "id": f"notice-{call.request_id}",
        "type": "message",
        "role": "assistant",
        "content": [{"type": "text", "text": "API Error: 529 overloaded"}],
        "stop_reason": "stop_sequence",
        "stop_sequence": None,
        "usage": usage,
    }
    at = call.ts + timedelta(seconds=5)
    line = _assistant(envelope, message, f"notice-{call.request_id}", at, None)
    return Line(line.text[:-1] + ',"isApiErrorMessage":true}', states_usage=False)
