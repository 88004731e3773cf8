"""`tokenomics prices diff`: what two pricebooks say differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import Limit, RowsForm
from tokenomics_cli.terminal import emit, say, width

if TYPE_CHECKING:
    from tokenomics.books import Difference
    from tokenomics_cli.tables import Value

_HELP = "A pricebook, a folder of them, or bundled."


def diff(
    old: Annotated[str, typer.Argument(help=_HELP)],
    new: Annotated[str, typer.Argument(help=_HELP)],
    limit: Limit = None,
    form: RowsForm = "table",
) -> None:
    """The prices that two pricebooks state differently, and from when until when."""
    from tokenomics.books import differences
    from tokenomics_cli.books import book_named
    from tokenomics_cli.price_rows import cut, shown

    found = differences(book_named(old), book_named(new))
    emit(
        shown([_row(one) for one in found], form, limit=limit, width=width()), exact=form != "table"
    )
    for line in filter(None, (cut(len(found), form, limit), _summary(found))):
        say(line)


def _row(one: Difference) -> dict[str, Value]:
    from tokenomics_cli.price_rows import row

    old, new = (None if rate is None else rate.rate for rate in (one.old, one.new))
    window = {"from": one.window.start, "until": one.window.end}
    return {**row(one.kind, one.key, old, new), **window}


def _summary(found: Sequence[Difference]) -> str:
    if not found:
        return "both books state the same prices"
    kinds = Counter(one.kind for one in found)
    models = len({(one.key.provider, one.key.model) for one in found})
    counts = ", ".join(f"{kinds[kind]:,} {kind}" for kind in ("added", "removed", "changed"))
    return f"prices of {models:,} models differ: {counts}; tokens by the million"
