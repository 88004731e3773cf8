"""A day of hourly work under faults; `make soak` has weeks of it."""

from __future__ import annotations

from pathlib import Path

from support.soak.run import soak


def test_a_day_under_faults_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Every report equals the sources' own sums, each alert is told once, and what is on the disk is bounded."""
    done = soak(tmp_path, seed=2, hours=24, rate=0.15)

    assert done["violations"] == []
    assert done["faults"]
    assert done["mails"] > 0
