"""Books as they were put together before: kept beside a digest, and gone without harm.

Parsing and checking take many times as long as reading what they made of the same files, and
most of a book is not asked for: a model's rates are decoded when they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import xxhash

from tokenomics.books.book import Basis, Book, bundled, bundled_files, names_of
from tokenomics.books.graduated import Graduated
from tokenomics.books.rates import Gap, Layer, Provider, Rate
from tokenomics.whole import whole

_NAME = "book-{}.msgpack"
_KEPT = 8  # stacks of overlays whose books stay
_SEAL = 16  # bytes of digest before the content, so that a damaged file is parsed again
_CODE = ("books/*.py", "records/*.py")
_RATES = msgspec.msgpack.Decoder(tuple[Rate, ...])


class _Stored(NamedTuple):
    """What a book is made of, the rates of each (provider, model) still packed."""

    name: str
    basis: Basis
    layers: tuple[Layer, ...]
    providers: tuple[Provider, ...]
    models: tuple[tuple[str, str, msgspec.Raw], ...]
    retracted: tuple[Rate, ...]
    gaps: tuple[Gap, ...]
    graduated: tuple[Graduated, ...]


class _Packed(Mapping[tuple[str, str], tuple[Rate, ...]]):
    """The rates of models, each model's decoded when it is first asked for."""

    def __init__(self, models: Mapping[tuple[str, str], msgspec.Raw]) -> None:
        self._models = models
        self._decoded: dict[tuple[str, str], tuple[Rate, ...]] = {}

    def __getitem__(self, key: tuple[str, str]) -> tuple[Rate, ...]:
        if key not in self._decoded:
            self._decoded[key] = _RATES.decode(self._models[key])
        return self._decoded[key]

    def __contains__(self, key: object) -> bool:
        return key in self._models

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._models)

    def __len__(self) -> int:
        return len(self._models)


def book_from(folder: Path, overlays: Sequence[Path] = ()) -> Book:
    """The bundled book with overlays on top, read from a folder of disposable files.

    What is not there is put together and left there for the next time. A folder that cannot be
    read or written costs no more than that. Raises PriceError where an overlay is wrong.
    """
    path = folder / _NAME.format(_digest(overlays))
    content = _read(path)
    if content is not None:
        return _unpacked(content)
    book = bundled()
    for overlay in overlays:
        from tokenomics.books.overlay import with_overlay  # noqa: PLC0415 - it is seldom read

        book = with_overlay(book, overlay)
    with suppress(OSError):
        _keep(path, _packed(book))
    return book


# One book of the same content: what is remembered of names and calls is remembered by book, and a
# process that goes on for weeks asks about the same prices again and again.
@lru_cache(maxsize=_KEPT)
def _unpacked(content: bytes) -> Book:
    stored = msgspec.msgpack.decode(content, type=_Stored)
    return Book(
        name=stored.name,
        basis=stored.basis,
        layers=stored.layers,
        providers={provider.name: provider for provider in stored.providers},
        models=_Packed({(provider, model): rates for provider, model, rates in stored.models}),
        retracted=stored.retracted,
        gaps=stored.gaps,
        names=names_of(stored.providers),
        graduated=stored.graduated,
    )


def _packed(book: Book) -> _Stored:
    models = tuple(
        (*key, msgspec.Raw(msgspec.msgpack.encode(rates))) for key, rates in book.models.items()
    )
    return _Stored(
        book.name, book.basis, book.layers, tuple(book.providers.values()), models,
        book.retracted, book.gaps, book.graduated,
    )  # fmt: skip


def _digest(overlays: Sequence[Path]) -> str:
    """A digest of the files and of the code that reads them: another reading is another book."""
    package = Path(__file__).parents[1]
    code = (path for pattern in _CODE for path in sorted(package.glob(pattern)))
    digest = xxhash.xxh3_128()
    for path in (*bundled_files(), *code, *overlays):
        content = _content(path)
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    """The file's bytes; an overlay that cannot be read is refused where it is parsed."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _read(path: Path) -> bytes | None:
    try:
        whole = path.read_bytes()
    except OSError:
        return None
    seal, content = whole[:_SEAL], whole[_SEAL:]
    if seal != xxhash.xxh3_128_digest(content):
        return None
    return content


def _keep(path: Path, stored: _Stored) -> None:
    """Write in one step, so that nobody reads a half; what was kept long ago goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = msgspec.msgpack.encode(stored)
    with whole(path, "book") as part:
        part.write_bytes(xxhash.xxh3_128_digest(content) + content)
    kept = sorted(path.parent.glob(_NAME.format("*")), key=_written, reverse=True)
    for other in kept[_KEPT:]:
        other.unlink(missing_ok=True)


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0
