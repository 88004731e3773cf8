"""A small demo, written once a seed and read by many tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.demo import Group, Truth, write_company


@pytest.fixture(scope="session", params=[7, 20260821])
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Truth]:
    """The folder and the truth of a tiny company in August 2026, for two seeds."""
    folder = tmp_path_factory.mktemp("demo") / str(request.param)
    return folder, write_company(folder, seed=request.param, size=0.02)


@pytest.fixture
def logs(demo: tuple[Path, Truth]) -> Path:
    """The demo's folder of logs."""
    return demo[0] / "logs"


@pytest.fixture
def by_source(demo: tuple[Path, Truth]) -> dict[str | None, Group]:
    """What the truth says of each source."""
    return {group.key: group for group in demo[1].groups["source"]}
