from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.records.errors import OutsideError
from tokenomics.spark.java import check_java


def java(folder: Path, said: str) -> dict[str, str]:
    """An environment whose Java says that of its version."""
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    program.chmod(0o755)
    return {"JAVA_HOME": str(folder), "PATH": ""}


@pytest.mark.parametrize("version", ["17.0.15", "21", "25-ea"])
def test_a_new_java_is_taken(tmp_path: Path, version: str) -> None:
    """Java 17 and every later one will do."""
    check_java(java(tmp_path, f'openjdk version "{version}" 2025-04-15'))


@pytest.mark.parametrize(("version", "told"), [("11.0.2", "11"), ("1.8.0_402", "8")])
def test_an_old_java_is_told_with_what_to_do(tmp_path: Path, version: str, told: str) -> None:
    """An older Java is named with its version, and how to get another."""
    with pytest.raises(
        OutsideError, match=rf"is Java {told}: install Java 17 or newer .* JAVA_HOME"
    ):
        check_java(java(tmp_path, f'java version "{version}"'))


def test_a_java_that_says_nothing_is_not_taken(tmp_path: Path) -> None:
    """Whatever answers without a version is no Java that is known to do."""
    with pytest.raises(OutsideError, match="does not say its version"):
        check_java(java(tmp_path, "good day"))


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({"PATH": ""}, "there is none on the PATH"),
        ({"JAVA_HOME": "/nowhere"}, "JAVA_HOME is '/nowhere'"),
    ],
)
def test_a_missing_java_is_told(env: dict[str, str], told: str) -> None:
    """Where there is no Java the error says where it was looked for."""
    with pytest.raises(OutsideError, match=told):
        check_java(env)
