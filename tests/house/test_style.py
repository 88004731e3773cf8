"""Habits that no linter checks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from support.house import COMMAND, LIBRARY, ROOT, TESTS, modules, name, tree

CODE = [*modules(LIBRARY, COMMAND, TESTS)]
TEXTS = [
    path
    for path in (
        *CODE,
        *LIBRARY.rglob("*.sql"),
        *(ROOT / "pricebooks").glob("*.toml"),
        *ROOT.glob("*.md"),
        *ROOT.glob("*.toml"),
        ROOT / "Makefile",
        ROOT / ".ci" / "run",
    )
    if path != Path(__file__)
]

# Package registries and folders of one machine have no place in the project.
ELSEWHERE = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|/work/|(?<![\w.$}])/tmp/"
)
PROMISES = re.compile(r"NotImplementedError|TODO|FIXME|XXX|pragma: no cover|pytest\.mark\.skip\b")


@pytest.mark.parametrize("path", CODE, ids=name)
def test_modules_are_small(path: Path) -> None:
    """No file of code is longer than 400 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_nothing_names_a_place_of_one_machine(path: Path) -> None:
    """No registry's host and no path of one machine is written down."""
    assert ELSEWHERE.search(path.read_text("utf-8")) is None


@pytest.mark.parametrize("path", CODE, ids=name)
def test_nothing_is_left_for_later(path: Path) -> None:
    """There are no stubs, no skipped tests and no promises."""
    if path.name != Path(__file__).name:
        assert PROMISES.search(path.read_text("utf-8")) is None


@pytest.mark.parametrize("path", [*modules(LIBRARY)], ids=name)
def test_the_library_prints_nothing(path: Path) -> None:
    """What the library has to say it returns."""
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))

    assert "print" not in {call.id for call in calls if isinstance(call, ast.Name)}


@pytest.mark.parametrize("path", [*modules(COMMAND)], ids=name)
def test_commands_are_short(path: Path) -> None:
    """A function of the command line has at most 15 lines after its docstring."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            body = [line for line in node.body if not _is_docstring(line)]
            lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0  # pyright: ignore[reportOptionalOperand]
            assert lines <= 15, f"{node.name} has {lines} lines"


def test_one_place_catches_errors_of_users() -> None:
    """The command line catches errors at its entrance, and broken streams where it writes."""
    caught = {
        (name(path), ast.unparse(node.type) if node.type else "everything")
        for path in modules(COMMAND)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
    }

    assert caught == {
        ("cli/tokenomics_cli/app.py", "TokenomicsError"),
        ("cli/tokenomics_cli/terminal.py", "OSError"),
    }


@pytest.mark.parametrize(
    "path", [p for p in modules(TESTS) if p.name.startswith("test_")], ids=name
)
def test_every_test_says_what_it_shows(path: Path) -> None:
    """Each test function opens with a sentence about behaviour."""
    tests = [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]

    assert tests
    assert [node.name for node in tests if not ast.get_docstring(node)] == []


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
