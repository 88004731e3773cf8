"""Books as they were put together before."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tokenomics.books import Book, Call, book, book_from, bundled, compiled, quote
from tokenomics.books.book import bundled_files
from tokenomics.books.rates import Rate
from tokenomics.records.errors import PriceError


def _same(one: Book, two: Book) -> bool:
    return (one.digest, one.providers, one.rates, one.models, one.names) == (
        two.digest, two.providers, two.rates, two.models, two.names,
    )  # fmt: skip


def _kept(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def _discount(path: Path, percent: int) -> Path:
    path.write_text(f'[[discount]]\nprovider = "openai"\npercent = {percent}\n', "utf-8")
    return path


class Counted:
    """A decoder of rates that counts its calls."""

    def __init__(self) -> None:
        """Start at none."""
        self.calls = 0
        self._decoder = msgspec.msgpack.Decoder(tuple[Rate, ...])

    def decode(self, packed: msgspec.Raw) -> tuple[Rate, ...]:
        """The rates."""
        self.calls += 1
        return self._decoder.decode(packed)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A note of every time that the bundled files are parsed."""
    notes: list[str] = []

    def noted() -> Book:
        notes.append("parsed")
        return bundled()

    monkeypatch.setattr(compiled, "bundled", noted)
    return notes


def test_what_was_kept_is_what_was_parsed(tmp_path: Path, parsed: list[str]) -> None:
    """The second reading needs no parsing and gives the same book to the last digit."""
    assert _same(book_from(tmp_path / "new"), bundled())
    assert _same(book_from(tmp_path / "new"), bundled())
    assert parsed == ["parsed"]


def test_damage_is_parsed_again(tmp_path: Path, parsed: list[str]) -> None:
    """A kept file that is cut or changed is not believed."""
    book_from(tmp_path)
    (path,) = _kept(tmp_path)
    whole = path.read_bytes()
    for damaged in (whole[:-1], b"", whole.replace(b"USD", b"EUR")):
        path.write_bytes(damaged)
        assert _same(book_from(tmp_path), bundled())
    assert len(parsed) == 4


def test_other_files_make_another_book(
    tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept of other prices is not read."""
    book_from(tmp_path)
    (before,) = _kept(tmp_path)
    monkeypatch.setattr(compiled, "bundled_files", lambda: bundled_files()[1:])
    book_from(tmp_path)

    assert len(parsed) == 2
    assert before in _kept(tmp_path)


def test_a_stack_of_overlays_is_kept_as_one_book(tmp_path: Path, parsed: list[str]) -> None:
    """Half of half of 30 dollars, in that order of files and no other, without parsing again."""
    half, tenth = (_discount(tmp_path / f"{percent}.toml", percent) for percent in (50, 90))
    made = book_from(tmp_path / "kept", [half, tenth])
    kept = book_from(tmp_path / "kept", [half, tenth])

    assert _same(made, kept)
    assert (kept.name, kept.basis) == ("bundled + 50 + 90", "contract")
    assert len(parsed) == 1
    assert book_from(tmp_path / "kept", [tenth, half]).name == "bundled + 90 + 50"
    _discount(half, 40)
    assert not _same(book_from(tmp_path / "kept", [half, tenth]), made)


def test_a_process_that_asks_again_has_the_same_book(tmp_path: Path) -> None:
    """What is remembered of a book is not remembered again of each reading of it."""
    own = _discount(tmp_path / "own.toml", 41)
    book_from(tmp_path, [own])

    assert book_from(tmp_path, [own]) is book_from(tmp_path, [own])


def test_a_missing_overlay_is_refused(tmp_path: Path) -> None:
    """A digest of nothing finds no book of other overlays."""
    with pytest.raises(PriceError, match=r"gone\.toml: cannot be read"):
        book_from(tmp_path, [tmp_path / "gone.toml"])


def test_only_the_latest_books_stay(tmp_path: Path) -> None:
    """A notebook that tries a hundred contracts does not fill the disk."""
    for percent in range(10):
        book_from(tmp_path / "kept", [_discount(tmp_path / "own.toml", percent)])

    assert len(_kept(tmp_path / "kept")) == 8


def test_only_the_models_that_are_asked_for_are_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name of one model costs the decoding of that model, and of the provider's tools."""
    own = _discount(tmp_path / "of this test.toml", 37)
    made = book_from(tmp_path, [own])
    decoded = Counted()
    monkeypatch.setattr(compiled, "_RATES", decoded)
    kept = book_from(tmp_path, [own])
    at = datetime(2026, 6, 1, tzinfo=UTC)
    for _ in range(2):
        quote(kept, Call("openai", "gpt-4-0613", None, None, None, 0, at))

    assert decoded.calls == 2
    assert kept.models == made.models


def test_a_folder_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    """Where nothing can be kept the book is parsed."""
    closed = tmp_path / "file"
    closed.write_text("no folder")

    assert book_from(closed / "below") is book.bundled()
