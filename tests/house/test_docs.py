"""The docs keep up: every command, option, dimension and key of the configuration is named in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from msgspec import Struct

import tokenomics as tk
from support.house import LIBRARY, ROOT
from support.readme import documents
from tokenomics import config
from tokenomics.channels import TYPES, keys
from tokenomics.config import Config
from tokenomics.dimensions import DIMENSIONS
from tokenomics_cli.app import command_line

DOCS = "".join(path.read_text("utf-8") for path in documents())
SECTIONS: dict[str, type[Struct]] = {
    # What may be there several times is written in two brackets.
    (f"[[{name}]]" if getattr(Config(), name) == () else f"[{name}]"): section
    for name, section in config.SECTIONS.items()
}


def _commands(command: Any, path: str = "tokenomics") -> Iterator[tuple[str, Any]]:
    """Every command below one, with the words it is called by."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, f"{path} {name}")


COMMANDS = dict(_commands(typer.main.get_command(command_line())))
OPTIONS = sorted(
    {
        option
        for command in COMMANDS.values()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--")
    }
)


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_is_documented(path: str) -> None:
    """A command's name stands in the docs and its help says what it does."""
    assert f"`{path}" in DOCS
    assert COMMANDS[path].help


@pytest.mark.parametrize("path", COMMANDS)
def test_every_option_has_its_help(path: str) -> None:
    """No option and no argument is left unexplained."""
    for parameter in COMMANDS[path].params:
        assert parameter.help, f"{path} {parameter.name}"


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_is_documented(option: str) -> None:
    """Each option is named in the docs."""
    assert re.search(rf"[`, ]{option}[ `]", DOCS)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_of_the_configuration_is_documented(section: str) -> None:
    """Each section and each of its keys stands in the docs."""
    assert f"`{section}`" in DOCS
    for key in SECTIONS[section].__struct_encode_fields__:
        assert f"`{key}`" in DOCS, key


@pytest.mark.parametrize("kind", TYPES)
def test_every_key_of_a_channel_is_documented(kind: str) -> None:
    """Each type of channel and each of its keys stands in a table of the docs."""
    rows = "".join(re.findall(r"^\|.*\n", DOCS, re.MULTILINE))

    assert f'`type = "{kind}"`' in DOCS
    assert [key for key in set(keys(TYPES[kind])) - {"type"} if f"`{key}`" not in rows] == []


@pytest.mark.parametrize("name", [dimension.name for dimension in DIMENSIONS])
def test_every_dimension_is_documented(name: str) -> None:
    """Each name to group by is in the docs."""
    assert f"`{name}`" in DOCS


@pytest.mark.parametrize("name", [name for name in tk.__all__ if name.islower()])
def test_every_function_of_the_library_is_documented(name: str) -> None:
    """Each public function, or one of a part of it, is shown in the docs."""
    assert f"tk.{name}(" in DOCS or f"tk.{name}." in DOCS


def test_every_part_has_its_place_in_the_architecture() -> None:
    """ARCHITECTURE.md has a row for each module and package of the library."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    parts = {path.name for path in LIBRARY.glob("[a-z]*.py")} | {
        f"{path.parent.name}/" for path in LIBRARY.glob("*/__init__.py")
    }

    assert [part for part in sorted(parts) if f"`{part}`" not in text] == []


@pytest.mark.parametrize(
    "path",
    sorted({*ROOT.glob("*.md"), *documents()}),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_links_between_documents_lead_somewhere(path: Any) -> None:
    """A relative link of a document names a file of the checkout."""
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_makefile_targets_are_documented() -> None:
    """What contributors can make is in CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)

    assert {"demo", "test", "lint", "bench", "shared-checks"} <= set(targets)
    assert [t for t in targets if t not in {"help", "clean"} and f"`make {t}`" not in text] == []


def test_the_readme_states_speeds_that_were_measured() -> None:
    """Each row of its table of speeds is one of the page that the benchmarks write, and goals are told with it."""
    begin = "| work | against |"
    pages = (ROOT / "README.md", ROOT / "docs" / "method" / "speed.md")
    ours, every = (
        [line for line in path.read_text("utf-8").partition(begin)[2].splitlines() if line.startswith("| ")]
        for path in pages
    )  # fmt: skip

    assert len(ours) > 10
    assert [line for line in ours if line not in every] == []
