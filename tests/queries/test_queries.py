"""The loader of SQL files, and what every file owes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tokenomics import queries
from tokenomics.queries import Made, header, noting, sql

FILES = sorted(Path(queries.__file__).parent.glob("*.sql"))


def _stems(folder: Path, pattern: str) -> set[str]:
    return {path.stem for path in folder.glob(pattern)}


def test_every_query_has_a_test() -> None:
    """queries/NAME.sql is tested in tests/queries/test_NAME.py."""
    tests = _stems(Path(__file__).parent, "test_*.py")

    assert {f"test_{path.stem}" for path in FILES} <= tests


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_query_states_what_one_row_is(path: Path) -> None:
    """The header says the purpose and the grain."""
    header = [line for line in path.read_text("utf-8").splitlines() if line.startswith("-- ")]

    assert len(header) >= 2
    assert any(line.startswith("-- Grain: one") for line in header)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_queries_keep_to_the_portable_subset(path: Path) -> None:
    """No ASOF, GROUP BY ALL, FROM first, or lambdas."""
    lines = path.read_text("utf-8").splitlines()
    text = " ".join(line for line in lines if not line.startswith("--")).upper()

    assert not re.search(r"\bASOF\b|GROUP BY ALL|\bQUALIFY\b|->|^\s*FROM|EXCLUDE|\bPIVOT\b", text)


def test_placeholders_are_filled() -> None:
    """Each part goes to its place."""
    text = sql("span", relation="calls")

    assert "FROM calls" in text
    assert "--" not in text


@pytest.mark.parametrize("parts", [{}, {"relation": "a", "more": "b"}])
def test_a_missing_or_superfluous_part_is_an_error(parts: dict[str, str]) -> None:
    """A query is filled with exactly its parts."""
    with pytest.raises(ValueError, match=r"span.sql has the placeholders \['relation'\]"):
        sql("span", **parts)


def test_queries_that_are_made_are_noted() -> None:
    """Within a context each query is known with its text, and its file says what it answers."""
    with noting() as made:
        text = sql("span", relation="calls")
    sql("span", relation="others")

    assert made == [Made("span", text)]
    assert header("span")[-1].startswith("Grain: one row")
