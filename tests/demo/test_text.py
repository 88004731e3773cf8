"""Filler text."""

from __future__ import annotations

from random import Random

from tokenomics.demo.text import Filler


def test_text_is_about_as_long_as_asked() -> None:
    """Half of the cuts are longer than the median, none is empty or beyond twelve medians."""
    filler = Filler(Random(1))
    lengths = sorted(len(filler.text(1000)) for _ in range(501))

    assert 850 < lengths[250] < 1150
    assert lengths[0] > 0
    assert lengths[-1] <= 12_000


def test_text_never_outgrows_the_pool() -> None:
    """A request for more than there is gets what there is."""
    assert len(Filler(Random(1)).text(10**9)) == 262_144


def test_text_repeats_with_its_seed() -> None:
    """Equal chance, equal text."""
    first, second = Filler(Random(3)), Filler(Random(3))

    assert [first.text(80) for _ in range(5)] == [second.text(80) for _ in range(5)]
