"""Small worlds and the questions asked of them that together use every query of the program.

A world is a folder with a ledger, a configuration and prices; a question is a command line.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from support import recordings
from support.command import command
from support.ledger_rows import put, put_kinds
from support.quantities import FREE
from support.recordings import Recorded
from support.tasks import outcome
from support.usage import PRICES, T0, call
from tokenomics.demo import write_company

M = 1_000_000
_SOURCES = Path(__file__).parent.parent / "sources"

ENVIRONMENT = {"TOKENOMICS_NOW": "2026-12-20T00:00:00Z"}
_MIXED = (
    "anthropic_costs", "anthropic_usage", "aws_cur", "cursor", "langfuse", "litellm", "litellm_daily",
    "openai_costs", "openai_usage", "otel", "otel_logs", "otel_metrics",
)  # fmt: skip
_FX = """
[fx]
"EUR/USD" = [{ from = 2020-01-01, rate = "1.1" }]
"CNY/USD" = [{ from = 2020-01-01, rate = "0.14" }]
"GBP/USD" = [{ from = 2020-01-01, rate = "1.3" }]
"""
_ACME = (
    _FX
    + """
[[success]]
when = "outcome = success"
wait = "1d"
[[success]]
where = { feature = "refunds" }
when = "resolved = true or score >= 0.5"
[[authority]]
provider = "zeta"
source = "second"
[[attribute]]
when = { api_key_id = "k1" }
set = { team = "it's" }
[[overhead]]
name = "evaluation"
amount = "4 USD"
start = 2026-11-02
[[overhead]]
name = "tax"
from_charges = { line_kind = "tax" }
[labour]
hourly = "60 USD"
"""
)
_BUDGETS = """
[[budget]]
name = "all"
amount = "100 USD"
[[budget]]
name = "teams"
for_each = "team"
amount = "1 USD"
"""


class World(NamedTuple):
    """How a folder is filled, and what is asked of it, a command line a question."""

    fill: Callable[[Path], None]
    questions: tuple[str, ...]


def record(world: World, folder: Path) -> list[Recorded]:
    """What the questions of a world ask, in a folder that it fills; each must be answered."""
    world.fill(folder)
    kept = list[Recorded]()
    for line in world.questions:
        with recordings.recording() as asked:
            done = command(*shlex.split(line), cwd=folder, env=ENVIRONMENT)
        assert done.code in {0, 1}, (line, done.err)
        assert asked, line
        kept += asked
    return kept


def _demo(folder: Path) -> None:
    """A company's month, with its outcomes, overheads and bill, in several formats."""
    write_company(folder, seed=3, size=0.02)
    config = folder / "tokenomics.toml"
    config.write_text(config.read_text("utf-8") + _FX + _BUDGETS, "utf-8")
    _ingested(folder, "logs", "bills")


def _mixed(folder: Path) -> None:
    """What many sources state, some of it twice, with bills of clouds."""
    (folder / "tokenomics.toml").write_text(_FX, "utf-8")
    files = [path for name in _MIXED for path in sorted((_SOURCES / name).iterdir())]
    told = [
        f
        for f in files
        if f.suffix in {".csv", ".json", ".jsonl"} and ".expected" not in f.suffixes
    ]
    _ingested(folder, *map(str, told))


def _ingested(folder: Path, *paths: str) -> None:
    done = command("ingest", *paths, cwd=folder, env=ENVIRONMENT)
    assert done.code == 0, done.err


def _acme(folder: Path) -> None:
    """Calls with all that makes them special, a line each, their outcomes, overheads, revenues and bills."""
    (folder / "tokenomics.toml").write_text(_ACME, "utf-8")
    (folder / "prices.toml").write_text(PRICES + FREE, "utf-8")
    (folder / "texts.jsonl").write_text('{"text": "Why is the sky blue?"}\n' * 3, "utf-8")
    put_kinds(folder / "ledger", _rows(), now=T0)
    anew = _numbered(_calls(2), rank="b")
    put(folder / "ledger", now=T0 + timedelta(days=1), usage=anew[28:34])


