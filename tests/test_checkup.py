from __future__ import annotations

from pathlib import Path

from support.ledgers import take
from support.usage import book_of
from tokenomics.checkup import checkup
from tokenomics.ledger import open_ledger


def test_a_ledger_is_told_by_provider_and_source(tmp_path: Path) -> None:
    """Records, response ids and the span of each source are counted by provider."""
    text = "ts,provider,model,response_id,input\n2026-11-02T09:00:00Z,acme,small,r,1\n2026-11-03T09:00:00Z,acme,small,,2\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    take(tmp_path / "ledger", tmp_path / "a.csv")
    found = checkup(open_ledger(tmp_path / "ledger"), book_of(tmp_path))
    (seen,) = found.seen

    assert seen[:6] == ("acme", "native", "request", None, 2, 1)
    assert (seen.first.day, seen.last.day) == (2, 3)
    assert found.overlaps == ()
