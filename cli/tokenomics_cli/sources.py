"""`tokenomics sources`: the formats that are read."""

from __future__ import annotations

from tokenomics_cli.options import ListForm
from tokenomics_cli.tables import Value, listing
from tokenomics_cli.terminal import emit


def sources(form: ListForm = "table") -> None:
    """The formats that are read, and what each cannot tell."""
    from tokenomics.sources.registry import formats

    rows: list[dict[str, Value]] = [
        {"source": source.name, "files": source.doc, "cannot tell": lack}
        for source in formats()
        for lack in source.lossy or ("",)
    ]
    emit(listing(rows, form))
