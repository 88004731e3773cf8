"""Canaries in files that a `[[source]]` maps."""

from __future__ import annotations

from typing import Any

from support.mint import Files, Mint, Row, broken, lines

MAPPING = """
[[source]]
name = "mapped"
match = "**/mapped.jsonl"
constants = { provider = "openai" }
key = ["who.id"]

[source.fields]
ts = "at"
user = "who.id"
team = "who.team"
api_key_id = "key"
model = "model"
input = "in"
"tag:colour" = "tags.colour"
"tag:login" = "tags.login"
"tag:owner" = "tags.owner"
"""


def logs(given: Mint) -> Files:
    """Files that MAPPING reads."""

    def row(m: Mint, tokens: Any = 5) -> Row:
        return {
            "at": "2026-11-02T09:00:00Z", "who": {"id": m.person("user"), "team": m.kept("team"), "mail": m.gone("mail")},
            "key": m.secret("key"), "model": m.kept("model"), "in": tokens, "prompt": m.gone("prompt"),
            "tags": {"colour": m.kept("tag"), "login": m.person("tag"), "owner": m.mail("tag")},
        }  # fmt: skip

    return {
        "mapped.jsonl": lines(
            [row(given), row(given.refused(), given.gone("count")), broken(given)]
        )
    }
