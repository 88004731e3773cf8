"""Tests mirror modules."""

from __future__ import annotations

import ast
from pathlib import Path

from support.house import COMMAND, LIBRARY, TESTS, modules, name, tree


def _does_something(path: Path) -> bool:
    """Whether a module defines a function of its own."""
    return any(isinstance(node, ast.FunctionDef) for node in ast.walk(tree(path)))


def _test_of(path: Path) -> Path:
    """Where the tests of a module belong: a package's own code is tested under its name."""
    base, folder = (LIBRARY, TESTS) if path.is_relative_to(LIBRARY) else (COMMAND, TESTS / "cli")
    inside = path.relative_to(base)
    name = inside.parent.name or "surface" if inside.stem == "__init__" else inside.stem
    return folder / inside.parent / f"test_{name.lstrip('_')}.py"


MODULES = [path for path in modules(LIBRARY, COMMAND) if _does_something(path)]


def test_every_module_has_its_test_file() -> None:
    """A module that does something is tested in the file of its name."""
    missing = {name(path): name(_test_of(path)) for path in MODULES if not _test_of(path).is_file()}

    assert missing == {}


def test_the_mirror_finds_modules() -> None:
    """The check has something to check."""
    assert LIBRARY / "records" / "money.py" in MODULES
    assert _test_of(LIBRARY / "sources" / "claude_code" / "__init__.py") == (
        TESTS / "sources" / "claude_code" / "test_claude_code.py"
    )
