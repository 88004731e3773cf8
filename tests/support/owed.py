"""A month of three teams' calls, with what is of none of them."""

from __future__ import annotations

from pathlib import Path

from support.command import command
from support.usage import PRICES

CALLS = """ts,provider,model,request_id,team,feature,input
2026-11-02T10:00:00Z,acme,small,r1,search,chat,1000000
2026-11-02T11:00:00Z,acme,small,r2,support,chat,2000000
2026-11-02T11:30:00Z,acme,small,r6,support,mail,1000000
2026-11-02T12:00:00Z,acme,small,r3,,,1000000
2026-11-02T13:00:00Z,acme,new,r4,support,chat,1000000
2026-12-02T12:00:00Z,acme,small,r5,search,chat,9000000
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
MONTH = ("chargeback", "--month", "2026-11", "--pricebook", "prices.toml")


def owing(folder: Path, calls: str = CALLS) -> Path:
    """Search owes 2 of calls and 4 of overheads, support 6; 2 of calls and 6 of overheads are nobody's."""
    (folder / "prices.toml").write_text(PRICES, "utf-8")
    (folder / "calls.csv").write_text(calls, "utf-8")
    (folder / "tokenomics.toml").write_text(CONFIG, "utf-8")
    done = command("ingest", "calls.csv", cwd=folder)
    assert done.code == 0, done.err
    return folder
