"""What a written file is known by."""

from __future__ import annotations

from pathlib import Path

from tokenomics.demo.files import Rows, Written, below, written


def test_rows_are_the_sum_of_their_kinds(tmp_path: Path) -> None:
    """A file's rows are recorded, skipped or rejected, and its path can be made relative."""
    path = tmp_path / "logs" / "a.csv"
    path.parent.mkdir()
    path.write_text("12345")
    file = written(path, "native", Rows(7, skipped=2, rejected=1))

    assert below(tmp_path, file) == Written("logs/a.csv", "native", "usage", 5, 10, 7, 2, 1)
