"""A disk of its own, that can be filled and made read-only, where this machine lets a test mount one."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_ROOM = "1g"


class SmallDisk:
    """A file system in memory at a folder."""

    def __init__(self, folder: Path) -> None:
        """It is mounted there already."""
        self.folder = folder

    def _remount(self, options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", self.folder], check=True)

    @contextmanager
    def full(self, spare: int = 0) -> Generator[None]:
        """It has no more room than `spare` bytes."""
        state = os.statvfs(self.folder)
        used = (state.f_blocks - state.f_bfree) * state.f_frsize
        self._remount(f"size={max(used + spare, state.f_frsize)}")
        try:
            yield
        finally:
            self._remount(f"size={_ROOM}")

    @contextmanager
    def read_only(self) -> Generator[None]:
        """Nothing can be written."""
        self._remount("ro")
        try:
            yield
        finally:
            self._remount("rw")


@contextmanager
def small_disk(folder: Path) -> Generator[SmallDisk | None]:
    """A file system in memory at a folder, made where there is none; None where it may not be mounted.

    One that is there already, for who mounted it was killed, is taken up.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if folder.is_mount():
        subprocess.run(["mount", "-o", f"remount,rw,size={_ROOM}", folder], check=True)
        with _mounted(folder) as disk:
            yield disk
        return
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", folder],
        check=False, capture_output=True,
    )  # fmt: skip
    if done.returncode:
        yield None
        return
    with _mounted(folder) as disk:
        yield disk


@contextmanager
def _mounted(folder: Path) -> Generator[SmallDisk]:
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def can_mount() -> bool:
    """Whether this machine lets a test mount a file system."""
    with (
        tempfile.TemporaryDirectory(prefix="disk-") as name,
        small_disk(Path(name) / "disk") as disk,
    ):
        return disk is not None
