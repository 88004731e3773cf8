"""Days of UTC, as providers count them."""

from __future__ import annotations

from pathlib import Path

from support.command import command
from support.reports_server import KEY, reports


def test_days_are_those_of_utc(tmp_path: Path) -> None:
    """From the month of a day on and before another: nine days of November."""
    with reports() as server:
        done = command(
            "pull", "openai", "--url", server.url, "--since", "2026-11-05", "--until", "2026-11-10",
            "--now", "2026-11-12T06:00:00Z", cwd=tmp_path, env={"OPENAI_ADMIN_KEY": KEY, "NO_PROXY": "*"},
        )  # fmt: skip

    assert done.code == 0
    assert {path.split("start_time=")[1].split("&")[0] for path in server.asked} == {"1793491200"}
    assert {path.split("end_time=")[1].split("&")[0] for path in server.asked} == {"1794268800"}
