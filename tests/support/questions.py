"""Questions of the command line whose answers are the same on every engine."""

from __future__ import annotations

import shlex
from pathlib import Path

NOW = "2026-08-30T12:00:00Z"

# Each a form of its own: what is summed, priced by call, judged, replayed, spread or foreseen.
QUESTIONS = (
    "report --by provider,model --format json",
    "report --by hour,user --limit 40 --format json",
    "report --by week,tag:env --tz Europe/Berlin --format json",
    "report --by feature --per request --since 2026-08-05 --until 2026-08-19 --format json",
    "report --by team --per user --format json",
    "report --by model --per session --where team!=support --format json",
    "report --by feature --per success --format json",
    "report --by attempt,error_type,fallback --prices-at now --format json",
    "agents --by feature --format json",
    "quality --format json",
    "drivers --since 2026-08-24 --until 2026-08-31 --format json",
    "failures --by feature --format json",
    "waste --format json",
    "indicators --format json",
    "diff 2026-08-10..2026-08-16 2026-08-17..2026-08-23 --format json",
    "budget --format json",
    "whatif people --minutes 25 --hourly 60 --format json",
    "whatif portfolio --model openai/gpt-5-nano --format json",
    "whatif replay --cap output=200 --response-cache 24h --cache 1h --defer 24h --platform openrouter --format json",
    "whatif replay --by feature --route 'feature=ticket-summary -> openai/gpt-5-mini then 12% openai/gpt-5' --format json",
    "ledger rejects",
)
# About bills as well, which state usage too.
OF_BILLS = (
    "report --by source,model --format json",
    "reconcile --format json",
    "chargeback --month 2026-08 --format json",
    "chargeback --month 2026-08 --cost-basis billed --by feature --format json",
)
# Statistics whose figures go through floating point.
STATISTICS = ("forecast --since 2026-09 --until 2026-10 --format json", "anomalies --format json")


def words(question: str, *, config: Path) -> list[str]:
    """A question as the words of a command, about the ledger of a configuration."""
    return [*shlex.split(question), "--config", str(config)]
