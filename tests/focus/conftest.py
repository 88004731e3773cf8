"""A ledger of usage and a bill, and its prices."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import command
from support.usage import PRICES

CALLS = """ts,provider,model,request_id,team,feature,project,scope_id,service_tier,input,cache_read,output,web_search
2026-11-02T10:00:00Z,acme,small,r1,search,chat,p1,acct,,1000000,400000,,
2026-11-02T11:00:00Z,acme,small,r2,search,chat,p1,acct,,2000000,,1000,3
2026-11-02T23:59:59Z,acme,small,r3,,,,,batch,1000000,,,
2026-11-03T00:00:00Z,acme,large,r4,support,,,acct,,1000000,,,
2026-11-03T12:00:00Z,other,thing,r5,support,,,,,700,,30,
"""
BILL = """ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ChargeCategory,ChargeDescription,model,meter,quantity,unit,ListCost,BilledCost,BillingCurrency
2026-11-02,2026-11-03,acme,API,Usage,small input,small,input,5000,1K tokens,10,9,USD
2026-11-02,2026-11-03,acme,API,Usage,batch input,small,input,900000,Tokens,,0.9,USD
2026-11-02,2026-11-03,acme,API,Credit,welcome,,,,,,-2,USD
2026-11-02,2026-11-03,acme,API,Tax,VAT,,,,,,1.5,USD
2026-11-02,2026-11-03,acme,Disks,Usage,a disk,,,3,GB-Months,,4,USD
2026-11-02,2026-12-02,acme,API,Purchase,a year ahead,,,,,,100,USD
2026-11-02,2026-11-03,acme,API,Adjustment,of October,,,,,,-1,EUR
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Acme's small on a day that its bill covers, its large on one that it does not, and a model without prices."""
    (tmp_path / "prices.toml").write_text(PRICES, "utf-8")
    (tmp_path / "calls.csv").write_text(CALLS, "utf-8")
    (tmp_path / "bill.csv").write_text(BILL, "utf-8")
    assert command("ingest", "calls.csv", "bill.csv", cwd=tmp_path).code == 0
    return tmp_path
