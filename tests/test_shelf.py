"""A folder of disposable files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tokenomics.shelf import Shelf, clear, digest, find, held, put

KEY = digest("a question")


def _put(shelf: Shelf, content: bytes, key: str = KEY) -> Path | None:
    return put(shelf, key, ".bin", lambda path: path.write_bytes(content))


def test_what_is_put_is_found(tmp_path: Path) -> None:
    """A file is found under its key and ending, and under no other."""
    shelf = Shelf(tmp_path / "shelf")
    path = _put(shelf, b"answer")

    assert path
    assert path.read_bytes() == b"answer"
    assert find(shelf, KEY, ".bin") == path
    assert find(shelf, KEY, ".txt") is None
    assert find(shelf, digest("another"), ".bin") is None
    assert held(shelf) == (1, 6)


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """Folder and files are closed to others."""
    shelf = Shelf(tmp_path / "shelf")
    path = _put(shelf, b"answer")

    assert path
    assert path.stat().st_mode & 0o777 == 0o600
    assert shelf.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("content", [b"", b"answe", b"answer and more", b"Answer"])
def test_a_damaged_file_is_gone(tmp_path: Path, content: bytes) -> None:
    """What is not as it was put there is not found, and makes room."""
    shelf = Shelf(tmp_path / "shelf")
    path = _put(shelf, b"answer")
    assert path
    path.write_bytes(content)

    assert find(shelf, KEY, ".bin") is None
    assert not path.exists()


def test_the_least_used_go_first(tmp_path: Path) -> None:
    """Beyond its room a shelf loses what was not looked at for longest."""
    shelf = Shelf(tmp_path / "shelf", room=20)
    paths = [_put(shelf, b"eight by", digest(str(nth))) for nth in range(2)]
    for age, path in enumerate(paths):
        assert path
        os.utime(path, (1_000 - age, 1_000 - age))
    assert find(shelf, digest("1"), ".bin")
    _put(shelf, b"eight by", digest("2"))

    assert [find(shelf, digest(str(nth)), ".bin") is None for nth in range(3)] == [
        True,
        False,
        False,
    ]


def test_what_takes_too_much_room_is_not_kept(tmp_path: Path) -> None:
    """A file of more than half of the room would push everything else out."""
    shelf = Shelf(tmp_path / "shelf", room=10)

    assert _put(shelf, b"longer") is None
    assert held(shelf) == (0, 0)


def test_a_failed_writer_leaves_nothing(tmp_path: Path) -> None:
    """Where writing fails nothing is left, and what was there stays."""
    shelf = Shelf(tmp_path / "shelf")
    path = _put(shelf, b"answer")

    def fail(part: Path) -> None:
        part.write_bytes(b"half")
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - the writer's own
        put(shelf, KEY, ".bin", fail)

    assert list(shelf.folder.iterdir()) == [path]


def test_leftovers_of_the_killed_go(tmp_path: Path) -> None:
    """What was begun days ago and never finished is tidied away, what is being written is not."""
    shelf = Shelf(tmp_path / "shelf")
    shelf.folder.mkdir()
    old, new = shelf.folder / ".old.bin", shelf.folder / ".new.bin"
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    _put(shelf, b"answer")

    assert (old.exists(), new.exists()) == (False, True)


def test_a_shelf_is_cleared(tmp_path: Path) -> None:
    """All files go, also where there never were any."""
    shelf = Shelf(tmp_path / "shelf")
    clear(shelf)
    _put(shelf, b"answer")
    clear(shelf)

    assert held(shelf) == (0, 0)
