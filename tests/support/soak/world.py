"""A ledger with all that is around it in one folder, worked on as a cron would, and what is left of it."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from support.command import Done, command, environment, program
from support.mail_server import CHANNEL
from support.small_disk import SmallDisk

CONFIG = (
    """
[ledger]
logs = ["logs"]
[alert]
channels = ["ops-mail"]
max_age = "2d"
"""
    + CHANNEL
    + """[[budget]]
name = "all"
amount = "{amount} USD"
period = "day"
channels = ["ops-mail"]
alert = {{ actual = [50, 80, 100], forecast = [] }}
"""
)
AMOUNT = 150
_BOOK = ("--pricebook", "prices.toml")


class Left(NamedTuple):
    """What lies on the disk: files of rows, entries of the log and bytes of the ledger, parts of files,
    temporary folders, and bytes of the cache.
    """

    parquet: int
    entries: int
    size: int
    parts: int
    spooled: int
    cached: int


class World:
    """The folder; `port` is where mail is taken."""

    def __init__(self, folder: Path, port: int, disk: SmallDisk | None) -> None:
        """Nothing was read yet."""
        self.folder, self.disk = folder, disk
        self.ledger, self.state = folder / "disk" / "ledger", folder / "state"
        self.spool, self.cache = folder / "spool", folder / "cache"
        for path in (self.spool, folder / "disk"):
            path.mkdir(exist_ok=True)
        self.listen_at(port)
        self.env = {
            "TMPDIR": str(self.spool), "XDG_CACHE_HOME": str(self.cache), "NO_PROXY": "*",
            "TOKENOMICS_LEDGER": str(self.ledger),
        }  # fmt: skip

    def listen_at(self, port: int) -> None:
        """Say where mail is taken from now on."""
        text = CONFIG.format(port=port, amount=AMOUNT)
        (self.folder / "tokenomics.toml").write_text(text, "utf-8")

    def words(self, step: str, now: datetime) -> tuple[str, ...]:
        """The command of a step."""
        at = ("--now", now.isoformat())
        if step == "compact":
            return ("ledger", "compact", *at)
        return (step, *at, *(_BOOK if step == "alert" else ()))

    def do(self, step: str, now: datetime) -> Done:
        """Do a step in this process."""
        return command(*self.words(step, now), cwd=self.folder, env=self.env)

    def killed(self, step: str, now: datetime, chance: random.Random, place: str | None) -> int:
        """Do a step as a process that is killed at a place, or at any moment; its exit code."""
        env = environment(
            self.folder, {**self.env, **({"TOKENOMICS_FAILPOINT": place} if place else {})}
        )
        with subprocess.Popen(
            [program(), *self.words(step, now)],
            cwd=self.folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            try:
                process.wait(chance.uniform(0.3, 3.0) if place is None else 120)
            except subprocess.TimeoutExpired:
                process.kill()
            return process.wait()

    @contextmanager
    def full(self) -> Generator[None]:
        """The ledger's disk takes nothing more."""
        assert self.disk is not None
        with self.disk.full():
            yield

    def left(self) -> Left:
        """What lies on the disk."""
        files = [Path(folder) / name for folder, _, names in os.walk(self.ledger) for name in names]
        return Left(
            parquet=sum(
                path.suffix == ".parquet" and "_delta_log" not in path.parts for path in files
            ),
            entries=sum("_delta_log" in path.parts for path in files),
            size=sum(path.stat().st_size for path in files),
            parts=sum(path.suffix == ".part" for path in self.folder.rglob("*.part")),
            spooled=sum(1 for _ in self.spool.iterdir()),
            cached=sum(path.stat().st_size for path in self.cache.rglob("*") if path.is_file()),
        )
