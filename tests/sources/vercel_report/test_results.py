"""Answers of Vercel's report API, taken apart."""

from __future__ import annotations

from pathlib import Path

from tokenomics.sources.contract import Sample
from tokenomics.sources.vercel_report import results


def test_every_answer_is_a_pull(tmp_path: Path) -> None:
    """Two answers of which one is empty, a row that stands alone, and what is no row."""
    path = tmp_path / "report.jsonl"
    path.write_text('{"results": [{"day": "a"}, 5]}\n{"results": []}\n{"day": "b"}\n{"x\n', "utf-8")

    assert [tuple(row) for row in results.read(path, "jsonl")] == [
        (1, {"day": "a", "pull": 1}, None),
        (1, None, "line: not a JSON object"),
        (2, {}, None),
        (3, {"day": "b", "pull": 3}, None),
        (4, None, "line: not valid JSON"),
    ]


def test_names_of_rows() -> None:
    """Those of an answer's rows and of rows that stand alone."""
    sample = Sample(Path("x"), "jsonl", ({"results": [{"day": "a"}, 5]}, {"hour": "b"}), ())

    assert results.names(sample) == [{"day"}, {"hour"}]
