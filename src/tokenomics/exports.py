"""`tk.export_focus`: a ledger's usage and bills as a file in the columns of FOCUS."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from tokenomics.books import bundled
from tokenomics.books.overlay import imported
from tokenomics.config import people_of
from tokenomics.costing import Attribution
from tokenomics.costing.persons import meant
from tokenomics.focus import Exported, Version, exported
from tokenomics.handle import Handle, Names, Question, book_for, query_of
from tokenomics.overlap import Authority


def export_focus(
    handle: Handle,
    path: str | Path,
    by: Names = (),
    *,
    version: Version = "1.2",
    **question: Unpack[Question],
) -> Exported:
    """Write usage and bills to a CSV or Parquet file in the columns of FOCUS, by the file's ending.

    A row is usage of a day in UTC at one price, by the dimensions `by`, which become tags (team, feature and environment
    where it is empty), or one line of a bill. Costs of usage sum exactly to what `costs` says; what has no price
    is in no row, but in the `report` of what is returned, whose `sentences` tell it. Raises as `costs`
    does, and ConfigError for a filter or another ending.
    """
    config = handle.config
    rules = [Attribution(rule.when, rule.set) for rule in config.attribute]
    asked = meant(query_of(config, by, question), rules, people_of(config, handle.ledger.where))
    overlays = [Path(each) for each in question.get("pricebooks", ())]
    known: Question = {**question, "pricebooks": imported(bundled(), overlays)}
    found = exported(
        handle.ledger, (book_for(asked.query, question), book_for(asked.query, known)), asked.query,
        rules=asked.rules, authority=[Authority(rule.provider, rule.source) for rule in config.authority],
    )  # fmt: skip
    found.write(Path(path), version)
    return found
