"""Bills that a provider sums up by the day: the same key, rank and series for every one of them.

A source says how its lines are read; here stands which line of an overlapping pull is which, and
which of two statements of one line stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from string import Template

# Everything a line of a bill may state; a source names those that it has.
_MONEY = ("billed_cost", "currency")

_TAIL = Template(resources.files("tokenomics.sources").joinpath("bills.sql").read_text("utf-8"))


def query(lines: str, *, by: Mapping[str, str], columns: Sequence[str]) -> str:
    """The query of a bill: `lines` is its beginning, up to a table of that name.

    The table has `source_file`, `source_line`, `pull`, `as_of`, `skip`, `problem`, `ts`, `ts_end`,
    `billed_cost`, `currency`, a text for each name in `by`, and the `columns` of the record. `by` is
    what lines may be summed by, with what the provider calls it: a line is known by these texts, and
    those that a pull fills are its series.
    """
    return lines + _TAIL.substitute(
        grouped_by=", ".join(
            f"CASE WHEN count({name}) OVER pulled > 0 THEN '{by[name]}' END"
            for name in sorted(by, key=by.__getitem__)
        ),
        line=", ".join(f"coalesce({name}, '')" for name in sorted(by)),
        columns=", ".join((*_MONEY, *columns)),
        content=", ".join(f"{name} := {name}" for name in columns),
    )
