"""Designs, and the order in which they are applied."""

from __future__ import annotations

from pathlib import Path

from support.usage import call
from support.worlds import M, replayed
from tokenomics.books import Book


def test_steps_are_applied_in_one_order_however_they_are_written(
    tmp_path: Path, book: Book
) -> None:
    """Routes come before prices."""
    design = {"reprice": ["at=2026-11-16"], "route": ["all -> large"]}
    found = replayed(tmp_path, book, [call(input=M)], design)

    assert [row[0] for row in found.rows] == ["route all -> large", "reprice at=2026-11-16"]
