"""Questions of small worlds that together use every query of the program, whole as users ask them."""

from __future__ import annotations

from collections.abc import Mapping

_PRICED = "--pricebook prices.toml --ledger ledger"

# Of each world: what is summed, priced by call, judged, replayed or spread. Each has a form or queries of its own.
EXACT: Mapping[str, tuple[str, ...]] = {
    "demo": (
        "report --by week,tag:env --tz Europe/Berlin --format json",
        "report --by user,day --per user --limit 40 --format json",
        "report --by feature --per success --format json",
        "report --by attempt,error_type,fallback --prices-at now --format json",
        "quality --format json",
        "failures --by feature --format json",
        "drivers --since 2026-08-11 --until 2026-08-21 --format json",
        "reconcile --format json",
        "chargeback --month 2026-08 --cost-basis billed --by feature --format json",
        "waste --format json",
        "whatif replay --cap output=200 --response-cache 24h --format json",
        "alert --now 2026-08-03 --dry-run",
        "ledger rejects",
        "doctor --format json",
    ),
    "mixed": ("indicators --format json", "export focus --output focus.csv"),
    "acme": (
        f"agents --by feature --since 2026-11-02T10:02 --until 2026-11-03 --format json {_PRICED}",
        f"explain r1 --format json {_PRICED}",
        "ledger diff 0 1 --ledger ledger",
        f"whatif replay --where feature=support --tokenizer texts.jsonl --cheapest-that-holds 0.5 --format json {_PRICED}",
        f"whatif replay --cache 5m --format json {_PRICED}",
    ),
}  # fmt: skip
# Statistics whose figures go through floating point.
NEAR: Mapping[str, tuple[str, ...]] = {
    "demo": (
        "anomalies --by team --since 2026-08-26 --now 2026-09-01 --format json",
        "forecast --now 2026-08-20 --format json",
    ),
}
# All of them, each with its world.
EVERY = [(world, each) for of in (EXACT, NEAR) for world, told in of.items() for each in told]
