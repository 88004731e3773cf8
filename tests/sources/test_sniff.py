"""What a file holds, by its beginning."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest
import zstandard

from tokenomics.sources.contract import Container, Row, Sample
from tokenomics.sources.sniff import promises_rows, sample

JSONL = b'{"a":1}\n{"a":2}\n'
CSV = b"ts;input\n2026-11-02T00:00:00Z;1\n"


@pytest.mark.parametrize(
    ("data", "container"),
    [
        (JSONL, "jsonl"),
        (gzip.compress(JSONL, mtime=0), "jsonl"),
        (zstandard.compress(JSONL), "jsonl"),
        (b"\xef\xbb\xbf" + JSONL, "jsonl"),
        (JSONL.decode().encode("utf-16"), "jsonl"),
        (JSONL.decode().encode("utf-16-le"), "jsonl"),
        (b"broken{\n" + JSONL, "jsonl"),
        (b'{"broken"\n' + JSONL, "jsonl"),
        (b'{"data": [\n{"a": 1},\n{"a": 2}\n]}', "json"),
        (b'[\n {"a": 1},\n {"a": 2}\n]', "json"),
        (b'{\n "a": 1\n}', "json"),
        (CSV, "csv"),
        (b"\xef\xbb\xbf" + CSV, "csv"),
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b" []", "empty"),
        (b'{"data": []}', "jsonl"),
        (b'{\n"data": []}', "empty"),
        (b"[1, 2]", "binary"),
        (b"\x7fELF\x02\x01\x01\x00\x00,\x00", "binary"),
        (bytes(range(256)) * 4, "binary"),
        (b"a,b\rc,d\x81\n\xff", "binary"),
        (b"{ not json at all", "binary"),
        (b"one word\n", "binary"),
        (gzip.compress(JSONL, mtime=0)[:12], "binary"),
    ],
)
def test_containers(data: bytes, container: str, tmp_path: Path) -> None:
    """The content alone tells the container, whatever it is packed in."""
    path = tmp_path / "file"
    path.write_bytes(data)

    assert sample(path).container == container


def test_header_of_a_table(tmp_path: Path) -> None:
    """A table's header is its column names, whatever separates them."""
    path = tmp_path / "file"
    path.write_bytes(b"\xef\xbb\xbf" + CSV)

    assert sample(path).header == ("ts", "input")


def test_first_rows(tmp_path: Path) -> None:
    """The first objects of a file are its sample; broken lines are passed over."""
    path = tmp_path / "file"
    path.write_bytes(b"broken{\n" + JSONL)

    assert sample(path, 1).rows == ({"a": 1},)


def test_parquet(tmp_path: Path) -> None:
    """Parquet is known by its mark, and its columns by its own schema."""
    path = tmp_path / "file"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 1 AS a, 2 AS b) TO '{path}' (FORMAT parquet)")

    assert sample(path)[1:] == ("parquet", (), ("a", "b"))


def test_first_rows_of_a_table(tmp_path: Path) -> None:
    """The first rows of a table are those as wide as its header."""
    path = tmp_path / "file"
    path.write_bytes(CSV + b"2026\n2026-11-02T00:00:01Z;2\n")

    assert sample(path).rows == (
        {"ts": "2026-11-02T00:00:00Z", "input": "1"},
        {"ts": "2026-11-02T00:00:01Z", "input": "2"},
    )


@pytest.mark.parametrize(
    ("name", "container", "rows", "expected"),
    [
        ("a.jsonl", "jsonl", ({"a": 1},), True),
        ("a", "json", ({"a": 1},), True),
        ("a", "parquet", (), True),
        ("a.CSV", "csv", (), True),
        ("a.csv.gz", "binary", (), True),
        ("a.jsonl.1.zst", "binary", (), True),
        ("a.txt", "csv", ({"a": "1"},), True),
        ("a.txt", "csv", (), False),
        ("a.txt", "binary", (), False),
        ("a.gz", "binary", (), False),
        ("a.jsonl", "empty", (), False),
        ("a.json", "jsonl", ({"data": []},), False),
        ("README.md", "csv", ({"a": "1"},), False),
        ("a.py", "csv", ({"a": "1"},), False),
        ("a.ipynb", "json", ({"a": 1},), False),
        ("logo.png", "binary", (), False),
    ],
)
def test_what_should_have_been_read(
    name: str, container: Container, rows: tuple[Row, ...], expected: bool
) -> None:
    """A log is told by its ending or by what it holds; programs, texts and pictures are none."""
    assert promises_rows(Sample(Path(name), container, rows, ())) is expected
