"""Tests of tokenomics/report/page/tables.py."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.ledgers import take
from support.logs import calls
from support.reports import costs_by
from tokenomics.analysis.listing import Column, Listing
from tokenomics.costing import CostReport
from tokenomics.report.page.tables import figured, of_costs, of_listing

D = Decimal


@pytest.fixture
def report(tmp_path: Path) -> CostReport:
    """0.06 dollars of support, 0.06 of search."""
    calls(tmp_path / "calls.csv")
    take(tmp_path / "ledger", tmp_path / "calls.csv")
    return costs_by(tmp_path / "ledger", "team")


def test_groups_have_their_exact_cost_and_share(report: CostReport) -> None:
    """0.06 of 0.12 are a half; the total stands last."""
    table = of_costs(report, "by team")

    cost = [head.text for head in table.heads].index("cost, USD")
    assert [(row[0].text, row[cost].exact, row[-1].text) for row in table.rows] == [
        ("search", "0.06", "50 %"), ("support", "0.06", "50 %"),
    ]  # fmt: skip
    assert [row[0].text for row in table.foot] == ["total"]
    assert (table.foot[-1][cost].exact, table.rows[0][-1].bar) == ("0.12", "50.0")


def test_what_a_limit_cut_off_is_a_row_that_stays_last(report: CostReport) -> None:
    """One more group, with its cost: a sorted table keeps it below."""
    table = of_costs(report._replace(rows=report.rows[:1]), "by team")

    assert [row[0].text for row in table.foot] == ["(other, 1 more)", "total"]


def _listing(report: CostReport) -> Listing:
    columns = (
        Column("finding", "name", "What."), Column("at_stake", "money", "How much."),
        Column("used", "bar", "A share."), Column("mark", "mark", "A word."),
        Column("more", "count", "Spare.", spare=True), Column("nothing", "count", "Never known."),
        Column("meaning", "text", "A sentence."),
    )  # fmt: skip
    rows = (
        ("a <b>", D("-12.5"), D("1.5"), None, 3, None, "a <b>: it is -12.50 less"),
        (None, None, D("0.25"), "small", 4, None, None),
    )
    return Listing("kind", "Title", columns, rows, report, 2)


def test_a_listing_has_what_people_read_and_the_exact_figures(report: CostReport) -> None:
    """What nobody knows has no column, a spare one none either, and a sentence stands below its name."""
    table = of_listing(_listing(report), "caption")

    assert [head.text for head in table.heads] == ["finding", "at stake, USD", "used", "mark"]
    name, stake, used, mark = table.rows[0]
    assert (name.text, name.note) == ("a <b>", "It is \N{MINUS SIGN}12.50 less")
    assert (stake.text, stake.exact) == ("\N{MINUS SIGN}12.50", "-12.5")
    assert (used.text, used.bar) == ("150 %", "100.0")
    assert mark.text == ""


def test_what_is_not_known_is_a_quiet_dash(report: CostReport) -> None:
    """A name that nobody stated is said, a figure that nobody knows is no zero."""
    name, stake, _, mark = of_listing(_listing(report), "caption").rows[1]

    assert (name.text, name.is_quiet) == ("(none)", True)
    assert (stake.text, stake.exact, stake.is_quiet) == ("\N{EN DASH}", None, True)
    assert mark.text == "small"


def test_a_spare_column_is_shown_where_it_is_asked_for(report: CostReport) -> None:
    """A page has more room than a terminal, but not a narrow one, which has less than others."""
    heads = of_listing(_listing(report), "caption", also=("more",), aside=("used",)).heads

    assert "more" in [head.text for head in heads]
    assert [head.text for head in heads if head.is_spare] == ["used", "more"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-12.5 USD (-3 %)", "\N{MINUS SIGN}12.5 USD (\N{MINUS SIGN}3 %)"),
        ("2026-08-01 to 2026-08-31", "2026-08-01 to 2026-08-31"),
        ("gpt-4o, claude-opus-5", "gpt-4o, claude-opus-5"),
        ("a\x1b[31m", "a\\x1b[31m"),
    ],
)
def test_a_minus_is_one_where_it_stands_for_less(text: str, shown: str) -> None:
    """Hyphens of names and dates stay."""
    assert figured(text) == shown


def test_an_endless_name_is_cut_and_there_to_be_read(report: CostReport) -> None:
    """A cell has room for 80 characters; the whole name is its title."""
    row = report.rows[0]._replace(key=("x" * 200,))

    name = of_costs(report._replace(rows=(row,), row_count=1), "by team").rows[0][0]
    assert (name.text, name.whole) == ("x" * 79 + "…", "x" * 200)
