"""The notebooks run, and show what they say they show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from support import notebooks

FILES = sorted(notebooks.NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_notebook_shows_what_it_showed(path: Path, tmp_path: Path) -> None:
    """Executed from the first cell on, every output is as written (`make readme` mends it)."""
    again = tmp_path / path.name
    run = [sys.executable, notebooks.__file__, str(path), str(again)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    stored, new = (nbformat.read(file, as_version=4) for file in (path, again))
    assert notebooks.shown(stored)
    assert notebooks.shown(new) == notebooks.shown(stored)


def test_there_are_notebooks() -> None:
    """They are numbered in the order in which they are read."""
    assert [path.name[:2] for path in FILES] == [f"{n:02d}" for n in range(1, len(FILES) + 1)]
    assert FILES
