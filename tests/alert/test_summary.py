"""A message in the summary of a job."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.messages import GOLDEN, budget, golden
from tokenomics.alert.summary import VARIABLE, markdown, to_summary
from tokenomics.records.errors import ConfigError, DeliveryError


def test_the_summary_reads_like_this() -> None:
    """As the golden files say (`python tests/support/messages.py` writes them)."""
    for name in ("budget.md", "hostile.md"):
        assert golden()[name] == (GOLDEN / name).read_text("utf-8")


def test_a_message_is_appended(tmp_path: Path) -> None:
    """What other steps wrote stays, and a second message follows the first."""
    file = tmp_path / "summary.md"
    file.write_text("# Build\n\n", "utf-8")
    for message in (budget(), budget(status="resolved")):
        to_summary(message, {VARIABLE: str(file)})

    assert file.read_text("utf-8") == "# Build\n\n" + markdown(budget()) + markdown(
        budget(status="resolved")
    )


def test_outside_of_github() -> None:
    """Nobody reads a summary there."""
    with pytest.raises(ConfigError, match="GITHUB_STEP_SUMMARY is not set"):
        to_summary(budget(), {})


def test_a_summary_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder is no file."""
    with pytest.raises(DeliveryError, match=r"GITHUB_STEP_SUMMARY: .*: Is a directory"):
        to_summary(budget(), {VARIABLE: str(tmp_path)})
