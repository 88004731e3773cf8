"""The checkout as tests of the house see it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "src" / "tokenomics"
COMMAND = ROOT / "cli" / "tokenomics_cli"
TESTS = ROOT / "tests"


def project() -> dict[str, Any]:
    """The content of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def modules(*folders: Path) -> Iterator[Path]:
    """The Python files below folders, in order."""
    for folder in folders:
        yield from sorted(folder.rglob("*.py"))


def name(path: Path) -> str:
    """A path as seen from the checkout."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"), str(path))