def _rows() -> dict[str, list[dict[str, Any]]]:
    """The records of each kind."""
    return {
        "usage": [*_numbered(_calls(1)), *_numbered(_judged(), first=1_000)],
        "outcome": _numbered(_outcomes()),
        "overhead": _numbered([
            {"name": "gpu", "amount": Decimal(5), "currency": "EUR", "ts": T0, "ts_end": T0 + timedelta(days=9),
             "scope": {"feature": "chat"}, "allocate_by": "tokens"},
        ]),
        "revenue": _numbered([
            {"amount": Decimal("12.5"), "currency": "USD", "ts": T0, "scope": {"feature": "chat"}},
        ]),
        "charge": _numbered([
            _line(0, 10, line_kind="commitment"),
            _line(0, 24, line_kind="usage", meter="input", quantity=Decimal(M), unit="tokens", model_served="small"),
            _line(0, 24, line_kind="tax", series="1d"),
        ]),
    }  # fmt: skip


def _numbered(
    rows: Sequence[Mapping[str, Any]], first: int = 1, rank: str = "a"
) -> list[dict[str, Any]]:
    return [
        {"source": "test", **row, "merge_rank": rank, "record_id": at.to_bytes(16, "big")}
        for at, row in enumerate(rows, first)
    ]


def _line(first: int, last: int, **columns: Any) -> dict[str, Any]:
    return {
        "ts": T0 + timedelta(hours=first), "ts_end": T0 + timedelta(hours=last), "provider": "acme",
        "billed_cost": Decimal(100), "currency": "USD", "tags": {"team": "a", "agentcore": "x"}, **columns,
    }  # fmt: skip


def _calls(ingest: int) -> list[dict[str, Any]]:
    """A call of every sort: plain, cached, tried again, of an agent, with meters of its own, in sums, twice."""

    def at(minute: float, **columns: Any) -> dict[str, Any]:
        return call(ts=T0 + timedelta(minutes=minute), **columns)

    agent = {"task_id": "t1", "session_id": "s1", "feature": "chat", "team": "a", "trace_id": "w"}
    blocks = {"block_tokens": 1_000, "scope_id": "org"}
    day = {
        "ts_end": T0 + timedelta(days=1),
        "grain": "bucket",
        "stated_by": "provider",
        "series": "1d: model",
    }
    return [
        *(at(n, input=400, output=100 * n, feature="chat", latency_ms=100 + n, tags={"env": "it's"}) for n in range(24)),
        *(at(n, **agent, step=str(n), input=1_000 * n, output=50, cache_read=500, source_line=n) for n in range(4)),
        at(5, **agent, tags={"agent": "helper"}, input=9_000, web_search=3),
        at(6, input=M, output=3_000, model_served="large", feature="refunds", task_id="t2", attempt=2, is_fallback=True),
        *(at(7 + n / 10, input=10 + ingest, status="failure", error_type="500", feature="refunds", attempt=n,
             session_id="s2", prompt_digest=b"p", user_id="u") for n in range(1, 6)),
        *(at(20 + n, input=2_000, output=10, prefix_digests=[b"a", bytes([n % 2])], **blocks, user_id="u2",
             prompt_digest=b"same", task_id="t3") for n in range(4)),
        at(30, input=5, other=[{"meter": "gizmo", "quantity": Decimal(3), "unit": "gizmo"},
                               {"meter": "gadget", "quantity": Decimal("0.5"), "unit": "gadget"}]),
        at(31, input=7, model_served="nobody knows", user_id="u", customer="c"),
        at(32, input=M, billing="provisioned", api_key_id="k1"),
        at(60 * 30, input=M, billing="provisioned"),
        at(33, input=M, provider="zeta", service_tier="batch", response_id="r1"),
        at(33, input=M, provider="zeta", source="second", response_id="r1", stated_by="provider"),
        at(34, input=M, provider="zeta", source="second", response_id="r2"),
        at(34, input=M, model_served="moving", service_tier="batch"),
        at(40, input=777, output=7),
        at(40.5, input=777, output=7, source="elsewhere"),
        at(60 * 24 * 20, input=M, model_served="moving", feature="chat", web_search=6_000),
        {**at(0, input=3 * M, requests=50, model_served="moving", source="sums"), **day},
        {**at(0, input=3 * M, requests=50, model_served="moving", source="sums"), **day, "series": "1d: project"},
        {**at(60 * 24 * 12, input=M, model_served="moving", source="sums", reported_cost=Decimal(3), reported_currency="USD"),
         **day, "ts_end": T0 + timedelta(days=14)},
        {**at(0, input=M, source="gateway"), **day, "stated_by": "gateway", "series": "1d"},
        at(50, input=900, output=9, response_id="r3", source="gateway", stated_by="gateway", user_id="u"),
        at(50, input=800, output=8, response_id="r3", source="elsewhere", feature="chat", billing="metered"),
        at(50, input=800, output=8, response_id="r3", source="third", feature="refunds", team="b"),
    ]  # fmt: skip


