"""What usage cost, by any dimensions: the one place where reports get their figures.

`costs` asks a ledger, `costs_of` any relation of usage records, so that measured and
imagined usage are priced by the same code.
"""

from tokenomics.costing.answer import CostQuery, CostReport, CostRow
from tokenomics.costing.coverage import Coverage, Unpriced
from tokenomics.costing.filters import unmatched
from tokenomics.costing.rest import rest_of
from tokenomics.costing.run import costs, costs_of
from tokenomics.costing.scope import Attribution

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
    "unmatched",
]
