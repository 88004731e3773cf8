"""A ledger of a test, and what is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tokenomics.config import Config, PrivacyConfig
from tokenomics.engine import connect
from tokenomics.intake import IngestResult, ingest
from tokenomics.ledger import open_ledger, relation

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEEPING = Config(privacy=PrivacyConfig(keep_user_ids=True))


def take(ledger: Path, *paths: Path | str, **options: Any) -> IngestResult:
    """Ingest the paths into the ledger at a fixed hour."""
    config = options.pop("config", Config())
    now = options.pop("now", NOW)
    return ingest(paths, ledger=ledger, config=config, now=now, **options)


def select(
    ledger: Path, columns: str, kind: str = "usage", rest: str = ""
) -> list[tuple[Any, ...]]:
    """Rows of one kind in the ledger's last version."""
    with connect(allowed=[ledger]) as con:
        sql = f"SELECT {columns} FROM {relation(open_ledger(ledger), kind)} {rest}"
        return con.execute(sql).fetchall()


def totals(ledger: Path) -> tuple[Any, ...]:
    """Messages, and their input, cache writes, cache reads and output."""
    writes = "coalesce(cache_write, 0) + coalesce(cache_write_5m, 0) + coalesce(cache_write_1h, 0)"
    found = select(ledger, f"count(*), sum(input), sum({writes}), sum(cache_read), sum(output)")
    return tuple(int(value) if value is not None else 0 for value in found[0])


def rejects(ledger: Path) -> list[tuple[Any, ...]]:
    """File name, line, field and reason of each reject, in order."""
    columns = "regexp_extract(source_file, '[^/]+$'), source_line, field, reason"
    return select(ledger, columns, "reject", "ORDER BY source_file, source_line, field")


def table(path: Path, rows: list[str]) -> Path:
    """A native CSV of these rows."""
    path.write_text("\n".join(["ts,provider,model,input,output", *rows]) + "\n")
    return path
