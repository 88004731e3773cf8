"""Faults that are of some steps alone: others at work at the same time, servers that die, ledgers that are damaged."""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from support import damage
from support.command import Done
from support.faults.ground import PATIENCE, Ground
from support.faults.steps import report
from support.faults.trials import Field, Tried, ended, trial
from support.logs import ROWS, calls
from support.mail_server import dying
from support.reports_server import HALF
from tokenomics.ledger import open_ledger

_AT_ONCE = 8
_BY = ("report", "--by", "model,user,day,team", "--format", "json")
# Deletes what no version of the last hours names, as a ledger of more than 400 days would.
_VACUUM = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch
from tokenomics.engine import connect
from tokenomics.ledger import compact
with connect(allowed=[Path(sys.argv[1])]) as con:
    compact(con, sys.argv[1], now=datetime(2026, 11, 15, tzinfo=UTC), keep=timedelta(0))
"""


def at_once(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """Eight of it at once, with eight reports: each report is of one version, and is what that version tells."""
    if on.step.name != "ingest":
        return

    def fault(mine: Ground) -> None:
        for n in range(_AT_ONCE):
            rows = (re.sub(",(ada|bob),", f",only-{n},", row) + f"-{n}" for row in ROWS)
            calls(mine.folder / "logs" / f"mine-{n}.csv", *rows)
        writers = [
            mine.start("ingest", f"logs/mine-{n}.csv", "logs/first.csv") for n in range(_AT_ONCE)
        ]
        readers = [mine.start(*_BY) for _ in range(_AT_ONCE)]
        for process in writers:
            out, err = process.communicate(timeout=PATIENCE)
            ended(Done(process.returncode, out.decode(), err.decode()), 0)
        for process in readers:
            out, err = process.communicate(timeout=PATIENCE)
            ended(Done(process.returncode, out.decode(), err.decode()), 0)
            _is_of_its_version(mine, out.decode())
        people = json.loads(mine.do("people", "--format", "json").out)
        assert len({row["user"] for row in people}) == len(people), people
        for n in range(_AT_ONCE):
            (mine.folder / "logs" / f"mine-{n}.csv").unlink()

    yield trial(on, "8 ingests and 8 reports", fault, told=_without_others)


def _is_of_its_version(mine: Ground, told: str) -> None:
    version = str(json.loads(told)["ledger"]["version"])
    again = mine.do(*_BY, "--ledger-at", version).out
    assert _figures(again) == _figures(told), (version, told, again)


def _figures(told: str) -> object:
    """Rows, totals and coverage of a report; not the words of the command that asked for it."""
    found = json.loads(told)
    return [found[name] for name in ("ledger", "rows", "totals", "unpriced", "coverage")]


def _without_others(told: str) -> str:
    """The rows of a report without those that the eight had of their own."""
    return json.dumps([row for row in json.loads(told)["rows"] if "only-" not in row["user"]])


def servers(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """The server that the step talks to dies in the middle."""
    if on.step.name == "alert":

        def fault(mine: Ground) -> None:
            config = mine.folder / "tokenomics.toml"
            text = config.read_text("utf-8")
            with dying() as port:
                config.write_text(text.replace(str(mine.port), str(port)), "utf-8")
                ended(mine.do(*on.step.words), 3)
            config.write_text(text, "utf-8")

        yield trial(on, "in the middle of a mail", fault)
    if on.step.name == "pull":

        def once(mine: Ground) -> None:
            mine.server.faults.append(HALF)
            with patch("time.sleep"):
                ended(mine.do(*on.step.words), 0)

        def always(mine: Ground) -> None:
            mine.server.faults.extend([HALF] * 99)
            with patch("time.sleep"):
                ended(mine.do(*on.step.words), 3)
            mine.server.faults.clear()

        yield trial(on, "in the middle of a page", once)
        yield trial(on, "in the middle of each page", always)


def damaged(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """A damaged ledger: one line that says so, no figure, and its copy put back tells what it told."""
    if on.step.name != "report, cold cache":
        return
    for each in (*damage.DATA, *damage.LOGS):

        def fault(mine: Ground, each: damage.Damage = each) -> None:
            broken = damage.three_versions(mine.folder / "broken")
            each.do(broken)
            ended(mine.end("report", "--ledger", "broken"), 2)

        yield trial(on, each.name, fault)


def deleting(on: Field, _: random.Random, __: int) -> Iterator[Tried]:
    """Killed while files that no version needs are deleted; the next time deletes the rest."""
    if on.step.name != "compact":
        return
    for place in ("before_delete:1", "before_delete:2", "after_delete:1"):

        def fault(mine: Ground, place: str = place) -> None:
            ledger = mine.folder / ".tokenomics"
            before = report(mine)
            assert _vacuum(mine, place).returncode == -signal.SIGKILL
            assert _rows(report(mine)) == _rows(before)
            done = _vacuum(mine, "")
            assert done.returncode == 0, done.stderr
            named = {file.path for file in open_ledger(ledger).files}
            assert {str(path) for path in ledger.resolve().glob("kind=*/**/*.parquet")} == named

        yield trial(on, place, fault)


def _rows(told: str) -> object:
    return json.loads(told)["rows"]


def _vacuum(mine: Ground, place: str) -> subprocess.CompletedProcess[bytes]:
    env = {"PYTHONPATH": ":".join(sys.path), **({"TOKENOMICS_FAILPOINT": place} if place else {})}
    return subprocess.run(
        [sys.executable, "-c", _VACUUM, Path(mine.folder / ".tokenomics").resolve()],
        env=env, check=False, capture_output=True,
    )  # fmt: skip
