"""Lines of Google's bills taken out of rows and tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tokenomics.sources.google_billing import lines


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("Cost ($)", "Subtotal ($)"), ("Subtotal ($)", "$")),
        (("Subtotal (€)", "Unrounded subtotal (€)"), ("Unrounded subtotal (€)", "€")),
        (("Cost",), None),
        ((), None),
    ],
)
def test_the_exact_subtotal_is_read(header: tuple[str, ...], found: tuple[str, str] | None) -> None:
    """The unrounded amount comes before the rounded one; a column without a currency is none."""
    assert lines.subtotal(header) == found


def test_a_credit_is_a_row_beside_its_own(tmp_path: Path) -> None:
    """One row and its two credits are three rows of one line; credits that are no list are a problem."""
    path = tmp_path / "x.jsonl"
    rows = [{"cost": 1, "credits": [{"amount": -1}, {"amount": -2}]}, {"credits": "none"}]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")

    found = list(lines.read(path, "jsonl"))

    assert [row.line for row in found] == [1, 1, 1, 2, 2]
    assert [(row.row or {}).get(lines.CREDIT_PLACE) for row in found] == [
        None,
        "0",
        "1",
        None,
        None,
    ]
    assert found[-1].problem == "credits: not a list"
