"""Which questions about costs are about more than calls, and who answers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from tokenomics.books import Book
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.costing.answer import LAYER, PER_REVENUE, PER_TASK
from tokenomics.engine import Engine
from tokenomics.ledger import Ledger
from tokenomics.outcomes.groups import Asked
from tokenomics.outcomes.layers import layers
from tokenomics.outcomes.revenue import margins
from tokenomics.outcomes.successes import successes
from tokenomics.overlap import Authority

Answer_co = TypeVar("Answer_co", covariant=True)


class Answering(Protocol[Answer_co]):
    """A question to a ledger, as `successes` and the analyses are asked it."""

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
        con: Engine | None = None,
    ) -> Answer_co:
        """The answer."""
        ...


def answering(query: CostQuery) -> Answering[CostReport] | None:
    """What answers a question about tasks, layers or revenue; None where `costs` does."""
    if query.by == (LAYER,):
        return layers
    if query.per in PER_TASK:
        return successes
    return margins if query.per == PER_REVENUE else None
