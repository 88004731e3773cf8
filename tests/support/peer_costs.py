"""Cost tests of other tools, priced by the bundled book, and why a cost is another one here.

A case states its usage in one convention: input holds what was cached, audio and the like, output
what was thought. It is written as a vendor's response that counts so, and ingested and priced as
any log. As a program it prints a table of a file's cases.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from support.ledgers import rejects, take
from support.reports import costs_by
from tokenomics.books import Call, boundaries, bundled, quote
from tokenomics.costing import CostRow
from tokenomics.records.money import rounded

MATCH = "prices.csv: match"
SAME = "the same cost"
ROUNDED = "the same cost, but for rounding"
UNEXPLAINED = "unexplained"
_AT = "2026-08-20T12:00:00Z"
# What a case's own kind says of it, if its cost is another one here.
_KINDS = {
    "fixture_rates": "priced by a card of the peer's own",
    "synthetic": "priced by made-up rates",
    "peer_wrong": "the peer is wrong",
    "disputed": "sources disagree",
    "malformed": "impossible counts",
    "provider_reported": "the peer trusts a cost that the log states",
    "unpriced": "no price, there and here",
}


class Case(NamedTuple):
    """One test of a peer; `usage` holds its counts and, behind an underscore, what is said of it."""

    name: str
    peer: str
    provider: str
    model: str
    at: str
    usage: Mapping[str, Any]
    expected: Decimal | None


class Found(NamedTuple):
    """What a case costs here: None where nothing of it has a price; `why` then says why."""

    cost: Decimal | None
    is_whole: bool
    why: str


def cases(path: Path) -> list[Case]:
    """The cases of a table, named by their place in it."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_case(place, row) for place, row in enumerate(csv.DictReader(file))]


def _case(place: int, row: Mapping[str, str]) -> Case:
    cost = row["expected_usd"]
    return Case(
        f"case-{place}",
        row["peer"],
        row["provider"],
        row["model"],
        row["timestamp"] or _AT,
        json.loads(row["usage_json"]),
        Decimal(cost) if cost else None,
    )


def priced(some: Sequence[Case], *, raw: bool = False) -> dict[str, Found]:
    """What the cases cost here, by their names; with `raw` by the bodies that vendors sent."""
    with tempfile.TemporaryDirectory() as name:
        file, ledger = Path(name) / "responses.jsonl", Path(name) / "ledger"
        lines = [json.dumps(_row(case, raw=raw)) for case in some]
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
        take(ledger, file)
        refused = {
            some[line - 1].name: f"{field}: {why}" for _, line, field, why in rejects(ledger)
        }
        rows = {str(row.key[0]): row for row in costs_by(ledger, "session").rows}
    return {case.name: _found(case, rows.get(case.name), refused.get(case.name)) for case in some}


def _found(case: Case, row: CostRow | None, refused: str | None) -> Found:
    if row is None:
        return Found(None, is_whole=False, why=refused or "nothing is counted")
    if row.cost is not None and not row.has_unpriced:
        return Found(row.cost, is_whole=True, why="")
    kind = (case.usage.get("service_tier"), case.usage.get("region"), case.usage.get("speed"))
    context = int(case.usage.get("input_tokens", 0))
    at = datetime.fromisoformat(case.at)
    answer = quote(bundled(), Call(case.provider, case.model, *kind, context, at))
    lacking = [meter for meter in row.meters if meter not in answer.rates]
    return Found(row.cost, is_whole=False, why=answer.reason or f"no price of {', '.join(lacking)}")


def is_same(case: Case, found: Found) -> bool:
    """Whether all of a case is priced as the peer expects, to the last digit."""
    return found.is_whole and found.cost == case.expected


def explained(case: Case, found: Found) -> tuple[str, str]:
    """The category of a case and the reason for it."""
    said = str(case.usage.get("_note", ""))
    if is_same(case, found):
        return SAME, said
    if _is_rounded(case, found):
        return ROUNDED, said
    kind = _KINDS.get(case.usage["_kind"])
    if kind:
        return kind, "; here ".join(text for text in (said, found.why) if text)
    if not found.is_whole:
        return "not in the book", found.why
    if "web searches not in expected" in said:
        return "the peer leaves out the fee of searches", said
    changed = _changed(case)
    return ("the peer asks a former price", f"until {changed}") if changed else (UNEXPLAINED, said)


def _is_rounded(case: Case, found: Found) -> bool:
    """Whether a peer states six digits or more of a cost, and these are right.

    A price of a minute has no exact rate of a second: twelve decimals are then right.
    """
    stated = case.expected
    if stated is None or found.cost is None or not found.is_whole:
        return False
    digits = len(stated.as_tuple().digits)
    return rounded(found.cost, 12) == stated or (
        digits >= 6 and found.cost.quantize(stated) == stated
    )


