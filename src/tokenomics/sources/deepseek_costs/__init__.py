"""DeepSeek's bill: the `cost` table of its export of usage data, in both layouts.

Days are China's, and older ones UTC's; the older table writes what was spent as less than nothing.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import CHARGE
from tokenomics.sources import sums
from tokenomics.sources.contract import Sample, Source, field, fixed

_COLUMNS = frozenset({"model", "wallet_type", "cost", "currency"})

SOURCE = Source(
    name="deepseek_costs",
    doc="the costs in DeepSeek's export of usage data (`cost-*.csv`)",
    known_by="the columns `model`, `wallet_type`, `cost` and `currency`",
    kind=CHARGE,
    containers=("csv",),
    fields=(
        field("user", "user_id", privacy="pseudonymise"),
        field("start_time", "start_time_iso"),
        field("end_time", "end_time_iso"),
        field("utc_date"),
        field("model"),
        field("wallet", "wallet_type"),
        field("cost"),
        field("code", "currency"),
    ),
    query=sums.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
        by={"user": "user_id", "model": "model", "wallet": "wallet_type", "currency": "", "start_time": "", "utc_date": ""},
        columns=(
            "billed_cost", "currency", "provider", "service", "model_served", "line_kind", "description",
            "quantity_known", "tags",
        ),
    ),
    keyed=True,
    exact=True,
    lossy=(
        "quantities and keys: they are in the export's other table, `amount`",
        "whether what a granted balance paid was ever paid for: its lines are tagged `wallet_type`",
        "which of two exports of a day is the later one where both reach as far: the greater cost stands",
    ),
    stated_by="provider",
    whole=True,
    export="the platform's usage page, *Export*: a ZIP with `amount` and `cost`, of which both are read",
    traps=(
        "days begin at 00:00 in China, eight hours before those of UTC; in the older layout (`utc_date`) at 00:00 UTC",
        "the older layout writes costs below zero: they are turned around",
        "amounts are in the wallet's currency, CNY or USD: a report in another one needs `[fx]`",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file is the table of costs."""
    return frozenset(sample.header) >= _COLUMNS


FORMAT = fixed(SOURCE, claims)
