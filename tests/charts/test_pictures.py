"""Tests of tokenomics/charts/pictures.py."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from tokenomics.charts import Bar, bars, pictures
from tokenomics.records.errors import ConfigError

SPEC = bars([Bar("a", Decimal(1), "1.00")], "USD")


def test_a_picture_has_its_letters_as_text() -> None:
    """A page can be searched and read aloud, and looks sharp at every size."""
    assert ">1.00</text>" in pictures.svg(SPEC)
    assert pictures.can_draw()


def test_a_png_has_two_dots_a_pixel() -> None:
    """A picture for mail: its own size in the file's head, at once and at twice the size."""
    sizes = [int.from_bytes(pictures.png(SPEC, scale=scale)[16:20], "big") for scale in (1, 2)]

    assert sizes[1] == pytest.approx(2 * sizes[0], abs=2)


def test_without_the_extra_an_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are not drawn by chance on some machines only."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)

    with pytest.raises(ConfigError, match=r"pip install 'tokenomics-finops\[charts\]'"):
        pictures.svg(SPEC)
    assert not pictures.can_draw()


def test_nothing_is_fetched() -> None:
    """A specification that names data elsewhere is refused."""
    elsewhere = {**SPEC, "data": {"url": "https://example.com/data.json"}}

    with pytest.raises(Exception, match=r"(?i)not allowed|denied|access"):
        pictures.svg(elsewhere)
