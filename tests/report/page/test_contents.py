"""Tests of tokenomics/report/page/contents.py."""

from __future__ import annotations

import sys
from decimal import Decimal

import pytest

from support.pages import ORIGIN
from tokenomics.briefing import Answered, Briefing, Lacking
from tokenomics.report.page.contents import contents


def test_a_page_has_its_parts_in_the_order_of_a_readers_questions(august: Briefing) -> None:
    """What is urgent, where it goes, why, who, what it bought, what to do."""
    page = contents(august, ORIGIN, "list prices")

    assert [section.name for section in page.sections] == [
        "alerts", "spending", "drivers", "by-feature", "by-team", "by-user", "by-model", "success",
        "waste", "budgets",
    ]  # fmt: skip


def test_what_is_missing_says_why_and_how_to_get_it(august: Briefing) -> None:
    """There is no bill, so there is a line instead of a section."""
    (missing,) = contents(august, ORIGIN, "list prices").missing

    assert missing.title == "Billed and metered"
    assert "ingest a cost export" in missing.why


def test_spending_has_the_forecast_with_its_range_and_budget(august: Briefing) -> None:
    """Two charts, the first of which says in words what it shows."""
    (spending,) = [s for s in contents(august, ORIGIN, "").sections if s.name == "spending"]

    course, _ = spending.figures
    assert "is expected by 2026-08-31" in course.alt
    assert "Budget all <b>AI</b>: 10.00 USD" in course.caption
    assert spending.lead in course.alt or spending.lead


def test_the_page_says_what_is_not_known_and_with_what_it_was_made(august: Briefing) -> None:
    """The last line of every report, the prices' dates, the ledger's version."""
    page = contents(august, ORIGIN, "list prices")

    assert "unpriced" in page.unknown[-1]
    method = dict(page.method)
    assert method["Prices known"] == "2026-08-21"
    assert method["Ledger"] == "ledger, version 0"
    assert [text.split(",")[0] for text in page.books] == ["openai", "<b>own</b>"]


def test_without_what_draws_charts_the_page_has_its_tables_and_says_so(
    august: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report is no error for want of an extra."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)

    page = contents(august, ORIGIN, "list prices")

    assert not any(section.figures for section in page.sections)
    assert any(section.tables for section in page.sections)
    assert page.missing[-1].remedy == "pip install 'tokenomics-finops[charts]'"


def test_long_analyses_show_their_first_rows_and_say_how_many_more(august: Briefing) -> None:
    """No table of a page grows with the ledger."""
    sections = contents(august, ORIGIN, "").sections

    assert all(len(table.rows) <= 20 for section in sections for table in section.tables)


def test_an_analysis_that_found_nothing_has_no_table(august: Briefing) -> None:
    """It says so, and what limits it."""
    assert isinstance(august.waste, Answered)
    bare = Answered(august.waste.answer._replace(rows=(), row_count=0))
    sections = contents(august._replace(waste=bare), ORIGIN, "").sections

    (waste,) = [section for section in sections if section.name == "waste"]
    assert (waste.lead, waste.tables) == ("Nothing was found.", ())
    assert waste.remarks


def test_calls_of_which_none_has_a_price_are_said_so_and_not_drawn(august: Briefing) -> None:
    """An empty chart would look like nothing spent."""
    totals = august.days.totals._replace(cost=None)
    bare = august._replace(
        days=august.days._replace(totals=totals), forecast=Lacking("nothing to learn from")
    )
    (spending,) = [s for s in contents(bare, ORIGIN, "").sections if s.name == "spending"]

    assert (spending.lead, spending.figures) == ("No call of the period has a price.", ())


def test_shares_of_waste_say_of_what(august: Briefing) -> None:
    """More than all of the cost may have been saved: 208 % needs its base."""
    assert isinstance(august.waste, Answered)
    shown = august.waste.answer
    values = {"finding": "cache savings", "share": Decimal("2.08")}
    row = tuple(values.get(column.name) for column in shown.columns)
    some = august._replace(waste=Answered(shown._replace(rows=(row,), row_count=1)))
    (waste,) = [s for s in contents(some, ORIGIN, "").sections if s.name == "waste"]

    assert waste.remarks[0] == "share: of the cost of all calls"


def test_a_budgets_name_begins_the_section_as_it_is(august: Briefing) -> None:
    """A sentence's capital letter would be another name."""
    (budgets,) = [s for s in contents(august, ORIGIN, "").sections if s.name == "budgets"]

    assert budgets.lead.startswith("all <b>AI</b>: over by ")


def test_a_course_without_a_band_speaks_of_none(august: Briefing) -> None:
    """Too little history gives no range, and so nothing to explain."""
    assert isinstance(august.forecast, Answered)
    ahead = august.forecast.answer
    names = [column.name for column in ahead.days.columns]
    ends = ("sum_low", "sum_high")
    rows = tuple(
        tuple(None if name in ends else value for name, value in zip(names, row, strict=True))
        for row in ahead.days.rows
    )
    bare = Answered(ahead._replace(days=ahead.days._replace(rows=rows)))
    (spending,) = [
        s
        for s in contents(august._replace(forecast=bare), ORIGIN, "").sections
        if s.name == "spending"
    ]

    assert "band" not in spending.figures[0].caption
