"""The coding agents of this machine: where they leave their logs."""

from __future__ import annotations

import glob
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenomics.places import cache
from tokenomics.version import __version__


class Agent(NamedTuple):
    """A coding agent: the folders or files of its logs, as they are or as a glob, and what files in folders are called."""

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
        Agent("opencode", opencode_places(env, home), "msg_*.json"),
    )


def there(place: Path) -> list[Path]:
    """The folders or files of that name or glob."""
    found = sorted(glob.glob(str(place)))  # noqa: PTH207 - Path.glob takes no absolute pattern
    return [*map(Path, found)]


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


def opencode_places(env: Mapping[str, str], home: Path) -> list[Path]:
    """The databases of opencode, and the folder in which older versions keep their messages."""
    base = Path(env.get("XDG_DATA_HOME") or home / ".local" / "share") / "opencode"
    return [base / "opencode*.db", base / "storage" / "message"]


def files_of(agent: Agent, place: Path) -> int:
    """How many logs of an agent are in one of its places."""
    found = there(place)
    return sum(1 if path.is_file() else sum(1 for _ in path.rglob(agent.files)) for path in found)


def cache_folder(env: Mapping[str, str], home: Path) -> Path:
    """Where this version keeps what can be made again, so that a second look is quick."""
    return cache(env, home) / "tokenomics" / __version__
