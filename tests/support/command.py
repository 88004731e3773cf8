"""Running the command line: in this process, which is quick, or as a process of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import typer.main

from tokenomics_cli.app import exit_code, run

NOW = "2026-11-15T12:00:00Z"
# A command's words, options and help are the same each time, and putting them together takes longer than most tests.
_built = cache(typer.main.get_command)
_CACHE = tempfile.TemporaryDirectory(prefix="tokenomics-cache-")


class Done(NamedTuple):
    """How a command ended: its exit code and what it wrote on each stream."""

    code: int
    out: str
    err: str


def command(*arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Done:
    """Run `tokenomics` in this process, in a folder, without a terminal."""
    out, err = io.StringIO(), io.StringIO()
    words = ["tokenomics", *map(str, arguments)]
    with (
        patch.object(sys, "argv", words),
        patch.dict(os.environ, environment(cwd, env), clear=True),
        patch.object(typer.main, "get_command", _built),
        chdir(cwd),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = exit_code(run)
    return Done(code, out.getvalue(), err.getvalue())


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment that knows nothing of this machine's user, with a fixed clock.

    What can be made again is kept elsewhere, so that a test sees in its folder what a user would.
    """
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "HOME": str(home),
        "XDG_CACHE_HOME": f"{_CACHE.name}{home.absolute()}",
        "TOKENOMICS_NOW": NOW,
        **(more or {}),
    }


def process(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run `tokenomics` as a process of its own."""
    return subprocess.run(
        [program(), *map(str, arguments)],
        cwd=cwd,
        env=environment(cwd, env),
        input=stdin,
        capture_output=True,
        check=False,
    )


def program() -> str:
    """The installed command of this environment."""
    return str(Path(sys.executable).parent / "tokenomics")
