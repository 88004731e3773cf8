"""DeepSeek's usage: the `amount` table of its export of usage data, in both layouts.

A row counts one thing at one price: requests, tokens read from a cache, other input, output.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources import sums
from tokenomics.sources.contract import Sample, Source, field, fixed

_COLUMNS = frozenset({"model", "api_key_name", "type", "price", "amount"})

SOURCE = Source(
    name="deepseek_usage",
    doc="the amounts in DeepSeek's export of usage data (`amount-*.csv`)",
    known_by="the columns `model`, `api_key_name`, `type`, `price` and `amount`",
    kind=USAGE,
    containers=("csv",),
    fields=(
        field("user", "user_id", privacy="pseudonymise"),
        field("start_time", "start_time_iso"),
        field("end_time", "end_time_iso"),
        field("utc_date"),
        field("model"),
        field("key_name", "api_key_name"),
        field("masked", "api_key"),
        field("what", "type"),
        field("price"),
        field("amount"),
    ),
    query=sums.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
        by={"user": "user_id", "model": "model", "key_name": "api_key_name", "masked": "api_key", "what": "", "price": "", "start_time": "", "utc_date": ""},
        columns=(
            "grain", "provider", "model_served", "user_id", "api_key_id", "tags", "billing", "token_basis",
            "requests", "input", "cache_read", "output", "other",
        ),
        size="amount_q",
    ),
    keyed=True,
    exact=True,
    lossy=(
        "single calls: a row sums them up by the period, key, kind of token and price",
        "reasoning: it is part of the output",
        "the currency of the prices, so what a row cost: the export's other table, `cost`, says it",
        "the hour, which decides between the prices of the peak and others: a day over which the price changes is unpriced; the price that was charged is a tag",
    ),
    stated_by="provider",
    whole=True,
    drops=("keys, which the export masks: a digest tells those of one name apart",),
    export="the platform's usage page, *Export*: a ZIP with `amount` and `cost`, of which both are read",
    traps=(
        "a kind of token has two rows a day where its price changed in it: both count",
        "days begin at 00:00 in China, eight hours before those of UTC; in the older layout (`utc_date`) at 00:00 UTC",
        "prices are per token, in the older layout per million",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file is the table of amounts."""
    return frozenset(sample.header) >= _COLUMNS


FORMAT = fixed(SOURCE, claims)
