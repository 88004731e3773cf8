"""`tokenomics comment`, from a file to a pull request."""

from __future__ import annotations

from pathlib import Path

from support.command import command
from support.comments import compared
from support.github_server import PULL, github


def test_a_comparison_becomes_a_comment_and_no_change_none(tmp_path: Path) -> None:
    """What changed is said, what did not change is not."""
    with github() as server:
        for name in ("no-change", "regression"):
            (tmp_path / "comment.md").write_text(compared(name, tmp_path).out, "utf-8")
            done = command(
                "comment", "comment.md", "--pull", str(PULL), cwd=tmp_path, env=server.environment()
            )
            assert done.code == 0, done.err

    (comment,) = server.comments
    assert comment["body"].startswith("<!-- tokenomics:diff -->\n**Cost per success")
    assert done.err == "commented on #7\n"


def test_what_is_no_comment_is_refused(tmp_path: Path) -> None:
    """One line says what a comment begins with, or that there is no file."""
    (tmp_path / "a.md").write_bytes(b"\xff\xfe")

    assert "a comment begins with a hidden line" in command("comment", "a.md", cwd=tmp_path).err
    assert command("comment", "none.md", cwd=tmp_path).code == 3
