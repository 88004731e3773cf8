"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from support.buckets import Bucket, bucket

# How long an example takes is the machine's affair, not the law's.
# The whole suite has ten minutes; --hypothesis-profile thorough tries each law more often.
settings.register_profile("any machine", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile("any machine")

# Modules that take long, which begin first, so that none is left to one processor at the end.
_LONG = frozenset({"test_canaries.py", "test_faults.py", "test_forms.py", "test_fuzzed.py", "test_mixed_ledger.py", "test_soak.py", "test_spikes.py"})  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of long modules first, and leave all others in the order that chance gave them."""
    items.sort(key=lambda item: item.path.name not in _LONG)


@pytest.fixture(scope="session")
def a_bucket() -> Generator[Bucket]:
    """One bucket for all tests that need one; each has a folder of its own in it."""
    with bucket() as found:
        yield found


@pytest.fixture
def far(a_bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Bucket]:
    """The bucket, reachable, with copies and what belongs to this machine in the test's own folder."""
    for name, value in a_bucket.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    a_bucket.asked()
    yield a_bucket
    a_bucket.restore()
