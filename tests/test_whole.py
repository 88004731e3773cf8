"""Files that are whole or not there."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tokenomics.failpoints import VARIABLE
from tokenomics.whole import whole


class Stop(Exception):
    """Something that ends the writing."""


def _written(path: Path, text: str = "new") -> None:
    with whole(path, "output") as part:
        part.write_text(text, "utf-8")


def _broken_off(path: Path) -> None:
    with whole(path, "output") as part:
        part.write_text("ne", "utf-8")
        raise Stop


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_stands_there_when_it_is_whole(tmp_path: Path) -> None:
    """While it is written what was there before stands; nothing else is left."""
    path = tmp_path / "report.json"
    path.write_text("old", "utf-8")
    with whole(path, "output") as part:
        part.write_text("new", "utf-8")
        assert path.read_text("utf-8") == "old"

    assert path.read_text("utf-8") == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


def test_what_fails_changes_nothing(tmp_path: Path) -> None:
    """An error in the middle: the old file, and no part."""
    path = tmp_path / "report.json"
    path.write_text("old", "utf-8")
    with pytest.raises(Stop):
        _broken_off(path)

    assert path.read_text("utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    """A folder that is not there is told of the path, and not of its part."""
    path = tmp_path / "nowhere" / "report.json"
    with pytest.raises(FileNotFoundError) as raised:
        _written(path)

    assert raised.value.filename == str(path)


def test_modes_are_those_of_the_file_before_or_the_one_wanted(tmp_path: Path) -> None:
    """A file that only some may read stays so; a new one is closed where that is asked for."""
    kept, closed = tmp_path / "kept", tmp_path / "closed"
    kept.write_text("old", "utf-8")
    kept.chmod(0o640)
    _written(kept)
    with whole(closed, "people", mode=0o600) as part:
        assert _mode(part) == 0o600

    assert (_mode(kept), _mode(closed)) == (0o640, 0o600)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is written."""
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real" / "report")
    _written(link)

    assert link.is_symlink()
    assert (tmp_path / "real" / "report").read_text("utf-8") == "new"


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    """What is no file is not replaced by one."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        _written(pipe)
        assert reader.communicate(timeout=60)[0] == b"new"

    assert pipe.is_fifo()


@pytest.mark.parametrize(("hours", "is_left"), [(0, True), (2, False)])
def test_a_part_of_somebody_who_was_killed_goes_with_time(
    tmp_path: Path, hours: int, is_left: bool
) -> None:
    """Killed with the part written: what was there stands; the part goes with a later writing."""
    path = tmp_path / "report.json"
    path.write_text("old", "utf-8")
    program = f"""
from pathlib import Path
from tokenomics.whole import whole
with whole(Path({str(path)!r}), "output") as part:
    part.write_text("new")
"""
    killed = subprocess.run(
        [sys.executable, "-c", program],
        env={VARIABLE: "before_output", "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    (part,) = tmp_path.glob(".report.json.*.part")
    assert killed.returncode == -signal.SIGKILL
    assert path.read_text("utf-8") == "old"
    ago = path.stat().st_mtime - hours * 3600
    os.utime(part, (ago, ago))
    _written(path)

    assert path.read_text("utf-8") == "new"
    assert part.exists() is is_left


def test_who_is_alone_takes_every_part_away(tmp_path: Path) -> None:
    """Under a lock nobody else is writing, so no real name lies about in a part."""
    part = tmp_path / ".people.json.0123.part"
    part.write_text("ada", "utf-8")
    with whole(tmp_path / "people.json", "people", mode=0o600, alone=True) as new:
        new.write_text("{}", "utf-8")

    assert not part.exists()
