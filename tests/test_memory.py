"""How much memory a database may take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tokenomics.engine import connect
from tokenomics.memory import lack_of_memory, limit_memory, memory_limit, size_of
from tokenomics.records.errors import ConfigError


@pytest.fixture(autouse=True)
def _unlimited() -> Iterator[None]:
    yield
    limit_memory(None)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("512MB", 512_000_000),
        ("512 mb", 512_000_000),
        ("1.5GB", 1_500_000_000),
        ("4GiB", 4 * 2**30),
        ("4G", 4_000_000_000),
        ("1TB", 10**12),
        ("0", 0),
    ],
)
def test_sizes(text: str, size: int) -> None:
    """Sizes are written with a decimal or a binary unit."""
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "much", "-1GB", "4", "50%", "4 parsecs", "1MB", "64000KB!"])
def test_what_is_no_size(text: str) -> None:
    """A text that is no size, or less than a database needs, is refused with what to write."""
    with pytest.raises(ConfigError, match="MB"):
        limit_memory(text)


def test_connections_are_bound() -> None:
    """What was said holds for connections that are made afterwards, and cannot be raised by a query."""
    limit_memory("100MB")

    assert memory_limit() == 100_000_000
    with connect() as con:
        ((shown,),) = con.execute("SELECT current_setting('memory_limit')").fetchall()
    assert shown == "95.3 MiB"


@pytest.mark.parametrize(
    ("limit", "said", "words"),
    [
        ("100MB", "failed to pin block", "100 MB of memory are too little"),
        (None, "could not allocate block", "the memory of this machine is too little"),
        ("100MB", "failed to offload data block", "no room for temporary files in"),
    ],
)
def test_what_a_lack_of_memory_is(limit: str | None, said: str, words: str) -> None:
    """What is missing is told apart: memory that was allowed, the machine's, or room on the disk."""
    limit_memory(limit)

    assert lack_of_memory(RuntimeError(said)).startswith(words)


def test_what_does_not_fit_is_spilled(tmp_path: Path) -> None:
    """A question over more groups than its memory holds is answered by way of temporary files."""
    limit_memory("64MB")
    query = "SELECT count(*) FROM (SELECT i, count(*) FROM range(4000000) AS r(i) GROUP BY i)"

    with connect(temp_dir=tmp_path, threads=1) as con:
        assert con.execute(query).fetchall() == [(4_000_000,)]
