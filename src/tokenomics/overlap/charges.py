"""Bills of one source that state the same charges by several groupings: each charge once."""

from __future__ import annotations

from tokenomics.ledger import Ledger, relation, used_columns
from tokenomics.queries import sql


def charged_once(ledger: Ledger) -> str:
    """SQL of a FROM item over the lines of bills, in parentheses, in the columns of charges.

    Of two series of a source and day that come to the same amount the finer one is left; where the
    amounts differ nobody can tell a repetition from other charges, and both stand.
    """
    lines = relation(ledger, "charge")
    if "series" not in used_columns(ledger, "charge"):
        return lines
    return f"({sql('charged_once', charges=lines)})"
