"""What is declared is what is used."""

from __future__ import annotations

import ast
import re
import sys

from support.house import COMMAND, LIBRARY, ROOT, modules, project, tree

# Packages that are imported by a name of their own.
PARTS = {
    "_duckdb": "duckdb",
    "bpe_openai": "bpe-openai",
    "google": "protobuf",
    "opentelemetry": "opentelemetry-proto",
    "vl_convert": "vl-convert-python",
}
# Data that the standard library's zoneinfo reads, imported by nobody.
DATA = {"tzdata"}


def _declared() -> set[str]:
    found = project()["project"]
    texts = [
        *found["dependencies"],
        *(text for extra in found["optional-dependencies"].values() for text in extra),
    ]
    return {re.split(r"[\[<>=~! ]", text, maxsplit=1)[0] for text in texts}


def _imported() -> set[str]:
    found: set[str] = set()
    for path in modules(LIBRARY, COMMAND):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    found = {PARTS.get(name, name) for name in found}
    return found - set(sys.stdlib_module_names) - {"tokenomics", "tokenomics_cli"}


def test_every_dependency_is_imported_and_every_import_declared() -> None:
    """No dependency is installed for nothing, and none comes by way of another's."""
    assert _declared() - DATA == _imported()


def test_every_dependency_has_a_tested_version() -> None:
    """constraints.txt names one version of everything that is installed from it."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {line.split("==")[0].lower() for line in lines}

    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line) for line in lines)
    assert _declared() <= pinned
