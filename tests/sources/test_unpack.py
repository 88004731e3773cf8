"""Packed and foreign text as plain UTF-8."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zlib
from pathlib import Path

import pytest
import zstandard

from tokenomics.sources.unpack import is_plain, prepare

TEXT = '{"a":"é"}\n' * 3000


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(TEXT.encode(), mtime=0),
        zstandard.compress(TEXT.encode()),
        zstandard.compress(TEXT[:5000].encode()) + zstandard.compress(TEXT[5000:].encode()),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_whatever_it_is_packed_in(data: bytes, tmp_path: Path) -> None:
    """Packed or foreign text is copied as plain UTF-8, without a byte order mark."""
    path = tmp_path / "file.jsonl"
    path.write_bytes(data)

    ready = prepare(path, len(data), tmp_path)

    assert not is_plain(path)
    assert ready.path != path
    assert ready.path.read_text("utf-8") == TEXT
    assert ready.broken is None


def test_plain_text_stays_where_it_is(tmp_path: Path) -> None:
    """A plain file is read in place."""
    path = tmp_path / "file.jsonl"
    path.write_text(TEXT, encoding="utf-8")

    assert prepare(path, path.stat().st_size, tmp_path).path == path


def test_tail_and_growth(tmp_path: Path) -> None:
    """A part of a file, up to the size it had when it was looked at, is copied."""
    path = tmp_path / "file.jsonl"
    path.write_bytes(b"one\ntwo\nthree\n")

    assert prepare(path, 8, tmp_path).path.read_bytes() == b"one\ntwo\n"
    assert prepare(path, 8, tmp_path, start=4).path.read_bytes() == b"two\n"


def test_a_name_that_is_a_pattern(tmp_path: Path) -> None:
    """A file whose name a reader would take for a pattern is read from a copy."""
    path = tmp_path / "log[1].jsonl"
    path.write_bytes(b"{}\n")

    assert prepare(path, 3, tmp_path).path.read_bytes() == b"{}\n"
    assert prepare(path, 3, tmp_path).path != path


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_data_that_ends_early(pack: type[bytes], tmp_path: Path) -> None:
    """Of a truncated archive what can be unpacked is kept, and what is wrong is said."""
    text = "".join(f'{{"a":{random.Random(i).random()}}}\n' for i in range(20_000)).encode()
    data = pack(text)
    path = tmp_path / "file.jsonl.gz"
    path.write_bytes(data[: len(data) // 2])

    ready = prepare(path, len(data) // 2, tmp_path)

    kept = ready.path.read_bytes()
    assert text.startswith(kept)
    assert len(kept) > len(text) // 4
    assert ready.broken is not None
    assert "ends early" in ready.broken


def _zeros(pack: str, size: int) -> bytes:
    """So many blanks, packed as small as they can be."""
    if pack == "gz":
        made = zlib.compressobj(9, wbits=31)
        return b"".join(made.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + made.flush()
    out = io.BytesIO()
    with zstandard.ZstdCompressor(19).stream_writer(out, closefd=False) as made:
        for _ in range(size >> 20):
            made.write(b" " * (1 << 20))
    return out.getvalue()


@pytest.mark.parametrize("pack", ["gz", "zst"])
def test_what_unpacks_to_far_more_than_logs_do_ends(pack: str, tmp_path: Path) -> None:
    """Of a bomb no more is unpacked than is plausible, and not at once."""
    path = tmp_path / f"bomb.jsonl.{pack}"
    path.write_bytes(_zeros(pack, 1 << 28))
    tracemalloc.start()
    ready = prepare(path, path.stat().st_size, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert path.stat().st_size < 1 << 19
    assert (
        ready.broken
        == "file: packed data ends early or is damaged (unpacks to more than 128 MB: unpack it yourself)"
    )
    assert ready.path.stat().st_size <= 1 << 27
    assert peak < 1 << 27


def test_foreign_text_is_recoded_piece_by_piece(tmp_path: Path) -> None:
    """A long text in UTF-16 is never in memory as a whole; half a pair is replaced."""
    path = tmp_path / "file.jsonl"
    path.write_bytes(("é" * (1 << 24)).encode("utf-16") + b"\x00\xd8")
    tracemalloc.start()
    ready = prepare(path, path.stat().st_size, tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (
        ready.path.read_bytes() == "é".encode() * (1 << 24) + "\N{REPLACEMENT CHARACTER}".encode()
    )
    assert peak < 1 << 24
