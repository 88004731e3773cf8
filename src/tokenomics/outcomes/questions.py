"""Which questions about costs are about more than calls, and who answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import LAYER, PER_REVENUE, PER_TASK
from tokenomics.engine import duckdb
from tokenomics.ledger import Ledger
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.layers import layers
from tokenomics.outcomes.revenue import margins
from tokenomics.outcomes.successes import successes
from tokenomics.overlap import Authority


class Answering(Protocol):
    """A question to a ledger, as `successes` is asked it."""

    def __call__(  # noqa: PLR0913
        self,
        ledger: Ledger,
        book: Book,
        query: CostQuery,
        asked: Asked,
        /,
        *,
        rules: Sequence[Attribution] = (),
        authority: Sequence[Authority] = (),
        con: duckdb.DuckDBPyConnection | None = None,
    ) -> CostReport:
        """The report."""
        ...


def answering(query: CostQuery) -> Answering | None:
    """What answers a question about tasks, layers or revenue; None where `costs` does."""
    if query.by == (LAYER,):
        return layers
    if query.per in PER_TASK:
        return successes
    return margins if query.per == PER_REVENUE else None
