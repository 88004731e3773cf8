"""Amazon Bedrock's invocation logs."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

from support.draft import drafts, golden, sample, shown
from support.ledgers import rejects, select, take
from support.reports import total_cost
from tokenomics.config import Config
from tokenomics.sources import bedrock, registry

LOG = Path(__file__).parent / "invocations.jsonl"


def test_drafts_are_as_expected() -> None:
    """The log gives the drafts that lie beside it."""
    found = drafts(bedrock.SOURCE, LOG, "jsonl")

    assert [shown(draft) for draft in found] == golden(found, Path(f"{LOG}.expected.json"))
    assert registry.claim(sample(LOG, "jsonl"), Config()) == bedrock.SOURCE


def test_counts_are_disjoint_and_lifetimes_priced(tmp_path: Path) -> None:
    """A profile of the US: 1.1 x (500 x 3 + 10,000 x 0.30 + 1,500 x 3.75 + 500 x 6 + 400 x 15) per million = 0.0210375."""
    path = tmp_path / "one.json.gz"
    path.write_bytes(gzip.compress(LOG.read_bytes().splitlines(keepends=True)[0]))
    take(tmp_path / "ledger", path)

    columns = "input, cache_read, cache_write, cache_write_5m, cache_write_1h, output"
    assert select(tmp_path / "ledger", columns) == [(500, 10_000, None, 1_500, 500, 400)]
    assert total_cost(tmp_path / "ledger") == Decimal("0.0210375")


def test_a_log_that_is_delivered_twice_counts_once(tmp_path: Path) -> None:
    """Four invocations stay four; one without tokens and one with a word for a count are refused."""
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(LOG.read_bytes())
    take(tmp_path / "ledger", LOG, copy)

    assert select(tmp_path / "ledger", "count(*), sum(input), sum(output)") == [(4, 545, 424)]
    assert {reject[1:] for reject in rejects(tmp_path / "ledger")} == {
        (5, "inputTokenCount", "no tokens stated"),
        (6, "inputTokenCount", "not a whole number of 0 or more"),
    }


def test_who_called() -> None:
    """The whole name of the caller is a person's, the role's a tag."""
    first, second = drafts(bedrock.SOURCE, LOG, "jsonl")[:2]

    assert (first["user_id"], first["tags"]["role"]) == (
        "arn:aws:sts::111122223333:assumed-role/SearchRole/i-1",
        "SearchRole",
    )
    assert (second["user_id"], second["tags"]) == ("arn:aws:iam::111122223333:user/svc", None)
