"""Tests of agent_logs.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tokenomics_cli.agent_logs import (
    agents,
    cache_folder,
    claude_code_folders,
    codex_folders,
    files_of,
    opencode_places,
    there,
)

HOME = Path("/home/ada")


def test_claude_code_has_two_usual_places() -> None:
    """Without settings the old and the new place are looked at."""
    assert claude_code_folders({}, HOME) == [
        HOME / ".claude" / "projects",
        HOME / ".config" / "claude" / "projects",
    ]


def test_claude_code_follows_the_configuration_folder_of_the_desktop() -> None:
    """XDG_CONFIG_HOME moves the new place."""
    folders = claude_code_folders({"XDG_CONFIG_HOME": "/etc/ada"}, HOME)

    assert folders[1] == Path("/etc/ada/claude/projects")


def test_claude_code_can_be_told_its_places() -> None:
    """CLAUDE_CONFIG_DIR is a comma-separated list that replaces the usual places."""
    folders = claude_code_folders({"CLAUDE_CONFIG_DIR": "/a, /b,"}, HOME)

    assert folders == [Path("/a/projects"), Path("/b/projects")]


def test_codex_keeps_sessions_in_two_folders() -> None:
    """Sessions lie in the usual place, those that were put away beside them."""
    assert codex_folders({}, HOME) == [
        HOME / ".codex" / "sessions",
        HOME / ".codex" / "archived_sessions",
    ]


def test_codex_can_be_told_its_place() -> None:
    """CODEX_HOME replaces the usual place."""
    folders = codex_folders({"CODEX_HOME": "/a"}, HOME)

    assert folders == [Path("/a/sessions"), Path("/a/archived_sessions")]


def test_a_place_may_be_many_folders(tmp_path: Path) -> None:
    """Gemini CLI has a folder of chats in each project's; what lies beside them is no log."""
    for project in "ab":
        (tmp_path / ".gemini" / "tmp" / project / "chats").mkdir(parents=True)
    (tmp_path / ".gemini" / "tmp" / "c").mkdir()
    (place,) = next(agent for agent in agents({}, tmp_path) if agent.name == "Gemini CLI").places

    assert there(place) == [tmp_path / ".gemini" / "tmp" / name / "chats" for name in "ab"]
    assert there(tmp_path / ".codex") == []


def test_opencode_has_databases_and_a_folder_of_messages(tmp_path: Path) -> None:
    """Two databases are two files; of the older folder only messages count; XDG_DATA_HOME moves them."""
    base = tmp_path / ".local" / "share" / "opencode"
    (base / "storage" / "message" / "ses_1").mkdir(parents=True)
    for name in (
        "opencode.db",
        "opencode-dev.db",
        "auth.json",
        "storage/message/ses_1/msg_1.json",
        "storage/message/ses_1/x.json",
    ):
        (base / name).touch()
    agent = next(agent for agent in agents({}, tmp_path) if agent.name == "opencode")

    assert [files_of(agent, place) for place in agent.places] == [2, 1]
    assert opencode_places({"XDG_DATA_HOME": "/d"}, HOME)[1] == Path("/d/opencode/storage/message")


@pytest.mark.parametrize(
    ("platform", "place"),
    [("linux", ".cache"), ("darwin", "Library/Caches"), ("win32", "AppData/Local")],
)
def test_the_cache_lies_where_the_system_keeps_caches(
    monkeypatch: pytest.MonkeyPatch, platform: str, place: str
) -> None:
    """Each system has its own place for what can be made again; a version has its own folder."""
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder({}, HOME).is_relative_to(HOME / place / "tokenomics")


def test_the_cache_can_be_moved() -> None:
    """XDG_CACHE_HOME wins on every system."""
    assert cache_folder({"XDG_CACHE_HOME": "/c"}, HOME).is_relative_to("/c/tokenomics")
