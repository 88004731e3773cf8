"""The notebooks executed from their first cell on, in an empty folder.

As a program it writes what their cells show into the files.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

# What a run adds that is not the notebook's: the kernel's version and the time a cell took.
_METADATA = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def executed(path: Path, folder: Path) -> Any:
    """The notebook with its outputs, run in `folder`; a failing cell raises."""
    notebook: Any = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook, record_timing=False, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    notebook.metadata = nbformat.from_dict(_METADATA)
    return notebook


def shown(notebook: Any) -> list[str]:
    """What the cells of a notebook show, as text."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [output.get("text") or output["data"]["text/plain"] for output in outputs]


def write(path: Path, target: Path) -> None:
    """Execute a notebook into a file."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = executed(path, Path(folder))
    nbformat.write(notebook, target)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        for path in NOTEBOOKS.glob("*.ipynb"):
            write(path, path)
