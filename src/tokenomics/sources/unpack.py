"""Packed and foreign text laid out as plain UTF-8, which is all that the readers know."""

from __future__ import annotations

import gzip
import io
import uuid
import zlib
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import zstandard

from tokenomics.sources.find import CHUNK, is_pattern

DAMAGE = (EOFError, zlib.error, zstandard.ZstdError, gzip.BadGzipFile)

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Prepared(NamedTuple):
    """A file as the readers may open it: plain UTF-8 or Parquet, itself or a copy.

    `broken` says why a copy holds only the readable beginning.
    """

    path: Path
    broken: str | None


def open_text(path: Path) -> IO[bytes]:
    """The file's text as UTF-8 bytes, whatever it is packed in; damage shows when it is read."""
    with _unpacked(path) as stream:
        encoding = _encoding(stream.read(4))
    stream = _unpacked(path)
    return stream if encoding is None else _recoded(stream, encoding)


def _unpacked(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_GZIP):
        return cast("IO[bytes]", gzip.open(path))
    if head.startswith(_ZSTD):
        return cast("IO[bytes]", io.BufferedReader(_ZstdFrames(path.open("rb")), 1 << 20))
    return path.open("rb")


class _ZstdFrames(io.RawIOBase):
    """The content of zstd frames; unlike the library's reader it says when the last one is cut."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._ready:
            if self._frame.eof:
                rest = self._frame.unused_data or self._packed.read(CHUNK)
                if not rest:
                    return 0
                self._frame = zstandard.ZstdDecompressor().decompressobj()
            elif not (rest := self._packed.read(CHUNK)):
                raise EOFError("the last frame is cut")
            self._ready = memoryview(self._frame.decompress(rest))
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def close(self) -> None:
        self._packed.close()
        super().close()


def _encoding(start: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    if len(start) == 4 and start[1] == start[3] == 0 != start[0]:
        return "utf-16-le"
    if len(start) == 4 and start[0] == start[2] == 0 != start[1]:
        return "utf-16-be"
    return None


def _recoded(stream: IO[bytes], encoding: str) -> IO[bytes]:
    plain = io.BytesIO()
    with io.TextIOWrapper(cast("Any", stream), encoding, "replace", newline="") as text:
        while part := text.read(CHUNK):
            plain.write(part.encode("utf-8"))
    plain.seek(0)
    return plain


def is_plain(path: Path) -> bool:
    """Whether the file's bytes are read as they are."""
    with path.open("rb") as file:
        return begins_plain(file.read(4))


def begins_plain(head: bytes) -> bool:
    """Whether the bytes of a file that begins with these four are read as they are."""
    return not head.startswith((_GZIP, _ZSTD)) and _encoding(head) is None


def prepare(path: Path, size: int, spool: Path, *, start: int = 0) -> Prepared:
    """The file's bytes from `start` to `size` as plain UTF-8 or Parquet, in place where possible.

    A copy goes to `spool`: of packed or foreign text, of a file that has grown since its size was
    taken, and of one whose name a reader would take for a pattern. Packed text that ends early
    keeps what could be unpacked.
    """
    plain = is_plain(path)
    if plain and not start and path.stat().st_size == size and not is_pattern(str(path)):
        return Prepared(path, None)
    copy = spool / f"{uuid.uuid4().hex}{path.suffix}"
    with copy.open("wb") as target:
        if not plain:
            return Prepared(copy, _unpack(path, target))
        with path.open("rb") as file:
            file.seek(start)
            _copy(file, target, size - start)
    return Prepared(copy, None)


def _copy(source: IO[bytes], target: IO[bytes], count: int) -> None:
    while count and (chunk := source.read(min(CHUNK, count))):
        target.write(chunk)
        count -= len(chunk)


def _unpack(path: Path, target: IO[bytes]) -> str | None:
    try:
        with open_text(path) as stream:
            while chunk := stream.read(1 << 16):
                target.write(chunk)
    except DAMAGE as error:
        return f"file: packed data ends early or is damaged ({error})"
    return None
