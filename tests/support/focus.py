"""FOCUS files: sound rows to spoil, what an export says, and the specification's own validator."""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from tokenomics.focus.check import violations
from tokenomics.focus.columns import Version, written

# Four million tokens at 2.40 a million, on a day of a month.
SOUND = {
    "BilledCost": "9.6", "BillingAccountId": "acct-1", "BillingAccountName": "Acme", "BillingCurrency": "USD",
    "BillingPeriodEnd": "2026-12-01T00:00:00Z", "BillingPeriodStart": "2026-11-01T00:00:00Z",
    "ChargeCategory": "Usage", "ChargeClass": "", "ChargeDescription": "Input Tokens of small",
    "ChargeFrequency": "Usage-Based", "ChargePeriodEnd": "2026-11-03T00:00:00Z",
    "ChargePeriodStart": "2026-11-02T00:00:00Z", "CommitmentDiscountStatus": "", "ConsumedQuantity": "4000000.0",
    "ConsumedUnit": "Tokens", "ContractedCost": "9.6", "ContractedUnitPrice": "2.4", "EffectiveCost": "9.6",
    "HostProviderName": "acme", "InvoiceId": "", "InvoiceIssuerName": "acme", "ListCost": "9.6", "ListUnitPrice": "2.4",
    "PricingCategory": "Standard", "PricingCurrency": "USD", "PricingCurrencyContractedUnitPrice": "2.4",
    "PricingCurrencyEffectiveCost": "9.6", "PricingCurrencyListUnitPrice": "2.4", "PricingQuantity": "4.0",
    "PricingUnit": "1000000 Tokens", "ProviderName": "acme", "PublisherName": "acme", "RegionId": "", "RegionName": "",
    "ServiceCategory": "AI and Machine Learning", "ServiceName": "acme API", "ServiceProviderName": "acme",
    "ServiceSubcategory": "Generative AI", "SkuId": "acme/small/input", "SkuMeter": "Input Tokens",
    "SkuPriceDetails": '{"x_ModelId": "small"}', "SkuPriceId": "acme/small/input/standard", "SubAccountId": "",
    "SubAccountName": "", "Tags": '{"team": "search"}', "x_BilledQuantity": "", "x_Billing": "metered",
    "x_Estimated": "true", "x_LineKind": "usage", "x_ListAssumed": "false", "x_Meter": "input", "x_Model": "small",
    "x_RateAssumed": "false", "x_RateUndated": "false", "x_ServiceTier": "", "x_TokenBasis": "reported",
}  # fmt: skip
COSTS = ("BilledCost", "ListCost", "ContractedCost", "EffectiveCost")


def focus_file(
    folder: Path, *rows: Mapping[str, str], version: Version = "1.2", without: str = ""
) -> Path:
    """A CSV file of sound rows, each with changes; `without` a column."""
    path = folder / "focus.csv"
    names = [column.name for column in written(version) if column.name != without]
    write_rows(path, names, [{**SOUND, **row} for row in rows])
    return path


def write_rows(path: Path, names: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    """A CSV file of some columns of rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(names), extrasaction="ignore")
        out.writeheader()
        out.writerows(rows)


def found(path: Path, version: Version | None = None) -> list[str]:
    """What the check says of a file."""
    return [each.sentence for each in violations(path, version)]


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sums(rows: Iterable[Mapping[str, str]]) -> dict[str, Decimal]:
    """What the four costs of rows sum to."""
    every = list(rows)
    return {name: sum((Decimal(row[name]) for row in every), Decimal(0)) for name in COSTS}


VALIDATOR = "TOKENOMICS_FOCUS_VENV"
_CRITERIA = (
    "ACCOUNT_NAMING", "MULTIPLE_PRICING_CATEGORIES", "PUBLIC_PRICE_LIST", "USAGE_MEASUREMENT", "UNIT_PRICING",
    "SUB_ACCOUNT", "NEGOTIATED_PRICING", "REGION", "TAGGING",
)  # fmt: skip
# One of these two fails of every file, for they say the opposite of each other.
_EITHER = ("InvoiceId-C-004-C", "InvoiceId-C-005-C")


def validator() -> Path | None:
    """The folder of an environment with the specification's validator, as the machine's user names it."""
    folder = os.environ.get(VALIDATOR)
    return Path(folder) if folder else None


def validated(path: Path, home: Path) -> list[str]:
    """The rules of FOCUS 1.2 that the specification's validator says a file breaks, but for one of InvoiceId.

    It reads its rules from where it is installed and ends with 0 whatever it found. It leaves a log where it runs.
    """
    where = next(home.glob("lib/python*/site-packages"))
    asked = ",".join(f"{name}_SUPPORTED" for name in _CRITERIA)
    done = subprocess.run(
        [home / "bin" / "focus-validator", "--data-file", path.resolve(), "--validate-version", "1.2",
         "--block-download", "--applicability-criteria", asked, "--show-violations"],
        cwd=where, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert any(line.startswith("Total:") for line in lines), done.stderr
    failed = [line for line in lines if line.startswith("❌")]
    return [line for line in failed if not any(f"{rule}:" in line for rule in _EITHER)]
