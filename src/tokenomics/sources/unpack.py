"""Packed and foreign text laid out as plain UTF-8, which is all that the readers know."""

from __future__ import annotations

import codecs
import gzip
import io
import uuid
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import zstandard

from tokenomics.sources.find import CHUNK, is_pattern

# Packed text of any file may be so long; a longer one may be so many times what it is packed in, which
# is more than logs ever are.
LONGEST, _TIMES = 1 << 27, 200
# A few bytes of zstd may stand for 128 kB, so that only few are unpacked at once.
_SIP = 1 << 10


class Overblown(Exception):
    """Packed data that unpacks to far more than logs do: its text says to how much."""


DAMAGE = (EOFError, zlib.error, zstandard.ZstdError, gzip.BadGzipFile, Overblown)

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
    return stream if encoding is None else _stream(_recoded(stream, encoding), stream)


def _unpacked(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        head = file.read(4)
    file = path.open("rb")
    most = max(LONGEST, _TIMES * path.stat().st_size)
    if head.startswith(_GZIP):
        return _stream(_bounded(_gzipped(file), most), file)
    if head.startswith(_ZSTD):
        return _stream(_bounded(_frames(file), most), file)
    return file


def _stream(pieces: Iterator[bytes], below: IO[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", io.BufferedReader(_Pieces(pieces, below), 1 << 20))


class _Pieces(io.RawIOBase):
    """Pieces of text, none of them empty, as a file; `below` is closed with it."""

    def __init__(self, pieces: Iterator[bytes], below: IO[bytes]) -> None:
        self._pieces, self._below = pieces, below
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        self._ready = self._ready or memoryview(next(self._pieces, b""))
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def close(self) -> None:
        self._below.close()
        super().close()


def _bounded(pieces: Iterator[bytes], most: int) -> Iterator[bytes]:
    """The pieces, until they are more than `most` bytes: then Overblown is raised."""
    left = most
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise Overblown(f"unpacks to more than {most >> 20} MB: unpack it yourself")
        yield piece


def _gzipped(packed: IO[bytes]) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=packed) as text:
        while piece := text.read1(1 << 16):
            yield piece


def _frames(packed: IO[bytes]) -> Iterator[bytes]:
    """The content of zstd frames; unlike the library's reader it says when the last one is cut."""
    frame = zstandard.ZstdDecompressor().decompressobj()
    while True:
        if frame.eof:
            rest = frame.unused_data or packed.read(_SIP)
            if not rest:
                return
            frame = zstandard.ZstdDecompressor().decompressobj()
        elif not (rest := packed.read(_SIP)):
            raise EOFError("the last frame is cut")
        if piece := frame.decompress(rest):
            yield piece


def _recoded(stream: IO[bytes], encoding: str) -> Iterator[bytes]:
    """Text of another encoding as UTF-8, without what cannot be read."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while part := stream.read(1 << 16):
        if text := decoder.decode(part):
            yield text.encode()
    if text := decoder.decode(b"", final=True):
        yield text.encode()


def _encoding(start: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    if len(start) == 4 and start[1] == start[3] == 0 != start[0]:
        return "utf-16-le"
    if len(start) == 4 and start[0] == start[2] == 0 != start[1]:
        return "utf-16-be"
    return None


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
    copy = spool / uuid.uuid4().hex
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
