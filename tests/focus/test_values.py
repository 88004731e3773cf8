"""What a value of a column must look like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from tokenomics.focus.columns import BY_NAME, Column
from tokenomics.focus.values import is_unit, read, text

COST, PRICE, NAME = BY_NAME["BilledCost"], BY_NAME["ListUnitPrice"], BY_NAME["ServiceName"]
START, TAGS, CODE = BY_NAME["ChargePeriodStart"], BY_NAME["Tags"], BY_NAME["BillingCurrency"]
FLAG, NESTED, UNIT = BY_NAME["x_Estimated"], BY_NAME["ContractApplied"], BY_NAME["PricingUnit"]
NIGHT = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
SOUND = (
    (COST, "-1.50", Decimal("-1.50")),
    (COST, "1.5E-3", Decimal("0.0015")),
    (COST, 3, Decimal(3)),
    (COST, 0.25, 0.25),
    (PRICE, "0", Decimal(0)),
    (PRICE, "", None),
    (NAME, "acme API", "acme API"),
    (START, "2026-11-02T23:30:00Z", NIGHT),
    (START, NIGHT.astimezone(timezone(timedelta(hours=9))), NIGHT),
    (TAGS, '{"a": "b", "c": null}', '{"a": "b", "c": null}'),
    (NESTED, '{"a": {"b": []}}', '{"a": {"b": []}}'),
    (CODE, "EUR", "EUR"),
    (FLAG, "true", True),
    (FLAG, False, False),
)
WRONG = (
    (COST, "$2.40", "'$2.40' is no plain number"),
    (COST, "1,000.00", "'1,000.00' is no plain number"),
    (COST, "", "has no value"),
    (COST, None, "has no value"),
    (COST, float("nan"), "nan is no number"),
    (COST, True, "True is no number"),
    (PRICE, "-2", "-2 is below 0"),
    (NAME, "  ", "has only spaces"),
    (NAME, 7, "7 is no text"),
    (START, "2026-13-02T00:00:00Z", "'2026-13-02T00:00:00Z' is no instant: write UTC like 2026-11-02T00:00:00Z"),
    (START, "2026-11-02T00:00:00+01:00", "'2026-11-02T00:00:00+01:00' is no instant: write UTC like 2026-11-02T00:00:00Z"),
    (START, NIGHT.replace(tzinfo=None), "2026-11-02T23:30:00 states no time zone: write UTC"),
    (START, NIGHT.date(), "'2026-11-02' is no instant: write UTC like 2026-11-02T00:00:00Z"),
    (TAGS, "{'a': 1}", "\"{'a': 1}\" is no JSON object"),
    (TAGS, "[1]", "'[1]' is no JSON object"),
    (TAGS, '{"a": 1, "a": 2}', "has a key twice"),
    (TAGS, '{"a": {}}', "'{\"a\": {}}' has values that are no plain ones"),
    (TAGS, {"a": 1}, "{'a': 1} is no JSON object"),
    (CODE, "usd", "'usd' is no currency of ISO 4217"),
    (FLAG, "yes", "'yes' is neither true nor false"),
    (UNIT, "Mtok", "'Mtok' is no unit: write it like Tokens, 1000000 Tokens or Token-Hours"),
    (BY_NAME["ServiceCategory"], "AI", "'AI' is not allowed"),
)  # fmt: skip


@pytest.mark.parametrize(("column", "raw", "value"), SOUND)
def test_a_sound_value_is_read(column: Column, raw: Any, value: Any) -> None:
    """Text of a CSV file and values of Parquet alike."""
    assert read(column, raw) == (value, None)


@pytest.mark.parametrize(("column", "raw", "wrong"), WRONG)
def test_a_wrong_value_is_told(column: Column, raw: Any, wrong: str) -> None:
    """One sentence says what stands there and what should."""
    assert read(column, raw) == (None, wrong)


@pytest.mark.parametrize(
    "unit",
    ["Tokens", "1000000 Tokens", "Token-Hours", "GB", "GB-Hours", "GiB-Months", "Requests/Second",
     "Tokens/3 Months", "Search Units", "GPU-Seconds"],
)  # fmt: skip
def test_units_of_the_specification_are_units(unit: str) -> None:
    """Plural counts, amounts of them, sizes of data, and things times spans of time."""
    assert is_unit(unit)


@pytest.mark.parametrize(
    "unit", ["mtok", "Token", "1M tokens", "tokens", "0 Tokens", "1.5 Tokens", "Hour-Token"]
)
def test_other_units_are_none(unit: str) -> None:
    """Singulars, words in lower case and broken amounts."""
    assert not is_unit(unit)


def test_values_are_written_plainly() -> None:
    """A decimal has a point and every digit, an instant is UTC, nothing is an empty text."""
    values = (Decimal("4E+6"), Decimal("0.000000100"), NIGHT, True, False, None, "x")

    assert [text(value) for value in values] == [
        "4000000.0", "0.0000001", "2026-11-02T23:30:00Z", "true", "false", "", "x",
    ]  # fmt: skip
