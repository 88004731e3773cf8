"""The coding agents of this machine: where they leave their logs."""

from __future__ import annotations

import glob
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenomics.version import __version__


class Agent(NamedTuple):
    """A coding agent: the folders of its logs, as they are or as a glob, and what its files are called."""

    name: str
    places: Sequence[Path]
    files: str = "*.jsonl"


def agents(env: Mapping[str, str], home: Path) -> tuple[Agent, ...]:
    """The coding agents that are known, whether they are on this machine or not."""
    return (
        Agent("Claude Code", claude_code_folders(env, home)),
        Agent("Codex", codex_folders(env, home)),
        # Beside its chats lie files that are no logs.
        Agent("Gemini CLI", [home / ".gemini" / "tmp" / "*" / "chats"], "session-*.json*"),
    )


def there(place: Path) -> list[Path]:
    """The folders of that name or glob."""
    found = sorted(glob.glob(str(place)))  # noqa: PTH207 - Path.glob takes no absolute pattern
    return [path for path in map(Path, found) if path.is_dir()]


def claude_code_folders(env: Mapping[str, str], home: Path) -> list[Path]:
    """The folders in which Claude Code keeps its sessions, whether they are there or not.

    CLAUDE_CONFIG_DIR names its folders, comma-separated; else both usual places count.
    """
    parts = [part.strip() for part in env.get("CLAUDE_CONFIG_DIR", "").split(",")]
    config = Path(env.get("XDG_CONFIG_HOME") or home / ".config")
    named = [Path(part).expanduser() for part in parts if part]
    return [folder / "projects" for folder in named or (home / ".claude", config / "claude")]


def codex_folders(env: Mapping[str, str], home: Path) -> list[Path]:
    """The folders in which Codex keeps its sessions, whether they are there or not.

    CODEX_HOME names the one they lie in, else the usual place counts.
    """
    place = env.get("CODEX_HOME", "").strip()
    base = Path(place).expanduser() if place else home / ".codex"
    return [base / "sessions", base / "archived_sessions"]


def cache_folder(env: Mapping[str, str], home: Path) -> Path:
    """Where this version keeps what can be made again, so that a second look is quick."""
    places = {"darwin": home / "Library" / "Caches", "win32": home / "AppData" / "Local"}
    base = Path(env.get("XDG_CACHE_HOME") or places.get(sys.platform, home / ".cache"))
    return base / "tokenomics" / __version__
