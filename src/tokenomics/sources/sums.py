"""Sums that a provider states by the day, of money or of usage: one key, rank and series for all of them.

A source says how its rows are read; here stands which row of an overlapping pull is which, and which
of two statements of one sum stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from string import Template

from tokenomics.queries import literal

_TAIL = Template(resources.files("tokenomics.sources").joinpath("sums.sql").read_text("utf-8"))


def query(
    lines: str,
    *,
    by: Mapping[str, str],
    columns: Sequence[str],
    size: str = "billed_cost",
    series: str | None = None,
) -> str:
    """The query of sums: `lines` is its beginning, up to a table of that name.

    The table has `source_file`, `source_line`, `pull`, `as_of`, `skip`, `problem`, `ts`, `ts_end`,
    a number `size` of which the greater one stands where nothing else decides, a text for each name
    in `by`, and the `columns` of the record. `by` is what a sum is known by, with what the provider
    calls it; what is called so and filled in a pull is its series. Without a name it is of no series;
    `series` names the one of sums whose stretches of time say nothing of how they were asked for.
    """
    names = sorted((called, name) for name, called in by.items() if called)
    return lines + _TAIL.substitute(
        grouped_by=", ".join(
            f"CASE WHEN count({name}) OVER pulled > 0 THEN '{called}' END" for called, name in names
        )
        or "NULL",
        line=", ".join(f"coalesce({name}, '')" for name in sorted(by)),
        columns=", ".join(columns),
        content=", ".join(f"{name} := {name}" for name in columns),
        size=size,
        series="series_name(width_s, grouped_by)" if series is None else literal(series),
    )
