"""The bundled book as it was parsed before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.books import Book, book, bundled, bundled_from, compiled
from tokenomics.books.book import bundled_files


def _same(one: Book, two: Book) -> bool:
    return (one.digest, one.providers, one.rates, one.models, one.names) == (
        two.digest, two.providers, two.rates, two.models, two.names,
    )  # fmt: skip


def _kept(folder: Path) -> list[Path]:
    return list(folder.iterdir())


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
    assert _same(bundled_from(tmp_path / "new"), bundled())
    assert _same(bundled_from(tmp_path / "new"), bundled())
    assert parsed == ["parsed"]


def test_damage_is_parsed_again(tmp_path: Path, parsed: list[str]) -> None:
    """A kept file that is cut or changed is not believed."""
    bundled_from(tmp_path)
    (path,) = _kept(tmp_path)
    whole = path.read_bytes()
    for damaged in (whole[:-1], b"", whole.replace(b"USD", b"EUR")):
        path.write_bytes(damaged)
        assert _same(bundled_from(tmp_path), bundled())
    assert len(parsed) == 4


def test_other_files_make_another_book(
    tmp_path: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept of other prices is neither read nor left."""
    bundled_from(tmp_path)
    (before,) = _kept(tmp_path)
    monkeypatch.setattr(compiled, "bundled_files", lambda: bundled_files()[1:])
    bundled_from(tmp_path)

    assert len(parsed) == 2
    assert _kept(tmp_path) != [before]
    assert len(_kept(tmp_path)) == 1


def test_a_folder_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    """Where nothing can be kept the book is parsed."""
    closed = tmp_path / "file"
    closed.write_text("no folder")

    assert bundled_from(closed / "below") is book.bundled()
