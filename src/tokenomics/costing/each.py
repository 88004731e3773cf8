"""Calls priced one by one, for questions that sums of groups cannot answer."""

from __future__ import annotations

from collections.abc import Mapping

from tokenomics.costing import rate_table
from tokenomics.costing.others import OTHERS, tabulate_others
from tokenomics.costing.scope import calls_sql
from tokenomics.costing.tally import (
    FEE,
    Loaded,
    Tally,
    ask,
    is_patchy,
    needed,
    priced_sql,
    unpriced_sql,
)
from tokenomics.queries import sql

EACH = "tokenomics_each"

_ID = "record_id"


def price_each(tally: Tally, rates: Loaded, columns: Mapping[str, str]) -> None:
    """Write the table EACH of the tally's calls: `columns` (name -> SQL), and what each cost.

    `cost` is the priced part of it, 0 where there is none; `priced` says whether anything of it has
    a price, `unpriced` whether anything lacks one.
    """
    has_others = "other" in tally.scope.used
    mine = {
        **{f"c_{name}": expression for name, expression in columns.items()},
        **{name: tally.columns[name] for name in needed(tally, rates)},
    }
    amount = rate_table.amount_sql(rates.charged, has_stated=rate_table.STATED in tally.columns)
    priced, unpriced = f"{priced_sql(tally)} OR {FEE}", unpriced_sql(rates)
    if has_others:
        tabulate_others(
            tally._replace(dims=(_ID,), columns={**tally.columns, _ID: _ID}), rates.same
        )
        mine[_ID] = _ID
        total = rate_table.amount_type(rates.charged)
        amount = f"{amount} + coalesce(CAST(others.cost AS {total}), 0)"
        priced = f"{priced} OR coalesce(others.priced, false)"
        unpriced = f"{unpriced} OR coalesce(others.unpriced, false)"
    text = sql(
        "each",
        columns="".join(f"calls.c_{name} AS {name}, " for name in columns),
        amount=amount,
        priced=f"coalesce({priced}, false)" if is_patchy(tally, rates) else "true",
        unpriced=f"coalesce({unpriced}, false)" if is_patchy(tally, rates) else "false",
        calls=calls_sql(tally.scope, mine),
        rates=rate_table.RATES,
        same_key=rate_table.same_key_sql(rates.same),
        besides=sql("each_other", others=OTHERS) if has_others else "",
    )
    ask(tally.con, tally.scope, f"CREATE OR REPLACE TEMP TABLE {EACH} AS {text}")
