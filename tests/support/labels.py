"""Texts that a log may hold in the place of any name, each made to be taken for something else.

A ledger has one call of each, with the text as its feature, team, model, tag and the like.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from support.ledgers import KEEPING, take

LABELS: dict[str, str] = {
    "formula": "=cmd|' /C calc'!A0",
    "formula by plus": "+1+cmd",
    "formula by minus": "-2+cmd",
    "formula by at": "@SUM(1+9)",
    "formula by tab": "\t=1+1",
    "formula by line": "\r=1+1",
    "formula by wide sign": "\uff1dcmd|' /C calc'!A0",
    "order to a build server": "::set-output name=x::y",
    "order in the old form": "a ##[add-mask]1",
    "order to another server": "##vso[task.setvariable variable=x]y",
    "element": "<img src=x onerror=alert(1)>",
    "end of script": "</script><script>alert(2)</script>",
    "end of attribute": "\"'><svg onload=alert(3)>",
    "end of style": "</style></title><!--",
    "end of JSON": '"}];alert(4);//',
    "template": "{{7*7}}${7*7}{%raw%}",
    "entity": "&lt;b&gt;&amp;nbsp;",
    "link": "[a](javascript:alert(5))",
    "picture": "![a](https://evil.example/p.png)",
    "address": "https://evil.example/x",
    "mention": "@everyone <!channel> <@U1> <https://evil.example|a>",
    "cells": "a|b\n|---|---|",
    "code": "```\n# big\n~~~",
    "emphasis": "*a* __b__ ~c~ \\",
    "colours": "\x1b[31mred\x1b[0m\x1b[2J",
    "title of a terminal": "\x1b]0;owned\x07",
    "eight-bit control": "\x9b31m",
    "right to left": "\u202egnp.exe",
    "isolates": "\u2066a\u2069",
    "unseen": "a\u200bb\ufeffc",
    "header": "x\r\nBcc: all@evil.example\r\n\r\nbody",
    "encoded word": "=?utf-8?q?y?=",
    "lines": "a\u2028b\u2029c\u0085d\x0be",
    "query": "'; DROP TABLE usage; --",
    "name in a query": '" FROM usage; --',
    "format": "%s%n{0}{x}%(y)s",
    "escapes": "\\u0041\\x1b[31m\\",
    "paths": "../../etc/passwd",
    "no character": "\ufffe\ufdd0",
    "beyond the first plane": "\U0001f4a5\U000e0041",
    "blanks": "   ",
    "long": "x" * 300,
}  # fmt: skip


def ledger(folder: Path, labels: Iterable[str] = LABELS.values()) -> Path:
    """One call of each label; that of the nth has n thousand tokens of input. Each is a model's name too."""
    labels = [*labels]
    logs, made = folder / "calls.jsonl", folder / "ledger"
    rows = (
        {
            "ts": "2026-11-02T09:00:00Z", "provider": "openai", "model": "gpt-4o", "input": 1000 * nth, "output": 1,
            "feature": label, "team": label, "customer": label, "tags": {"label": label, f"key {label}": "x"},
            "request_id": f"{nth}", "task_id": f"{nth}",
        }
        for nth, label in enumerate(labels, 1)
    )  # fmt: skip
    unpriced = {"ts": "2026-11-02T09:00:00Z", "provider": "openai", "input": 1, "output": 1}
    models = ({**unpriced, "model": label, "feature": "models", "request_id": f"m{nth}"} for nth, label in enumerate(labels))  # fmt: skip
    logs.write_text("".join(json.dumps(row) + "\n" for row in (*rows, *models)), "utf-8")
    take(made, logs, config=KEEPING)
    return made
