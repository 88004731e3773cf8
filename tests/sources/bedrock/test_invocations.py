"""Rows of Bedrock's invocation logs."""

from __future__ import annotations

import json
from pathlib import Path

from tokenomics.sources.bedrock.invocations import read


def test_bodies_are_not_kept(tmp_path: Path) -> None:
    """Of a body its id, tier and lifetimes are taken; what is no invocation is an empty row."""
    body = {"id": "r1", "content": "answer", "usage": {"service_tier": "flex", "cache_creation": {"ephemeral_1h_input_tokens": 3}}}  # fmt: skip
    log = {"schemaType": "ModelInvocationLog", "requestId": "a", "output": {"outputBodyJson": body, "outputTokenCount": 4}}  # fmt: skip
    path = tmp_path / "log.jsonl"
    path.write_text(f"{json.dumps(log)}\n{{}}\n", "utf-8")
    first, second = (found.row for found in read(path, "jsonl"))

    assert first is not None
    stated = {name: value for name, value in first.items() if value is not None}
    assert stated == {"requestId": "a", "made": 4, "response": "r1", "tier": "flex", "written_1h": 3}  # fmt: skip
    assert second == {}
