"""A folder with all that a step works on, and the ways to do the step there."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from support.command import Done, command, environment, program
from support.mail_server import Inbox, serving
from support.reports_server import KEY, Reports, reports
from support.small_disk import SmallDisk, small_disk
from tokenomics import failpoints
from tokenomics.people import load, people_file

_WARM = tempfile.TemporaryDirectory(prefix="tokenomics-cache-")
PATIENCE = 300


class Ground(NamedTuple):
    """The folder, the disk it lies on where it has one of its own, and the servers of the step."""

    folder: Path
    disk: SmallDisk | None
    inbox: Inbox
    port: int
    server: Reports
    cold: bool

    @property
    def spool(self) -> Path:
        """Where temporary files go."""
        return self.folder.parent / "spool"

    def env(self, more: Mapping[str, str]) -> dict[str, str]:
        """The variables of a step."""
        cache = self.folder / "cache" if self.cold else Path(_WARM.name)
        return {
            "NO_PROXY": "*", "OPENAI_ADMIN_KEY": KEY, "TMPDIR": str(self.spool),
            "XDG_CACHE_HOME": str(cache), **more,
        }  # fmt: skip

    def do(self, *words: str, **env: str) -> Done:
        """Run a command in this process."""
        return command(*self._words(words), cwd=self.folder, env=self.env(env))

    def run(self, *words: str, ends: str = "", **env: str) -> Done:
        """Run a command as a process; `ends` is what a shell does with its streams."""
        line = f'"$0" "$@" {ends}'
        done = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}", program(), *self._words(words)],
            cwd=self.folder, env=environment(self.folder, self.env(env)),
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        code = done.returncode
        return Done(code - 256 if code > 192 else code, done.stdout, done.stderr)

    def start(self, *words: str, **env: str) -> subprocess.Popen[bytes]:
        """Begin a command as a process."""
        return subprocess.Popen(
            [program(), *self._words(words)],
            cwd=self.folder, env=environment(self.folder, self.env(env)),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def end(self, *words: str, **env: str) -> Done:
        """Run a command as a process, without a shell between: its exit code is negative where a signal ended it."""
        with self.start(*words, **env) as process:
            out, err = process.communicate(timeout=PATIENCE)
        return Done(process.returncode, out.decode(), err.decode())

    def plain(self, text: str) -> str:
        """A text as any folder would tell it: without the folder's name, and with people by their names."""
        for name, pseudonym in load(people_file(self.folder / ".tokenomics")).items():
            text = text.replace(pseudonym, f"user {name}")
        return text.replace(str(self.folder.resolve()), "FOLDER")

    def sent(self) -> list[str]:
        """What identifies the mails that were taken, each once."""
        return sorted({str(mail["Message-ID"]) for mail in self.inbox.mails})

    def _words(self, words: tuple[str, ...]) -> list[str]:
        return [word.replace("URL", self.server.url) for word in words]


@contextmanager
def ground(*, cold: bool = False) -> Generator[Ground]:
    """An empty one; with `cold` nothing is in the cache."""
    with tempfile.TemporaryDirectory(prefix="faults-") as name, ExitStack() as stack:
        folder = Path(name) / "work"
        folder.mkdir()
        (Path(name) / "spool").mkdir()
        inbox = Inbox()
        port = stack.enter_context(serving(inbox))
        server = stack.enter_context(reports())
        yield Ground(folder, None, inbox, port, server, cold)


@contextmanager
def afresh(mine: Ground, kept: Path, *, disk: bool = False) -> Generator[Ground]:
    """The ground as it was when it was copied to `kept`; on a disk of its own, where that can be had."""
    for folder in (mine.folder, mine.spool):
        shutil.rmtree(folder)
        folder.mkdir()
    mine.inbox.mails.clear()
    with small_disk(mine.folder) if disk else nullcontext() as found:
        shutil.copytree(kept, mine.folder, dirs_exist_ok=True)
        yield mine._replace(disk=found)


def places(mine: Ground, *words: str) -> list[str]:
    """The failpoints that a command comes by, in their order."""
    seen: list[str] = []

    def note(name: str, nth: int) -> None:
        seen.append(f"{name}:{nth}")

    with patch.object(failpoints, "signal_at", note):
        mine.do(*words)
    return list(dict.fromkeys(seen))
