"""Ledgers of other versions of this program: older ones get the columns they lack, newer ones are refused."""

from __future__ import annotations

from deltalake import CommitProperties, DeltaTable, Field

from tokenomics.ledger.schema import delta_schema
from tokenomics.places import Where
from tokenomics.records.errors import LedgerError

# What the rows and files of a ledger mean. A ledger that says nothing is of the first format.
FORMAT = 1
FORMAT_KEY = "tokenomics.format"

_SHOWN = 3


def refuse_newer(where: Where, table: DeltaTable) -> None:
    """Raise LedgerError for a ledger that a later version wrote.

    Whoever reads half of a record tells wrong figures, and would lose the other half in writing.
    """
    stated = table.metadata().configuration.get(FORMAT_KEY)
    if stated is not None and stated != str(FORMAT):
        raise LedgerError(
            f"the ledger {where} has format {stated} and this version reads up to {FORMAT}: "
            "update tokenomics"
        )
    declared = {field.name for field in delta_schema().fields}
    unknown = [field.name for field in table.schema().fields if field.name not in declared]
    if unknown:
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        raise LedgerError(
            f"the ledger {where} was written by a newer version, this one does not know its columns "
            f"{', '.join(unknown[:_SHOWN])}{more}: update tokenomics"
        )


def lacking(table: DeltaTable) -> list[Field]:
    """The columns that records have and the ledger's table was made without."""
    known = {field.name for field in table.schema().fields}
    return [field for field in delta_schema().fields if field.name not in known]


def widen(table: DeltaTable, properties: CommitProperties) -> None:
    """Add the columns that records have gained, as a version of its own, at which `table` stands then.

    The log forgets what files say of a column that the table does not name, and what it does not
    say of a file is taken for null.
    """
    table.alter.add_columns(lacking(table), commit_properties=properties)
