"""Spend logs of a LiteLLM proxy: JSON lines, a file a week, one of them gzipped.

Weeks overlap by a few rows, as exports by time do; one row is torn and one states more cached
tokens than prompt tokens.
"""

from __future__ import annotations

import gzip
import json
from collections import deque
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from io import TextIOWrapper
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from tokenomics.demo.calls import LITELLM, Call, instant
from tokenomics.demo.facts import cost_of
from tokenomics.demo.files import Rows, Written, written

_OVERLAP = 5
_GZIPPED_WEEK = 1
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode

# A team without an alias is known by its id only.
_NO_ALIAS = frozenset({"trust"})
_ERROR_CODES = {"RateLimitError": "429", "Timeout": "408", "ServiceUnavailableError": "503"}

_METADATA: Mapping[str, object] = {
    "user_api_key_org_id": None,
    "user_api_key_project_id": None,
    "spend_logs_metadata": None,
    "requester_ip_address": None,
    "applied_guardrails": [],
    "status": None,
    "error_information": None,
    "original_model_group": None,
    "batch_models": None,
    "mcp_tool_call_metadata": None,
    "usage_object": None,
    "additional_usage_values": {},
    "cost_breakdown": None,
}
_ROW: Mapping[str, object] = {
    "request_duration_ms": None,
    "api_base": "",
    "cache_hit": "False",
    "cache_key": "Cache OFF",
    "organization_id": "",
    "requester_ip_address": None,
    "messages": {},
    "response": {},
    "mcp_namespaced_tool_name": None,
    "agent_id": None,
    "proxy_server_request": {},
}


def write_litellm(logs: Path, calls: Iterable[Call]) -> list[Written]:
    """The calls, which come in order of time, as a file a week in `logs`; the files in order."""
    logs.mkdir(parents=True)
    files: list[Written] = []
    last = deque[str](maxlen=_OVERLAP)
    for week, weekly in groupby(calls, key=lambda call: (call.ts.day - 1) // 7):
        first = next(weekly)
        path = logs / _file_name(first, week)
        spoilt = (_torn(first), _impossible(first)) if week == 0 else ()
        with _opened(path) as file:
            file.writelines((*last, _line(first), *spoilt))
            recorded = len(last) + 1
            for line in map(_line, weekly):
                file.write(line)
                last.append(line)
                recorded += 1
        files.append(written(path, LITELLM, Rows(recorded, rejected=len(spoilt))))
    return files


def _file_name(first: Call, week: int) -> str:
    suffix = ".jsonl.gz" if week == _GZIPPED_WEEK else ".jsonl"
    return f"spend-{first.ts:%Y-%m}-{week * 7 + 1:02d}{suffix}"


@contextmanager
def _opened(path: Path) -> Generator[TextIO]:
    """A text file for writing, gzipped where its name says so, without a clock in its bytes."""
    with path.open("wb") as raw:
        if path.suffix != ".gz":
            with TextIOWrapper(raw, encoding="utf-8", newline="\n") as plain:
                yield plain
            return
        with (
            gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed,
            TextIOWrapper(packed, encoding="utf-8", newline="\n") as text,
        ):
            yield text


def _torn(call: Call) -> str:
    return _line(call)[:180] + "\n"


def _impossible(call: Call) -> str:
    """A row of its own that reads more from the cache than was sent."""
    row = spend_row(call._replace(request_id="impossible", meters={"input": 500, "output": 20}))
    row["metadata"] |= {"usage_object": _usage_object({"cache_read": 5000}, 500, 20)}
    return _ENCODE(row) + "\n"


def _line(call: Call) -> str:
    return _ENCODE(spend_row(call)) + "\n"


def spend_row(call: Call) -> dict[str, Any]:
    """A call as the proxy logs it."""
    prompt, completion = _inclusive(call.meters)
    end = call.ts + timedelta(milliseconds=call.latency_ms)
    suffix = f"_cache_hit{call.ts.timestamp():.6f}" if call.from_cache else ""
    anthropic = call.provider == "anthropic"
    return {
        **_ROW,
        "request_id": f"chatcmpl-{call.request_id}{suffix}",
        "call_type": "anthropic_messages" if anthropic else "acompletion",
        "api_key": _key(call.team),
        # LiteLLM itself keeps its spend as a double.
        "spend": float(cost_of(call) or 0),
        "total_tokens": prompt + completion,
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "startTime": instant(call.ts),
        "endTime": instant(end),
        "completionStartTime": instant(end),
        "model": call.model,
        "model_id": f"m-{call.model}",
        "model_group": call.model,
        "custom_llm_provider": call.provider,
        "user": call.user,
        "metadata": _metadata(call, prompt, completion),
        "cache_hit": "True" if call.from_cache else "False",
        "request_tags": [f"feature:{call.feature}", f"env:{call.environment}", _release(call.ts)],
        "team_id": call.team if call.team in _NO_ALIAS else f"team-{call.team}",
        "end_user": call.customer,
        "session_id": call.session,
        "status": call.status,
    }


def _metadata(call: Call, prompt: int, completion: int) -> dict[str, Any]:
    usage = _usage_object(call.meters, prompt, completion)
    billed = call.status == "success" and not call.from_cache
    return {
        **_METADATA,
        "user_api_key": _key(call.team),
        "user_api_key_alias": f"key-{call.team}",
        "user_api_key_team_id": call.team if call.team in _NO_ALIAS else f"team-{call.team}",
        "user_api_key_team_alias": None if call.team in _NO_ALIAS else call.team,
        "user_api_key_user_id": call.user,
        "status": None if call.error is None else "failure",
        "error_information": None if call.error is None else _error(call.error, call.provider),
        "attempted_retries": call.retries or None,
        "max_retries": 3 if call.retries else None,
        "attempted_fallbacks": 1 if call.fallback_from else None,
        "original_model_group": call.fallback_from,
        "usage_object": usage if billed else None,
    }


def _inclusive(meters: Mapping[str, int]) -> tuple[int, int]:
    """Prompt and completion tokens as LiteLLM counts them: caches and reasoning within."""
    completion = meters.get("output", 0) + meters.get("reasoning", 0)
    return sum(meters.values()) - completion, completion


def _usage_object(meters: Mapping[str, int], prompt: int, completion: int) -> dict[str, Any]:
    read, write = meters.get("cache_read", 0), meters.get("cache_write", 0)
    usage: dict[str, Any] = {
        "completion_tokens": completion,
        "prompt_tokens": prompt,
        "total_tokens": prompt + completion,
        "completion_tokens_details": None,
        "prompt_tokens_details": {"cached_tokens": read} if read or write else None,
    }
    if "reasoning" in meters:
        usage["completion_tokens_details"] = {"reasoning_tokens": meters["reasoning"]}
    if write:
        usage |= {"cache_creation_input_tokens": write, "cache_read_input_tokens": read}
        usage["prompt_tokens_details"] |= {"cache_creation_tokens": write}
    return usage


def _error(name: str, provider: str) -> dict[str, str]:
    return {
        "error_code": _ERROR_CODES[name],
        "error_class": name,
        "llm_provider": provider,
        "error_message": "The provider did not answer",
    }


def _release(ts: datetime) -> str:
    year, week, _ = ts.isocalendar()
    return f"release:{year}.{week:02d}"


@cache
def _key(team: str | None) -> str:
    """The hash under which the proxy knows a team's key."""
    return sha256(f"virtual key of {team}".encode()).hexdigest()
