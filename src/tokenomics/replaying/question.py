"""What steps are asked of: the calls as they were, and what judges them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tokenomics.analysis.stakes import Base
from tokenomics.costing import Attribution, CostQuery, CostReport
from tokenomics.ledger import Ledger
from tokenomics.outcomes.groups import Asked
from tokenomics.overlap import Counted
from tokenomics.replaying.evidence import Evidence
from tokenomics.replaying.world import Step


class Question(NamedTuple):
    """The calls as they were, `base`, with all that a step may look at besides: outcomes in `ledger`,
    judged as `asked`, calls that count once, the question itself with its filters and groups, and the
    `report` of all its calls. `evidence` judges tasks when it is first asked: None where the ledger has
    no outcomes.
    """

    ledger: Ledger
    once: Counted
    base: Base
    query: CostQuery
    report: CostReport
    asked: Asked
    rules: Sequence[Attribution]
    evidence: Callable[[], Evidence | None]


# What makes steps of the texts of one kind; raises ConfigError for what cannot be read.
Steps = Callable[[Question, Sequence[str]], list[Step]]
