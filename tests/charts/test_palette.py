"""Tests of tokenomics/charts/palette.py."""

from __future__ import annotations

from itertools import combinations

import pytest

from tokenomics.charts.palette import DARK, LIGHT, Palette

# How cones see: linear red, green and blue as somebody without red, green or blue cones sees them
# (Machado, Oliveira and Fernandes 2009, at full severity).
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
BOTH = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def _linear(colour: str) -> tuple[float, float, float]:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@BOTH
def test_texts_stand_out_from_their_paper(palette: Palette) -> None:
    """What may be a text has the contrast of 4.5 that accessibility asks for."""
    for name in ("ink", "quiet", "spent", "ahead", "limit", "more", "less"):
        assert _contrast(getattr(palette, name), palette.paper) >= 4.5, name


@BOTH
def test_no_two_meanings_have_one_colour(palette: Palette) -> None:
    """A page finds its own colour by that of a picture, so each stands for one thing."""
    assert len(set(palette)) == len(palette)


@BOTH
@pytest.mark.parametrize("kind", list(BLIND))
def test_what_stands_beside_one_another_differs_for_the_colour_blind(
    palette: Palette, kind: str
) -> None:
    """Known and expected, and more, less and whole, are told apart without red, green or blue cones."""
    for group in (("spent", "ahead"), ("more", "less", "whole")):
        for one, other in combinations(group, 2):
            seen = [_seen(getattr(palette, name), kind) for name in (one, other)]
            apart = sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
            assert apart > 0.15, (one, other)


def _seen(colour: str, kind: str) -> list[float]:
    """A colour as somebody sees it, in steps that look alike."""
    linear = _linear(colour)
    seen = (sum(w * part for w, part in zip(row, linear, strict=True)) for row in BLIND[kind])
    return [max(part, 0) ** (1 / 2.2) for part in seen]
