"""The references of docs/ say what the program declares (`make docs` writes them)."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from support.house import ROOT
from support.references import DOCS, SCHEMA, config_schema, references

WRITTEN = references()
GUIDE = (ROOT / "docs/guide/configuration.md").read_text("utf-8")
TABLES = re.findall(r"^```toml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_reference_is_up_to_date(name: str) -> None:
    """What stands in the file is what would be written now."""
    assert (DOCS / name).read_text("utf-8") == WRITTEN[name], "stale: make docs"


@pytest.mark.parametrize("name", WRITTEN)
def test_a_reference_is_linked(name: str) -> None:
    """Each is reached from the README."""
    assert f"(docs/{name})" in (ROOT / "README.md").read_text("utf-8")


def _problems(text: str) -> list[str]:
    # JSON has no dates: those of TOML are texts in it.
    document: dict[str, Any] = json.loads(json.dumps(tomllib.loads(text), default=str))
    checker = Draft202012Validator(config_schema())
    found: list[ValidationError] = list(checker.iter_errors(document))
    return [error.message for error in found]


def test_the_schema_takes_what_the_program_takes() -> None:
    """The configuration that the guide shows is right by the schema, which is a schema."""
    Draft202012Validator.check_schema(config_schema())
    (whole,) = [text for text in TABLES if text.startswith("[ledger]")]

    assert _problems(whole) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[report]\ntimezoen = 'UTC'", "'timezoen' was unexpected"),
        ("[reports]", "'reports' was unexpected"),
        ("root = '.'", "'root' was unexpected"),
        ("[[budget]]\nname = 'a'", "'amount' is a required property"),
        ("[ledger]\nlogs = 'logs'", "is not of type 'array'"),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(text: str, problem: str) -> None:
    """Keys that there are not, keys that lack, values of another type."""
    assert any(problem in found for found in _problems(text))


def test_the_schema_lies_where_it_is_said_to() -> None:
    """The page about the configuration links to it."""
    assert f"]({SCHEMA})" in WRITTEN["configuration.md"]
