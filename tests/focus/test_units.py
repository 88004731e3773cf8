"""What meters are counted and priced in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.focus.units import PIECE, Unit, billed, unit_of
from tokenomics.focus.values import is_unit
from tokenomics.records.meters import METERS


def test_every_meter_has_units_as_the_specification_writes_them() -> None:
    """Of each meter both units pass, and only tokens are priced by the million."""
    units = {meter.name: unit_of(meter.name) for meter in METERS}

    assert [name for name, unit in units.items() if unit == PIECE] == []
    assert all(is_unit(part) for unit in units.values() for part in (unit.consumed, unit.priced))
    assert {units[m.name].power for m in METERS if m.unit == "token"} == {6}
    assert {units[m.name].power for m in METERS if m.unit != "token"} == {0}


@pytest.mark.parametrize(
    ("meter", "unit", "found"),
    [
        (None, None, Unit("Tokens", "1000000 Tokens", 6)),
        ("other:gizmo", "tokens", Unit("Tokens", "1000000 Tokens", 6)),
        ("other:gizmo", "call", Unit("Calls", "Calls")),
        ("other:gizmo", "piece", PIECE),
        ("other:gizmo", None, PIECE),
    ],
)
def test_what_the_meter_table_does_not_know_has_the_unit_that_is_stated(
    meter: str | None, unit: str | None, found: Unit
) -> None:
    """Tokens and pieces of known units are named; all else is Units."""
    assert unit_of(meter, unit) == found


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("1M tokens", (Decimal(3_000_000), "Tokens")),
        (" Tokens ", (Decimal(3), "Tokens")),
        ("Hours", (Decimal(3), "Hours")),
        ("hrs", (Decimal(3), "Units")),
        (None, (Decimal(3), "Units")),
    ],
)
def test_a_bills_quantity_is_in_single_units(unit: str | None, found: tuple[Decimal, str]) -> None:
    """Blocks of tokens are tokens; a unit that the specification would write otherwise is Units."""
    assert billed(Decimal(3), unit) == found
