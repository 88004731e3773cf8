"""The same call in every format normalises to the same meters and costs the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from sources.rosetta.calls import CALLS, Call
from support.ledgers import select, take
from support.reports import total_cost

HERE = Path(__file__).parent
WRITTEN = "coalesce(cache_write, 0) + coalesce(cache_write_5m, 0)"
METERS = f"input, cache_read, {WRITTEN}, output + coalesce(reasoning, 0)"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.file)
def test_one_call_in_every_format(call: Call, tmp_path: Path) -> None:
    """500 x 3 + 10,000 x 0.30 + 2,000 x 3.75 + 400 x 15 = 18,000 per million, 0.018 USD."""
    ledger = tmp_path / "ledger"
    done = take(ledger, HERE / call.file)

    assert [file.source for file in done.files] == [call.source]
    if not call.is_lossy:
        assert select(ledger, METERS) == [(500, 10_000, 2_000, 400)]
        assert total_cost(ledger) == Decimal("0.018")
    else:
        assert select(ledger, "token_basis") == [("partial",)]


def test_every_file_is_compared() -> None:
    """Each file of the call has its entry."""
    files = {path.name for path in HERE.iterdir() if path.suffix not in {".py", ""}}

    assert files == {call.file for call in CALLS}
