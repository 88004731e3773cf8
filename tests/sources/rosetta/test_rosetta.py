"""The same call in every format normalises to the same meters and costs the same."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from sources.rosetta.calls import CALLS, Call
from support.ledgers import select, take
from support.reports import total_cost
from support.strange import variants
from tokenomics.books import bundled
from tokenomics.explain import explain
from tokenomics.ledger import open_ledger

HERE = Path(__file__).parent
LINES = [call for call in CALLS if call.file.endswith(".jsonl")]
WRITTEN = "coalesce(cache_write, 0) + coalesce(cache_write_5m, 0)"
TRUE_COST = Decimal("0.018")
METERS = f"input, cache_read, {WRITTEN}, output + coalesce(reasoning, 0)"


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.file)
def test_one_call_in_every_format(call: Call, tmp_path: Path) -> None:
    """500 x 3 + 10,000 x 0.30 + 2,000 x 3.75 + 400 x 15 = 18,000 per million, 0.018 USD."""
    ledger = tmp_path / "ledger"
    done = take(ledger, HERE / call.file)

    assert [file.source for file in done.files] == [call.source]
    if call.tokens is None:
        assert select(ledger, f"{METERS}, token_basis") == [(500, 10_000, 2_000, 400, "reported")]
        assert total_cost(ledger) == (None if call.resold else TRUE_COST)
    elif call.resold:
        assert select(ledger, f"input + cache_read + {WRITTEN} + output + reasoning") == [
            (call.tokens,)
        ]
        assert total_cost(ledger) is None
    else:
        _is_partial(call, ledger)


def _is_partial(call: Call, ledger: Path) -> None:
    """What a format leaves open is said, with the tokens that are known and a bound of the cost."""
    ((record, basis),) = select(ledger, "lower(hex(record_id)), token_basis")
    found = explain(open_ledger(ledger), bundled(), record)
    tokens = sum(line.quantity for line in found.lines if line.unit == "token")

    assert (basis, tokens) == ("partial", call.tokens)
    assert found.total == (None if call.cost is None else Decimal(call.cost))
    assert found.at_most == (None if call.at_most is None else Decimal(call.at_most))
    assert found.at_most is None or found.at_most >= TRUE_COST
    assert call.unsplit or (found.total or 0) <= TRUE_COST


@pytest.mark.parametrize("order", [1, -1])
def test_one_call_in_all_formats_together(order: int, tmp_path: Path) -> None:
    """Whoever states it, in whatever order, the call is counted and paid once."""
    for call in CALLS[::order]:
        if call.tokens is None and not (call.resold or call.elsewhere):
            take(tmp_path / "ledger", HERE / call.file)

    assert total_cost(tmp_path / "ledger") == TRUE_COST


@pytest.mark.parametrize("call", LINES, ids=lambda call: call.file)
def test_anything_may_stand_anywhere(call: Call, tmp_path: Path) -> None:
    """A row with something strange in it stops no other: each is a record, skipped or refused."""
    known = [json.loads(line) for line in (HERE / call.file).read_text("utf-8").splitlines()]
    rows = [*known, *(changed for row in known for changed in variants(row))]
    path = tmp_path / call.file
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    (file,) = take(tmp_path / "ledger", path).files

    assert (file.source, file.status) == (call.source, "read")
    assert file.rows == file.records + file.skipped + file.rejected


def test_every_file_is_compared() -> None:
    """Each file of the call has its entry."""
    files = {path.name for path in HERE.iterdir() if path.suffix not in {".py", ""}}

    assert files == {call.file for call in CALLS}
