"""README.md's transcripts: each `console` block is run again, in order, in one empty folder.

As a program it writes what the commands print into the file.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"

_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_PROMPT = "$ "


def transcribed(text: str, folder: Path) -> str:
    """The text with the output of every `$ command` line of its console blocks as it is."""
    return _BLOCK.sub(lambda block: _transcript(block[1], folder), text)


def _transcript(block: str, folder: Path) -> str:
    commands = [line for line in block.splitlines() if line.startswith(_PROMPT)]
    return "".join(f"{line}\n{_output(line.removeprefix(_PROMPT), folder)}" for line in commands)


def _output(command: str, folder: Path) -> str:
    """What a command prints, narration included, at a fixed instant and width."""
    env = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "HOME": str(folder),
        "COLUMNS": "100",
        "TOKENOMICS_NOW": "2026-09-01T00:00:00Z",
    }
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        README.write_text(transcribed(README.read_text("utf-8"), Path(name)), "utf-8")
