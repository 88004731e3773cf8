"""`tokenomics chargeback`, as it is called."""

from __future__ import annotations

from pathlib import Path

from support.command import command


def test_the_month_is_a_period_of_its_own(tmp_path: Path) -> None:
    """A word that is no month and two periods are refused."""
    done = command("chargeback", "--month", "2026-13", cwd=tmp_path)
    both = command("chargeback", "--month", "2026-11", "--since", "2026-11", cwd=tmp_path)

    assert done.err == "error: '2026-13' is no month: write it like 2026-10\n"
    assert both.err == "error: --month is a period of its own: leave out --since and --until\n"
