"""A budget's period as a picture."""

from __future__ import annotations

import struct
import sys

import pytest

from tokenomics.watching.chart import Point, burn_chart

POINTS = [
    Point("2026-11-01", spent=10.0),
    Point("2026-11-02", spent=20.0, low=20.0, expected=20.0, high=20.0),
    Point("2026-11-03", low=25.0, expected=30.0, high=40.0),
]


def test_the_picture_is_a_png_of_twice_the_size() -> None:
    """At least 1,040 x 400 pixels for 520 x 200 points, axes besides, and small enough for a mail."""
    found = burn_chart(POINTS, 35.0, "USD")

    assert found is not None
    assert found.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", found[16:24])
    assert width >= 1040
    assert height >= 400
    assert len(found) < 200_000


def test_the_same_points_are_the_same_picture() -> None:
    """Equal inputs, equal bytes."""
    assert burn_chart(POINTS, 35.0, "USD") == burn_chart(POINTS, 35.0, "USD")


def test_a_single_point_is_no_picture() -> None:
    """A line needs two."""
    assert burn_chart(POINTS[:1], 35.0, "USD") is None


def test_without_the_extra_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail has the same figures as a table."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)

    assert burn_chart(POINTS, 35.0, "USD") is None
