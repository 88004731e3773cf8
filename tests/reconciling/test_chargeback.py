"""What each team owes."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support.command import command
from support.schemas import LISTINGS, validator
from support.usage import PRICES

CALLS = """ts,provider,model,request_id,team,input
2026-11-02T10:00:00Z,acme,small,r1,search,1000000
2026-11-02T11:00:00Z,acme,small,r2,support,3000000
2026-11-02T12:00:00Z,acme,small,r3,,1000000
2026-11-02T13:00:00Z,acme,new,r4,support,1000000
2026-12-02T12:00:00Z,acme,small,r5,search,9000000
"""
BILL = """ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ChargeCategory,model,meter,quantity,unit,BilledCost,BillingCurrency
2026-11-02,2026-11-03,acme,API,Usage,small,input,6000000,Tokens,9,USD
2026-11-02,2026-11-03,acme,API,Usage,new,input,1000000,Tokens,5,USD
"""
CONFIG = """
[[overhead]]
name = "evaluation"
amount = "4 USD"
start = 2026-11-02
scope = { team = "search" }
[[overhead]]
name = "contract"
amount = "6 USD"
start = 2026-11-02
scope = { feature = "idle" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Search used 2 dollars, support 6 and a model without a price, nobody 2; overheads of 4 and of nobody's 6."""
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    (tmp_path / "calls.csv").write_text(CALLS, "utf-8")
    (tmp_path / "bill.csv").write_text(BILL, "utf-8")
    (tmp_path / "tokenomics.toml").write_text(CONFIG, "utf-8")
    assert command("ingest", "calls.csv", "bill.csv", cwd=tmp_path).code == 0
    return tmp_path


def _told(folder: Path, *options: str) -> dict[str, Any]:
    words = ("chargeback", "--month", "2026-11", "--pricebook", "prices.toml", "--format", "json")
    done = command(*words, *options, cwd=folder)
    assert done.code == 0, done.err
    return json.loads(done.out)


def _owed(found: dict[str, Any]) -> dict[str, tuple[str, str, str, str]]:
    names = ("calls", "overheads", "shared", "owed")
    return {row["team"]: tuple(row[name] for name in names) for row in found["rows"]}  # pyright: ignore[reportReturnType]


def test_each_team_owes_its_own_and_a_share_of_what_is_nobodys(folder: Path) -> None:
    """Own are 2 + 4 and 6; 2 of calls and 6 of an overhead are nobody's: 8 shared out evenly by equal cost."""
    found = _told(folder)

    assert _owed(found) == {"search": ("2", "4", "4", "10"), "support": ("6", "0", "4", "10")}
    assert {row["team"]: row["mark"] for row in found["rows"]} == {
        "search": None, "support": "unpriced",
    }  # fmt: skip
    assert found["totals"]["owed"] == "20"
    assert list(validator("chargeback", *LISTINGS["chargeback"]).iter_errors(found)) == []


@pytest.mark.parametrize(
    ("share_by", "shares"),
    [("tokens", ("1.6", "6.4")), ("requests", (None, None)), ("even", ("4", "4"))],
)
def test_the_share_may_be_weighed_by_something_else(
    folder: Path, share_by: str, shares: tuple[str | None, str | None]
) -> None:
    """8 by 1 and 4 million tokens, by 1 and 2 requests (8 / 3 to the last digit), or evenly."""
    owed = _owed(_told(folder, "--share-by", share_by))
    found = Decimal(owed["search"][2]), Decimal(owed["support"][2])

    if shares[0] is None:
        assert found == (Decimal("2.666666666666666667"), Decimal("5.333333333333333333"))
    else:
        assert tuple(map(str, found)) == shares


def test_calls_may_cost_what_was_billed(folder: Path) -> None:
    """9 for 6 million tokens, 5 of them known: 1.5 a million; support pays 5 for the new model as well.

    What no usage caused, 1.5, and nobody's call, 1.5, are shared with the overhead of 6.
    """
    found = _told(folder, "--cost-basis", "billed", "--share-by", "even")

    assert _owed(found) == {
        "support": ("9.5", "0", "4.5", "14"), "search": ("1.5", "4", "4.5", "10"),
    }  # fmt: skip
    assert found["totals"]["owed"] == "24"  # 14 billed, 10 of overheads


def test_where_nobody_is_named_the_error_says_what_to_do(folder: Path) -> None:
    """No call states a customer."""
    done = command("chargeback", "--by", "customer", cwd=folder)

    assert (done.code, done.err) == (
        2,
        "error: no call of the period states a customer: attribute calls by [[attribute]] in tokenomics.toml\n",
    )


def test_the_library_has_the_same_rows(folder: Path) -> None:
    """By default of teams, the greatest first; a limit shows fewer."""
    handle = tk.open(folder / ".tokenomics", config=folder / "tokenomics.toml")
    frame = tk.chargeback(
        handle, pricebooks=[folder / "prices.toml"], since="2026-11", until="2026-12"
    )

    assert frame["owed"].sum() == 20
    assert len(_told(folder, "--limit", "1")["rows"]) == 1
