"""Tasks and calls as they are drawn."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.analysis.blocks import blocks_of, padded
from tokenomics.analysis.intervals import MOST_DRAWN, Drawn
from tokenomics.engine import connect

_UNITS = "(SELECT CAST(1 AS DECIMAL(38,18)) AS cost, 30 AS minutes, 1 AS successes FROM range({}))"


def test_an_hour_of_people_is_part_of_what_is_drawn() -> None:
    """Two tasks of 1 and half an hour at 50 cost 26 each."""
    with connect() as con:
        found = blocks_of(con, _UNITS.format(2), Decimal(50))

    assert found == ((Drawn(Decimal(26), 1), Drawn(Decimal(26), 1)), 2)


def test_many_are_in_as_many_blocks_as_may_be_drawn() -> None:
    """300 tasks of 1 are 256 blocks, of which chance leaves some empty; they sum to 300."""
    with connect() as con:
        found = blocks_of(con, _UNITS.format(300))

    assert (len(found.drawn), found.size) == (MOST_DRAWN, 300)
    assert sum(each.cost for each in found.drawn) == 300
    assert Drawn(Decimal(0), 0) in found.drawn
    assert padded([Drawn(Decimal(1), 1)], 1) == (Drawn(Decimal(1), 1),)
