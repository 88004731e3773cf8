"""What all deliveries to servers of this machine need."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is reached directly, whatever this machine's settings are."""
    monkeypatch.setenv("NO_PROXY", "*")