def _changed(case: Case) -> datetime | None:
    """When the price changed that the peer still asks at the instant of its case."""
    at = datetime.fromisoformat(case.at)
    for instant in reversed(boundaries(bundled(), case.provider, case.model).instants):
        before = case._replace(at=(instant - timedelta(microseconds=1)).isoformat())
        if instant <= at and is_same(before, priced([before])[case.name]):
            return instant
    return None


def _row(case: Case, *, raw: bool) -> dict[str, Any]:
    """A case as a line of responses, each a session of its own."""
    counted = _gemini if case.provider == "google" else _chat
    body = _as_it_came(case) if raw else counted(case)
    around = {"provider": case.provider or "nobody", "timestamp": case.at, "session_id": case.name}
    return {**around, "region": case.usage.get("region"), "response": {"id": case.name, **body}}


def _as_it_came(case: Case) -> dict[str, Any]:
    sent = case.usage["raw"]
    if any(name.endswith("TokenCount") for name in sent):
        return {"modelVersion": case.model, "usageMetadata": sent}
    kind = {"type": "message"} if case.provider == "anthropic" else {}
    return {"model": case.model, "usage": sent, **kind}


def _chat(case: Case) -> dict[str, Any]:
    """A chat completion: every count within another one, as cases state them."""
    used = case.usage
    sent, made = used.get("input_tokens", 0), used.get("output_tokens", 0)
    usage = {
        "prompt_tokens": sent,
        "completion_tokens": made,
        # What says that thoughts are within the output.
        "total_tokens": str(Decimal(sent) + Decimal(made)),
        "prompt_tokens_details": {
            "cached_tokens": used.get("cache_read_tokens"),
            "cache_write_tokens": used.get("cache_write_tokens"),
            **{f"{kind}_tokens": used.get(f"input_{kind}_tokens") for kind in ("audio", "image", "video")},
            "cached_tokens_details": {f"{kind}_tokens": used.get(f"cache_{kind}_read_tokens") for kind in ("audio", "image")},
        },
        "completion_tokens_details": {
            "reasoning_tokens": used.get("reasoning_tokens"),
            **{f"{kind}_tokens": used.get(f"output_{kind}_tokens") for kind in ("audio", "image")},
        },
        "cache_creation": {f"ephemeral_{life}_input_tokens": used.get(f"cache_write_{life}_tokens") for life in ("5m", "1h")},
        "web_searches": used.get("web_searches"),
        "seconds": used.get("audio_seconds"),
        "speed": used.get("speed"),
    }  # fmt: skip
    tier = used.get("service_tier")
    return {"object": "chat.completion", "model": case.model, "usage": usage, "service_tier": tier}


def _gemini(case: Case) -> dict[str, Any]:
    """An answer of Gemini's, which counts thoughts and what tools sent beside the others."""
    used = case.usage
    thought = used.get("reasoning_tokens", used.get("output_reasoning_tokens", 0))
    tool = used.get("input_tool_tokens", 0)
    usage = {
        "promptTokenCount": used.get("input_tokens", 0) - tool,
        "toolUsePromptTokenCount": tool,
        "cachedContentTokenCount": used.get("cache_read_tokens"),
        "candidatesTokenCount": used.get("output_tokens", 0) - thought,
        "thoughtsTokenCount": thought,
        "promptTokensDetails": _modalities(used, "input_{}_tokens"),
        "cacheTokensDetails": _modalities(used, "cache_{}_read_tokens"),
        "candidatesTokensDetails": _modalities(used, "output_{}_tokens"),
    }
    return {"modelVersion": case.model, "usageMetadata": usage}


def _modalities(used: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    kinds = ("audio", "image", "video", "document")
    return [
        {"modality": kind.upper(), "tokenCount": used[name.format(kind)]}
        for kind in kinds
        if name.format(kind) in used
    ]


def table(some: Sequence[Case], found: Mapping[str, Found]) -> str:
    """How many cases there are of each category, and each case that has another cost here."""
    by_category: dict[str, list[str]] = defaultdict(list)
    for case in some:
        here = found[case.name]
        category, reason = explained(case, here)
        names = f"{case.name} {case.peer} {case.provider}/{case.model}"
        by_category[category].append(f"{names}: {case.expected} there, {here.cost} here; {reason}")
    lines = [f"{len(rows):5} {name}" for name, rows in sorted(by_category.items())]
    for name, rows in sorted(by_category.items()):
        lines += ["", name, *rows] if name != SAME else []
    return "\n".join(lines)


if __name__ == "__main__":
    given = cases(Path(sys.argv[1]))
    sys.stdout.write(f"{table(given, priced(given))}\n")
