"""The steps: what is there before, the command, and what it must come to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import NamedTuple

import duckdb

from support.faults.ground import Ground
from support.logs import BROKEN, ROWS, UNPRICED, calls
from support.mail_server import CHANNEL
from tokenomics.ledger.parts import LEAST

_MAIL = f'\n[alert]\nchannels = ["ops-mail"]\n{CHANNEL}'
NIGHT = "2026-11-04T06:00:00Z"
_JSON = ("--format", "json")


class Step(NamedTuple):
    """A step; `told` says what it came to. `again` are the exit codes that it may have when it was done before."""

    name: str
    words: tuple[str, ...]
    prepare: Callable[[Ground], object]
    told: Callable[[Ground], str]
    again: frozenset[int] = frozenset({0})
    cold: bool = False
    afresh: str | None = None  # a folder to be emptied before the step is done again
    has_days: bool = False  # whether another day may change nothing of what it comes to

    def redo(self, mine: Ground) -> str:
        """Do it again, undisturbed; what it comes to."""
        if self.afresh is not None:
            shutil.rmtree(mine.folder / self.afresh, ignore_errors=True)
        done = mine.do(*self.words)
        assert done.code in self.again, done
        return self.told(mine)


def _log(mine: Ground, name: str, *rows: str) -> None:
    (mine.folder / "logs").mkdir(exist_ok=True)
    calls(mine.folder / "logs" / name, *rows)


def _ingested(mine: Ground) -> None:
    _log(mine, "first.csv", *ROWS, UNPRICED)
    assert mine.do("ingest", "logs").code == 0


def _more(mine: Ground) -> None:
    """More of the same log, another month, people who are new, and a row that is refused."""
    _ingested(mine)
    _log(
        mine,
        "first.csv",
        *ROWS,
        UNPRICED,
        BROKEN,
        ROWS[0].replace(",a", ",e").replace("ada", "eve"),
    )
    _log(
        mine,
        "second.csv",
        *(row.replace("2026-11", "2026-10").replace(",bob,", ",cyd,") for row in ROWS),
    )


def _small_files(mine: Ground) -> None:
    for n in range(3):
        _log(mine, f"{n}.csv", *(f"{row}{n}" for row in ROWS))
        assert mine.do("ingest", "logs").code == 0


def _watched(mine: Ground) -> None:
    _ingested(mine)
    (mine.folder / "tokenomics.toml").write_text(_MAIL.format(port=mine.port), "utf-8")


def _large(mine: Ground) -> None:
    """As many calls as answers are kept about."""
    logs = mine.folder / "logs"
    logs.mkdir()
    with duckdb.connect() as con:
        con.execute(
            "COPY (SELECT TIMESTAMPTZ '2026-11-02 10:00:00Z' + to_seconds(i) AS ts, 'openai' AS provider,"
            " 'gpt-4-0613' AS model, 'team-' || i % 3 AS team, 'ada' AS user, 10 + i % 7 AS input,"
            f" i % 5 AS output, 'r' || i AS request_id FROM range({LEAST}) t(i))"
            f" TO '{logs / 'calls.parquet'}' (FORMAT parquet)"
        )
    assert mine.do("ingest", "logs").code == 0


def _teams(mine: Ground) -> str:
    return mine.plain(mine.do("report", "--by", "team", *_JSON).out)


def _files(mine: Ground) -> None:
    _ingested(mine)
    for name in ("out.json", "out.parquet", "out.csv"):
        (mine.folder / name).write_text("as it was before", "utf-8")


def report(mine: Ground) -> str:
    """The report that everything comes to."""
    done = mine.do("report", "--by", "model,user,day,team", *_JSON)
    assert done.code == 0, done
    return mine.plain(done.out)


def _history(mine: Ground) -> str:
    found = json.loads(mine.do("alert", "history", *_JSON).out)
    return json.dumps([{**row, "at": None} for row in found]) + str(mine.sent())


def _people(mine: Ground) -> str:
    done = mine.do("people", *_JSON)
    return str(sorted(row["name"] for row in json.loads(done.out))) + mine.do("report", *_JSON).out


def _read(name: str) -> Callable[[Ground], str]:
    def told(mine: Ground) -> str:
        return mine.plain((mine.folder / name).read_bytes().decode("latin-1"))

    return told


def _statements(mine: Ground) -> str:
    pages = sorted((mine.folder / "owed").iterdir())
    return mine.plain(
        "".join(f"{page.name}{page.read_text('utf-8')}" for page in pages if page.suffix != ".part")
    )


def _configured(mine: Ground) -> str:
    return mine.plain((mine.folder / "tokenomics.toml").read_text("utf-8")) + report(mine)


def _company(mine: Ground) -> str:
    return mine.do("report", "--ledger", "demo/.tokenomics", "--by", "model,feature", *_JSON).out


def _reconciled(mine: Ground) -> str:
    """Bills and usage; not the number of the version, for a month that runs is fetched anew each time."""
    found = json.loads(mine.do("reconcile", *_JSON).out)
    found["ledger"]["version"] = None
    return mine.plain(json.dumps(found))


STEPS = (
    Step("ingest", ("ingest", "logs"), _more, report, has_days=True),
    Step("compact", ("ledger", "compact"), _small_files, report, has_days=True),
    Step("alert", ("alert", "--now", NIGHT), _watched, _history),
    Step(
        "pull", ("pull", "openai", "--url", "URL", "--now", "2026-11-12T06:00:00Z"),
        lambda _: None, _reconciled,
    ),
    Step("report, cold cache", ("report", "--by", "model", *_JSON), _ingested, report, cold=True, has_days=True),
    Step("report, kept answers", ("report", "--by", "team", *_JSON), _large, _teams, cold=True),
    Step("report to a file", ("report", "--by", "model", *_JSON, "-o", "out.json"), _files, _read("out.json")),
    Step(
        "report to Parquet", ("report", "--by", "model", "--format", "parquet", "-o", "out.parquet"),
        _files, _read("out.parquet"), has_days=True,
    ),
    Step("export", ("export", "focus", "-o", "out.csv"), _files, _read("out.csv"), has_days=True),
    Step("statements", ("chargeback", "--statements", "owed"), _ingested, _statements),
    Step("init", ("init", "logs", "--force"), _ingested, _configured),
    Step(
        "demo", ("demo", "--size", "0.02", "--folder", "demo"), lambda _: None, _company, afresh="demo",
    ),
    Step("forget", ("forget", "ada", "--yes"), _ingested, _people, again=frozenset({0, 2}), has_days=True),
)  # fmt: skip
