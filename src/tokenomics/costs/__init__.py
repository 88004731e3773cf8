"""What usage cost, by any dimensions: the one place where reports get their figures.

`costs` asks a ledger, `costs_of` any relation of usage records, so that measured and
imagined usage are priced by the same code.
"""

from tokenomics.costs.answer import CostQuery, CostReport, CostRow, rest_of
from tokenomics.costs.coverage import Coverage, Unpriced
from tokenomics.costs.run import costs, costs_of
from tokenomics.costs.scope import Attribution

__all__ = [
    "Attribution",
    "CostQuery",
    "CostReport",
    "CostRow",
    "Coverage",
    "Unpriced",
    "costs",
    "costs_of",
    "rest_of",
]
