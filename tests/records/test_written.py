"""TOML and JSON of other people."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tokenomics.records.written import is_measured, json_document, toml


def test_numbers_keep_their_digits() -> None:
    """A fraction is a decimal of the digits that are written."""
    assert toml(b"a = 8389.32\nb = 0.000000000000000000000000000001") == {
        "a": Decimal("8389.32"), "b": Decimal("1e-30"),
    }  # fmt: skip
    assert json_document("[8389.32, 123456789012345678901234567890]") == [
        Decimal("8389.32"), 123456789012345678901234567890,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "number", ["1e9991999999", "-1e41", "1e-61", "0." + "1" * 101, "nan", "inf", "2e" + "9" * 30]
)
def test_numbers_beyond_all_measure_are_refused(number: str) -> None:
    """Written out, a few bytes would fill the memory; nothing costs so much or so little."""
    assert number.startswith("2") or not is_measured(Decimal(number))
    with pytest.raises(ValueError, match="a number beyond all measure"):
        toml(f"a = {number}".encode())
    with pytest.raises(ValueError, match="a number beyond all measure"):
        json_document({"nan": "NaN", "inf": "Infinity"}.get(number, number))


@pytest.mark.parametrize("number", ["1" + "0" * 41, "-" + "9" * 400, "9" * 5000])
def test_whole_numbers_of_json_have_the_same_measure(number: str) -> None:
    """A count of four hundred digits is no count, and shares of it are no numbers."""
    with pytest.raises(ValueError, match="a number beyond all measure"):
        json_document(f"[{number}]")


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (toml, b"a = " + b"[" * 100_000),
        (toml, b"a = " + b"9" * 5_000),
        (toml, b"a = \xff"),
        (json_document, "[" * 100_000),
        (json_document, "9" * 5_000),
        (json_document, "{"),
    ],
)
def test_what_is_neither_is_a_sentence(read: Callable[[Any], Any], text: Any) -> None:
    """Deep nesting and long numbers are as wrong as broken text: a ValueError of one line."""
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        read(text)
