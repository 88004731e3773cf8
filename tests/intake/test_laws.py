"""Laws of ingest, for any logs."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support import claude
from support.laws import few
from support.ledgers import select, take

Lines = list[dict[str, Any]]

FEW = few(8)


@st.composite
def logs(draw: st.DrawFn) -> Lines:
    """Lines of a few messages: repeated, replayed, growing, out of order."""
    count = draw(st.integers(1, 12))
    return [
        claude.line(
            f"msg_{draw(st.integers(0, 3))}",
            used=claude.usage(draw(st.integers(0, 3)), draw(st.integers(0, 3))),
            timestamp=f"2026-1{draw(st.integers(0, 1))}-0{draw(st.integers(1, 2))}T00:00:00Z",
            isSidechain=draw(st.booleans()),
            requestId=draw(st.sampled_from(["req_1", "req_2", None])),
        )
        for _ in range(count)
    ]


def held(ledger: Path) -> list[tuple[Any, ...]]:
    """What a ledger holds of each call, wherever it was read."""
    columns = (
        "hex(record_id), merge_rank, CAST(ts AS VARCHAR), input, output, request_id, model_served"
    )
    return select(ledger, columns, rest="ORDER BY 1")


def whole(root: Path, lines: Lines) -> list[tuple[Any, ...]]:
    """The records of one file of all lines."""
    take(root / "whole", claude.write(root / "whole.jsonl", lines))
    return held(root / "whole")


@FEW
@given(lines=logs(), data=st.data())
def test_splitting_and_ordering_change_nothing(lines: Lines, data: st.DataObject) -> None:
    """Any order of lines, in any number of files, read in any number of ingests, gives the same records."""
    shuffled = data.draw(st.permutations(lines))
    at = data.draw(st.integers(0, len(lines)))
    together = data.draw(st.booleans())
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        parts = [
            claude.write(root / f"{number}.jsonl", part)
            for number, part in enumerate((shuffled[:at], shuffled[at:]))
        ]
        for group in [parts] if together else [[part] for part in parts]:
            take(root / "split", *[path for path in group if path.stat().st_size])

        assert held(root / "split") == whole(root, lines)


@FEW
@given(lines=logs())
def test_growing_line_by_line_is_the_same(lines: Lines) -> None:
    """A log read after every few lines gives what reading it once gives."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for stop in range(1, len(lines) + 3, 3):
            take(root / "grown", claude.write(root / "log.jsonl", lines[:stop]))
        take(root / "grown", claude.write(root / "log.jsonl", lines))

        assert held(root / "grown") == whole(root, lines)


@FEW
@given(lines=logs(), data=st.data())
def test_the_numbers_of_an_ingest_add_up(lines: Lines, data: st.DataObject) -> None:
    """In every ingest the files' records are those added, changed, known already, and repeats."""
    at = data.draw(st.integers(0, len(lines)))
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for number, part in enumerate((lines[:at], lines)):
            result = take(
                root / "books", claude.write(root / f"{number}.jsonl", [*part, *part[:1]])
            )

            records = sum(file.stated for file in result.files)
            known = result.added + result.changed + result.unchanged
            assert records == known + result.repeats
            assert known == len({line["message"]["id"] for line in part})