def _judged() -> list[dict[str, Any]]:
    """Tasks of two models, many enough for evidence."""
    return [
        call(feature="support", input=5_000, output=100, model_served=model, task_id=f"{model}-{n}", latency_ms=n)
        for model in ("small", "large") for n in range(240)
    ]  # fmt: skip


def _outcomes() -> list[dict[str, Any]]:
    return [
        outcome("t1", "success", review_minutes=Decimal(5), rework_minutes=Decimal("1.5"), change_ids="12 abc"),
        outcome("t1", None, name="score", value=0.75),
        outcome("t1", "failure", ts=T0),
        outcome("t2", "failure", name="resolved"),
        outcome("s2", "unknown", kind="session"),
        outcome("w", "success", kind="trace", name="checked"),
        outcome("12", "success", kind="change", name="merged"),
        outcome("gone", "success"),
        *(outcome(f"{model}-{n}", "success" if n % 10 else "failure", value=1.0) for model in ("small", "large")
          for n in range(240)),
    ]  # fmt: skip


_PRICED = "--pricebook prices.toml --ledger ledger"
WORLDS = {
    "demo": World(_demo, (
        "report --by feature",
        "report --by user,day --per user",
        "report --by model --per success",
        "report --by team --per revenue",
        "report --by team --cost-basis billed",
        "report --by tag:env --per session --where user!=u-1 --where model!=x",
        "agents --by feature",
        "quality",
        "drivers --since 2026-08-11 --until 2026-08-21",
        "reconcile",
        "chargeback",
        "anomalies --now 2026-09-01",
        "failures --by feature",
        "indicators",
        "forecast --now 2026-08-20",
        "budget --now 2026-08-20",
        "ledger rejects",
        "doctor",
        "alert --now 2026-08-20 --dry-run",
    )),
    "mixed": World(_mixed, (
        "report --by feature",
        "reconcile",
        "export focus --output focus.csv",
    )),
    "acme": World(_acme, (
        f"report --by feature,day {_PRICED}",
        f"report --by team --per success --since 2026-11-02T10:03 {_PRICED}",
        f"report --by month --per task --task-period outcome {_PRICED}",
        f"agents --by feature --since 2026-11-02T10:02 --until 2026-11-03 {_PRICED}",
        f"quality {_PRICED}",
        f"waste {_PRICED}",
        f"failures {_PRICED}",
        f"reconcile {_PRICED}",
        f"explain r1 {_PRICED}",
        "ledger diff 0 1 --ledger ledger",
        f"export focus --output focus.csv {_PRICED}",
    )),
    "replayed": World(_acme, (
        f"whatif replay --route 'feature=support -> small' --cache 5m --response-cache 24h --defer 24h --cap output=50 --reprice at=2026-11-20 {_PRICED}",
        f"whatif replay --route 'feature=support, input<9000 -> small then 12% large' --cap attempts=1 {_PRICED}",
        f"whatif replay --cheapest-that-holds 0.5 --max-latency 2s --by feature {_PRICED}",
        f"whatif replay --route 'feature=chat -> openai/gpt-4o' --tokenizer texts.jsonl {_PRICED}",
        f"whatif portfolio --model small {_PRICED}",
        f"whatif people {_PRICED}",
    )),
}  # fmt: skip
