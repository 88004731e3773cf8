"""Habits that no linter checks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from support.house import COMMAND, LIBRARY, ROOT, TESTS, modules, name, tree

HERE = Path(__file__)
CODE = [path for path in modules(LIBRARY, COMMAND, TESTS) if path != HERE]
TEXTS = [
    *CODE,
    *LIBRARY.rglob("*.sql"),
    *(ROOT / "pricebooks").glob("*.toml"),
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/**/*.md"),
    *(ROOT / "notebooks").glob("*.ipynb"),
    *ROOT.glob("*.toml"),
    ROOT / "Makefile",
    ROOT / ".ci" / "run",
]

# Package registries and folders of one machine have no place in the project.
ELSEWHERE = re.compile(r"(?:pypi|npmjs|debian)\.(?:org|com)|python.?hosted|/(?:work|tmp)/")
PROMISES = re.compile(r"NotImplementedError|TODO|FIXME|XXX|pragma: no cover|pytest\.mark\.skip\b")


def _matching(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [name(path) for path in paths if pattern.search(path.read_text("utf-8"))]


def test_modules_are_small() -> None:
    """No file of code is longer than 400 lines."""
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in CODE}

    assert {path: length for path, length in lengths.items() if length > 400} == {}


def test_nothing_names_a_place_of_one_machine() -> None:
    """No registry's host and no path of one machine is written down."""
    assert _matching(ELSEWHERE, TEXTS) == []


def test_nothing_is_left_for_later() -> None:
    """There are no stubs, no skipped tests and no promises."""
    assert _matching(PROMISES, CODE) == []


def test_the_library_prints_nothing() -> None:
    """What the library has to say it returns."""
    printing = [
        name(path)
        for path in modules(LIBRARY)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
    ]

    assert printing == []


def test_commands_are_short() -> None:
    """A function of the command line has at most 15 lines after its docstring."""
    long = {
        f"{name(path)}: {node.name}": length
        for path in modules(COMMAND)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (length := _length(node)) > 15
    }

    assert long == {}


def _length(function: ast.FunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in body)


def test_one_place_catches_errors_of_users() -> None:
    """Errors and interruption are caught at the entrance, failing streams where it writes."""
    caught = {
        (name(path), ast.unparse(node.type) if node.type else "everything")
        for path in modules(COMMAND)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
    }

    assert caught == {
        ("cli/tokenomics_cli/app.py", "SystemExit"),
        ("cli/tokenomics_cli/app.py", "typer.TyperException"),
        ("cli/tokenomics_cli/app.py", "TokenomicsError"),
        ("cli/tokenomics_cli/app.py", "Exception"),
        ("cli/tokenomics_cli/app.py", "OSError"),
        ("cli/tokenomics_cli/terminal.py", "OSError"),
    }


def test_every_test_says_what_it_shows() -> None:
    """Each test file has tests, and each test opens with a sentence about behaviour."""
    files = [path for path in CODE if path.name.startswith("test_")]
    tests = {
        path: [
            node
            for node in ast.walk(tree(path))
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        ]
        for path in files
    }
    mute = [
        f"{name(path)}: {node.name}"
        for path, nodes in tests.items()
        for node in nodes
        if not ast.get_docstring(node)
    ]

    assert [name(path) for path, nodes in tests.items() if not nodes] == []
    assert mute == []
