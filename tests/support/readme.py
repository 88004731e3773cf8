"""Transcripts of README.md and of the pages of docs/: each `console` block is run again, in order.

README.md starts in an empty folder, every page in one where `tokenomics demo` was run. A block with
a title, such as ```` ```toml title="tokenomics.toml" ````, is a file of that folder from there on. As a program it writes what the commands print into the files, or into those that are named.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"

_BLOCK = re.compile(
    r"""^```(?P<language>\w+)(?: title="(?P<title>[^"/]+)")?\n(?P<text>.*?)^```$""",
    re.MULTILINE | re.DOTALL,
)
_PROMPT = "$ "


def documents() -> list[Path]:
    """README.md and every page of docs/."""
    return [README, *sorted((ROOT / "docs").rglob("*.md"))]


def with_transcripts() -> list[Path]:
    """The documents that show what commands print."""
    return [path for path in documents() if "\n```console\n" in path.read_text("utf-8")]


def with_demo(folder: Path) -> Path:
    """The folder, with the demo company in it."""
    _output("tokenomics demo", folder)
    return folder


def rerun(path: Path, demo: Path, folder: Path) -> str:
    """A document with its output as it is now: README.md's commands start from nothing, a page's from the demo."""
    if path != README:
        shutil.copytree(demo, folder, dirs_exist_ok=True)
    return transcribed(path.read_text("utf-8"), folder)


def transcribed(text: str, folder: Path) -> str:
    """The text with the output of every `$ command` line of its console blocks as it is."""
    return _BLOCK.sub(lambda block: _again(block, folder), text)


def _again(block: re.Match[str], folder: Path) -> str:
    """A block as it is now: a transcript run again, a file written where the commands find it."""
    if block["title"]:
        (folder / block["title"]).write_text(block["text"], "utf-8")
    if block["language"] != "console":
        return block[0]
    return f"```console\n{_transcript(block['text'], folder)}```"


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


def _write(path: Path, demo: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = rerun(path, demo, Path(folder))
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    _paths = [Path(name).resolve() for name in sys.argv[1:]] or with_transcripts()
    with tempfile.TemporaryDirectory() as _name, ThreadPoolExecutor(os.cpu_count()) as _pool:
        _demo = with_demo(Path(_name))
        list(_pool.map(lambda path: _write(path, _demo), _paths))
