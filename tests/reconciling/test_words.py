"""What is said of a reconciliation."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from support.budgeting import at
from support.usage import book_of, report_of
from tokenomics.reconciling.difference import PARTS, Difference
from tokenomics.reconciling.lines import Line
from tokenomics.reconciling.matching import Matched, Telling
from tokenomics.reconciling.sides import Group
from tokenomics.reconciling.timing import Moved
from tokenomics.reconciling.words import remarks, sentences

F = Fraction
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def _difference(billed: str, metered: str, **parts: str) -> Difference:
    found = {name: Decimal(parts.get(name, 0)) for name in PARTS}
    return Difference(Decimal(billed), Decimal(metered), found, has_bill=True, has_usage=True)


def test_the_whole_and_the_greatest_differences_are_told() -> None:
    """Of four parts three are named, the greatest first; a row without a difference is not."""
    off = _difference("120", "100", quantity="30", tax="4", price="1", discount="-15")
    rows = [(("acme", "large"), off), (("acme", "small"), _difference("5", "5"))]

    assert list(sentences(("provider", "model"), rows, off, "USD")) == [
        (
            "120.00 USD billed, 100.00 USD metered: +20.00 USD (17 %): +30.00 billed and not metered,"
            " -15.00 discounts, +4.00 taxes"
        ),
        "acme large: +20.00 USD (17 %): +30.00 billed and not metered, -15.00 discounts, +4.00 taxes",
    ]


def test_what_was_not_compared_is_told(tmp_path: Path) -> None:
    """A monthly bill, shifted days, a provider without a bill, other days, other services, late lines."""
    month = Telling(FIRST, LAST, True, frozenset(), False, False)
    other = Telling(FIRST, LAST, False, frozenset({None}), False, True)
    machines = Line(at("2026-11-01"), at("2026-11-02"), "acme", "Machines", None, None, None, "usage", 3, None, Decimal(9), None)  # fmt: skip
    sides = Matched(
        {},
        {},
        {},
        {"acme": month, "late": other},
        {"acme": F(3), "nobody": F(2), "own": F(0)},
        [machines],
    )
    moved = Moved(Group(FIRST, "late", "a"), Group(LAST, "late", "a"), F(1, 2))
    report = report_of(book_of(tmp_path), [])

    assert list(remarks(sides, report, [moved, moved], "USD")) == [
        "1.000 USD of late used on 2026-11-01 are billed on 2026-11-30",
        "the bill of acme is by the month",
        "days of the bill of late begin at another hour than those asked for: name its time zone with --tz",
        "the bill of late names no models",
        "the bill of acme is of 2026-11-01 to 2026-11-30: no bill is known for 3.000 USD of other days' usage",
        "no bill of nobody is known for 2.000 USD of usage",
        "no bill of own is known for usage without a price",
        "3 lines of services that serve no models, 9.000 USD, are not compared: Machines",
    ]
