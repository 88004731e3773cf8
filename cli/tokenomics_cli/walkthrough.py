"""The demo from its logs to its report, and what to try next."""

from __future__ import annotations

from pathlib import Path

from tokenomics.demo import Truth
from tokenomics.intake import ingest
from tokenomics_cli.answer import answer
from tokenomics_cli.progress import progress
from tokenomics_cli.request import Request
from tokenomics_cli.settings import settings
from tokenomics_cli.summary import summary
from tokenomics_cli.terminal import say


def walk(folder: Path, truth: Truth, now: str | None) -> None:
    """Ingest a demo's logs, report what they cost by feature, and say what to try next."""
    given = settings(folder / "tokenomics.toml", now=now)
    logs = folder / "logs"
    say(f"{truth.totals.requests:,} calls of {truth.company.month} written to {logs}")
    with progress() as tell:
        result = ingest(
            [logs], ledger=given.ledger, config=given.config, now=given.now, progress=tell
        )
    say(*summary(result, given.ledger), "")
    answer(Request(by="feature"), given)
    say(*_next(folder))


def _next(folder: Path) -> tuple[str, ...]:
    config = f"--config {folder / 'tokenomics.toml'}"
    return (
        "",
        f"try:  tokenomics report {config} --by team,model --limit 10",
        f"      tokenomics report {config} --by day --per request --where feature=ticket-summary",
        f"      tokenomics ledger rejects {config}",
        f"what it should say, summed without these prices: {folder / 'truth.json'}",
    )
