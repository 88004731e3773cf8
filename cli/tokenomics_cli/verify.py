"""`tokenomics verify`: whether a report comes to the same when it is recomputed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli.options import ConfigFile, Ledger, ListForm
from tokenomics_cli.terminal import emit, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokenomics.auditing.reports import Verified

_SHOWN = 10

Report = Annotated[
    Path, typer.Argument(help="A report in JSON, of any command.", metavar="REPORT.json")
]


def verify(
    report: Report, ledger: Ledger = None, config: ConfigFile = None, form: ListForm = "table"
) -> None:
    """Recompute a report from what it states of itself, and say whether it is the same, or why not.

    It is asked of the same version of the ledger, at the same instant, and where prices were
    corrected since at those that were known then. Exit 1 where it differs, 2 where it is no report.
    """
    from tokenomics.auditing.reports import verified

    found = verified(report, ledger=ledger, config=config)
    text = _json(found) if form == "json" else lines_of(_lines(found))
    emit(text, exact=form == "json")
    if not found.same:
        raise typer.Exit(1)


def _lines(found: Verified) -> Iterator[str]:
    if found.same:
        yield "same: every figure is what the report states"
    elif not found.differences:
        yield "not reproduced"
    else:
        values = "1 value" if len(found.differences) == 1 else f"{len(found.differences)} values"
        yield f"different: {values}"
    for each in found.differences[:_SHOWN]:
        yield f"  {each.where}: {_text(each.stated)} in the report, {_text(each.now)} now"
    if len(found.differences) > _SHOWN:
        yield f"  and {len(found.differences) - _SHOWN} more"
    yield from (f"reason: {reason}" for reason in found.reasons)
    yield from (f"note: {note}" for note in found.notes)


def _text(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def _json(found: Verified) -> str:
    answer = {**found._asdict(), "differences": [each._asdict() for each in found.differences]}
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"
