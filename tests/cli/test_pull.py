"""`tokenomics pull`, against a provider's interface on this machine."""

from __future__ import annotations

import json
import subprocess
import threading
from decimal import Decimal
from pathlib import Path

import pytest

from support.command import Done, command, environment, program
from support.mail_server import closed_port
from support.reports_server import KEY, Reports, reports

NOW = "2026-11-12T06:00:00Z"
SPENT = 43 * Decimal("1.5")  # 31 days of October, 12 of November


def _words(server: Reports) -> tuple[str, ...]:
    return ("pull", "openai", "--url", server.url, "--now", NOW)


def _pull(folder: Path, server: Reports, *more: str) -> Done:
    env = {"OPENAI_ADMIN_KEY": KEY, "NO_PROXY": "*"}
    return command(*_words(server), *more, cwd=folder, env=env)


def _told(folder: Path) -> tuple[str, int]:
    """What was billed, and the calls that were metered."""
    done = command("reconcile", "--format", "json", cwd=folder)
    assert done.code == 0, done.err
    totals = json.loads(done.out)["totals"]
    return totals["billed"], totals["requests"]


def test_reports_are_fetched_and_read(tmp_path: Path) -> None:
    """43 days at 1.5 dollars and a call each; nobody watches, so nothing is said; twice is once."""
    with reports() as server:
        assert _pull(tmp_path, server) == Done(0, "", "")
        first = _told(tmp_path)
        assert _pull(tmp_path, server) == Done(0, "", "")

    assert first == _told(tmp_path) == (str(SPENT), 43)
    assert (tmp_path / "pulled" / "openai" / "costs" / "2026-10-000.json").is_file()


def test_what_was_fetched_is_told_who_asks(tmp_path: Path) -> None:
    """With -v each report, the pages, and what the ledger got."""
    with reports() as server:
        said = _pull(tmp_path, server, "-v").err

    assert "openai costs of 2026-10\n" in said
    assert "42 pages fetched into pulled/openai\n" in said
    assert "records: 86 added" in said


def test_killed_in_the_middle_and_run_again_nothing_is_lost_and_nothing_twice(
    tmp_path: Path,
) -> None:
    """The process is killed while it waits for its third page; the next run has what a calm one has."""
    asked, killed = threading.Event(), threading.Event()

    def before(number: int) -> None:
        if number == 3:
            asked.set()
            killed.wait(30)

    with reports(before=before) as server:
        running = subprocess.Popen(
            [program(), *_words(server)], cwd=tmp_path,
            env=environment(tmp_path, {"OPENAI_ADMIN_KEY": KEY, "NO_PROXY": "*"}),
        )  # fmt: skip
        assert asked.wait(60)
        running.kill()
        running.wait()
        killed.set()
        begun = len(server.asked)
        assert _pull(tmp_path, server) == Done(0, "", "")

    assert len(server.asked) - begun == 42 - 2
    assert _told(tmp_path) == (str(SPENT), 43)


@pytest.mark.parametrize("faults", [(429,), (500, 503), (0, 502)])
def test_faults_that_pass_change_nothing(
    tmp_path: Path, faults: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too many requests, failures and a cut connection are waited for."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    with reports(*faults) as server:
        assert _pull(tmp_path, server) == Done(0, "", "")

    assert _told(tmp_path) == (str(SPENT), 43)


def test_a_second_pull_waits_for_nobody(tmp_path: Path) -> None:
    """While one is at work in a folder another one says so in one line, and its pages are not touched."""
    from tokenomics.locking import locked  # noqa: PLC0415

    with reports() as server:
        with locked(tmp_path / "pulled" / "openai" / ".lock"):
            second = _pull(tmp_path, server)
        assert _pull(tmp_path, server) == Done(0, "", "")

    assert second == Done(
        3, "", "error: pulled/openai: another pull is at work there: wait until it is done\n"
    )


def test_a_provider_that_refuses_is_exit_code_3_and_a_missing_key_2(tmp_path: Path) -> None:
    """What it says, without the key; which variable to set; who is known."""
    with reports(403) as server:
        refused = _pull(tmp_path, server)
    unset = command("pull", "openai", "--url", f"http://127.0.0.1:{closed_port()}", cwd=tmp_path)
    unknown = command("pull", "opneai", cwd=tmp_path)

    assert refused.code == 3
    assert refused.err.startswith("error: openai costs of 2026-10: answered 403: ")
    assert KEY not in refused.err
    assert (unset.code, unset.err) == (
        2, "error: the environment variable OPENAI_ADMIN_KEY is not set\n",
    )  # fmt: skip
    assert (unknown.code, unknown.err) == (
        2, "error: unknown provider 'opneai': did you mean 'openai'?\n",
    )  # fmt: skip
