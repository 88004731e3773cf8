"""The bundled book as it was parsed before: kept beside its digest, and gone without harm.

Parsing takes several times as long as reading what parsing made of the same files.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import msgspec
import xxhash

from tokenomics.books.book import Book, assemble, bundled, bundled_files
from tokenomics.books.graduated import Graduated
from tokenomics.books.rates import Gap, Layer, Provider, Rate

_NAME = "book-{}.msgpack"
_SEAL = 16  # bytes of digest before the content, so that a damaged file is parsed again
_CODE = ("books/*.py", "records/*.py")


class _Stored(NamedTuple):
    """What a book is assembled from."""

    name: str
    layers: tuple[Layer, ...]
    providers: tuple[Provider, ...]
    rates: tuple[Rate, ...]
    gaps: tuple[Gap, ...]
    graduated: tuple[Graduated, ...]


def bundled_from(folder: Path) -> Book:
    """The bundled book, read from a folder of disposable files and left there for the next time.

    A folder that cannot be read or written costs no more than the parsing.
    """
    path = folder / _NAME.format(_digest())
    stored = _read(path)
    if stored is None:
        book = bundled()
        with suppress(OSError):
            providers = tuple(book.providers.values())
            kept = (book.layers, providers, book.rates, book.gaps, book.graduated)
            _keep(path, _Stored(book.name, *kept))
        return book
    return assemble(
        stored.name,
        "list",
        layers=stored.layers,
        providers=stored.providers,
        rates=stored.rates,
        gaps=stored.gaps,
        graduated=stored.graduated,
    )


def _digest() -> str:
    """A digest of the files and of the code that reads them: another reading is another book."""
    package = Path(__file__).parents[1]
    code = (path for pattern in _CODE for path in sorted(package.glob(pattern)))
    digest = xxhash.xxh3_128()
    for path in (*bundled_files(), *code):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> _Stored | None:
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    seal, content = whole[:_SEAL], whole[_SEAL:]
    if seal != xxhash.xxh3_128_digest(content):
        return None
    return msgspec.msgpack.decode(content, type=_Stored)


def _keep(path: Path, stored: _Stored) -> None:
    """Write in one step, so that nobody reads a half; what was kept of other files goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = msgspec.msgpack.encode(stored)
    part = path.with_suffix(f".{uuid4().hex}")
    try:
        part.write_bytes(xxhash.xxh3_128_digest(content) + content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    for other in path.parent.glob(_NAME.format("*")):
        if other != path:
            other.unlink(missing_ok=True)
