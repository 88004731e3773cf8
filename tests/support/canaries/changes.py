"""Canaries in lists of changes of code."""

from __future__ import annotations

import json
from typing import Any

from support.canaries import claude_code
from support.mint import Files, Mint, Row, broken, lines, table


def logs(given: Mint) -> Files:
    """A list as GitHub gives it and a table of one's own, with refused rows, beside an agent's calls."""

    def pull(m: Mint, merged: Any = "2026-11-02T09:00:00Z") -> Row:
        return {
            "number": 12, "title": m.gone("title"), "body": m.gone("body"), "author": {"login": m.gone("login")},
            "headRefName": m.kept("branch"), "mergedAt": merged, "mergedBy": {"login": m.gone("merger")},
            "mergeCommit": {"oid": m.kept("commit")}, "labels": [{"name": m.gone("label")}],
            "url": f"https://example.com/{m.kept('repository')}/pull/12", "closedAt": None,
        }  # fmt: skip

    def own(m: Mint, merged: Any = "2026-11-02T09:00:00Z", **target: str) -> Row:
        return {
            "change": m.kept("change"), "author": m.gone("author"), **target, "merged_at": merged, "note": m.gone("note"),
        }  # fmt: skip

    refused = given.refused()
    table_of = [
        own(given, session_id=given.kept("session")), own(given, branch=given.mail("branch")),
        own(refused, refused.gone("instant"), branch=refused.gone("branch")),
    ]  # fmt: skip
    return {
        **claude_code.logs(given),
        "pulls.jsonl": lines([pull(given), pull(refused, refused.gone("instant")), broken(given)]),
        "own.csv": table(table_of),
        "pulls.json": json.dumps([pull(given)]),
    }
