"""What all sums by the day have in common."""

from __future__ import annotations

from typing import Any

from support.draft import Draft, drafts_of
from tokenomics.records.kinds import CHARGE
from tokenomics.sources import sums
from tokenomics.sources.contract import Source, field

LINES = """\
WITH lines AS (
    SELECT *, false AS skip, CAST(NULL AS VARCHAR) AS problem, as_instant(first) AS ts, as_instant(last) AS ts_end,
        as_amount(amount) AS billed_cost, 'USD' AS currency, 'acme' AS provider
    FROM raw
)
"""
SOURCE = Source(
    name="acme", doc="", known_by="", kind=CHARGE, containers=("csv",),
    fields=tuple(map(field, ("pull", "as_of", "first", "last", "amount", "what", "who"))),
    query=sums.query(
        LINES, by={"what": "line_item", "who": "owner", "currency": ""}, columns=("billed_cost", "currency", "provider")
    ),
    keyed=True, exact=True, lossy=(),
)  # fmt: skip
DAY = {"pull": "1", "first": "2026-11-02T00:00:00Z", "last": "2026-11-03T00:00:00Z", "what": "a"}


def lines(*rows: dict[str, Any]) -> list[Draft]:
    """The drafts of lines of one file."""
    return drafts_of(SOURCE, [(n, DAY | row) for n, row in enumerate(rows, 1)])


def test_a_series_is_what_a_pull_fills() -> None:
    """Nobody fills the owner of the first pull; the names are the provider's, in their order."""
    found = lines({"amount": "1"}, {"amount": "2", "pull": "2", "who": "b"})

    assert [draft["series"] for draft in found] == ["1d: line_item", "1d: line_item, owner"]


def test_a_series_may_be_given() -> None:
    """Where widths say nothing all rows are one series."""
    query = sums.query(LINES, by={"what": ""}, columns=("billed_cost",), series="as exported")
    rows = [(n, DAY | {"amount": "1", "what": what}) for n, what in enumerate("ab", 1)]

    assert {d["series"] for d in drafts_of(SOURCE._replace(query=query), rows)} == {"as exported"}


def test_a_line_is_known_by_what_it_is_summed_by() -> None:
    """The same line of two pulls has one key, however the rest of each pull is filled."""
    one, two, other = lines(
        {"amount": "1"}, {"amount": "2", "pull": "2"}, {"amount": "2", "pull": "2", "who": "b"}
    )

    assert one["key"] == two["key"] != other["key"]


def test_lines_that_nothing_tells_apart_are_all_kept() -> None:
    """Two lines of a cent each are two cents, whichever stands first."""
    found = lines({"amount": "0.01"}, {"amount": "0.01"})

    assert len({draft["key"] for draft in found}) == 2


def test_what_stands_of_a_line() -> None:
    """What was refreshed later, else a whole day, else what reaches further, else the greater amount."""
    noon = {"last": "2026-11-02T12:00:00Z"}
    order = [
        lines({"amount": "9"} | noon, {"amount": "0", "what": "b"} | DAY)[0],
        lines({"amount": "1"})[0],
        lines({"amount": "2"})[0],
        lines({"amount": "1"}, {"amount": "1", "what": "b", "first": "2026-11-03T00:00:00Z", "last": "2026-11-04T00:00:00Z"})[0],
        lines({"amount": "0.5", "as_of": "2026-11-05T00:00:00Z"})[0],
        lines({"amount": "-0.5", "as_of": "2026-11-06T00:00:00Z"})[0],
    ]  # fmt: skip

    assert order == sorted(order, key=lambda draft: draft["rank"])
    assert len({draft["rank"] for draft in order}) == len(order)
    assert len({draft["key"] for draft in order}) == 1
