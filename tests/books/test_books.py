"""What the package of books offers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tokenomics import books


def test_what_stacks_and_keeps_books_comes_when_it_is_asked_for() -> None:
    """Asking for list prices imports neither the overlays' reading nor the kept books' format."""
    code = (
        "import sys; from tokenomics import books; before = 'msgspec' in sys.modules;"
        " books.book_from; print(before, 'msgspec' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["False", "True"]


def test_all_that_it_names_is_there() -> None:
    """And nothing else."""
    assert all(getattr(books, name) for name in books.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = books.nonsense
