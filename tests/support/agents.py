"""Agents' calls from a file to a listing, and a listing's figures by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from support.usage import kept
from tokenomics.analysis.agents import agents
from tokenomics.analysis.listing import Listing, Value
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.intake import ingest
from tokenomics.ledger import Ledger, open_ledger
from tokenomics.outcomes import asked_of

NOW = datetime(2026, 12, 1, tzinfo=UTC)

# A planner, three rounds with a tool each, and a synthesiser: each call is sent all that was said
# before it and what the tool brought. One call takes 900 + 100 = 1,000 tokens. The five together take
# (900 + 2,900 + 4,400 + 5,400 + 5,500) + (4 x 100 + 500) = 19,100 + 900 = 20,000.
LOOP = """ts,provider,model,feature,task_id,step,user_id,input,output
2026-11-02T10:00:00Z,acme,small,research,t1,plan,ada,900,100
2026-11-02T10:01:00Z,acme,small,research,t1,search,ada,2900,100
2026-11-02T10:02:00Z,acme,small,research,t1,fetch,ada,4400,100
2026-11-02T10:03:00Z,acme,small,research,t1,read,ada,5400,100
2026-11-02T10:04:00Z,acme,small,research,t1,synthesise,ada,5500,500
"""


def ingested(folder: Path, text: str) -> Ledger:
    """A ledger of one native file."""
    (folder / "calls.csv").write_text(text, "utf-8")
    ingest([folder / "calls.csv"], ledger=folder / "ledger", config=Config(), now=NOW)
    return open_ledger(folder / "ledger")


def asked(ledger: Ledger, book: Book, *by: str, **options: Any) -> Listing:
    """What agents take, by dimensions."""
    config, rules = options.pop("config", Config()), options.pop("rules", ())
    query = CostQuery(by=by, task_ids=config.task.id, **options)
    return agents(ledger, book, query, asked_of(config, NOW), rules=rules)


def agents_of(book: Book, folder: Path, *rows: Mapping[str, Any], **options: Any) -> Listing:
    """The same of some records in a ledger below a folder; `by` are dimensions."""
    return asked(kept(folder, *rows), book, *options.pop("by", ()), **options)


def figures(listing: Listing, *key: Value) -> dict[str, Value]:
    """The row of that key by the names of its columns."""
    (row,) = (row for row in listing.rows if row[: len(key)] == key)
    return {column.name: value for column, value in zip(listing.columns, row, strict=True)}
