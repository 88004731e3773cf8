"""The colours of everything that is drawn: told apart with every kind of colour vision, on light and dark."""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """Colours by what they mean, as `#rrggbb`; no two of a palette are equal.

    `ink` is for figures, `quiet` for what is beside them; `paper` lies behind both, `grid` between.
    `spent` is known, `ahead` expected, `limit` what may be spent; `more` and `less` are changes,
    `whole` is a sum of them.
    """

    paper: str
    ink: str
    quiet: str
    grid: str
    spent: str
    ahead: str
    limit: str
    more: str
    less: str
    whole: str


# Texts have a contrast of 4.5 and more to their paper, shapes of 3 and more. The blue and the orange
# differ for all who mix up red and green; what is drawn in them differs in shape or sign as well.
LIGHT = Palette(
    paper="#ffffff", ink="#1b1f24", quiet="#57606a", grid="#dfe3e8",
    spent="#0b65b5", ahead="#9a4f00", limit="#b3261e", more="#b54a00", less="#007f74", whole="#343c48",
)  # fmt: skip
DARK = Palette(
    paper="#11151a", ink="#e8ecf1", quiet="#a3adb8", grid="#333b45",
    spent="#5aaef5", ahead="#f2a65a", limit="#ff8a80", more="#ff9f68", less="#5bdcc4", whole="#848e9b",
)  # fmt: skip
