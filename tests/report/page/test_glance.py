"""Tests of tokenomics/report/page/glance.py."""

from __future__ import annotations

from decimal import Decimal

from tokenomics.briefing import Answered, Briefing, Lacking
from tokenomics.records.words import percent
from tokenomics.report.page.glance import figures, glances


def test_the_first_row_says_what_a_board_asks(august: Briefing) -> None:
    """The cost, its change, what is expected, budgets and a success, each with what it rests on."""
    names = [shown.name.split(",")[0] for shown in glances(august)]

    assert names == ["Cost", "Change", "Expected", "Budgets", "Cost per success"]
    assert all(shown.note for shown in glances(august))


def test_a_change_is_of_the_cost_before(august: Briefing) -> None:
    """The percentage has its base beside it, and its sign needs no colour."""
    assert isinstance(august.drivers, Answered)
    shown = august.drivers.answer
    total = figures(shown, shown.total)
    before, change = total["cost_before"], total["change"]
    assert isinstance(before, Decimal)
    assert isinstance(change, Decimal)

    (told,) = [each for each in glances(august) if each.name.startswith("Change")]
    assert told.text.endswith(percent(abs(change), before))
    assert told.tone == ("more" if change > 0 else "less")
    assert ("+" in told.text) == (change > 0)


def test_a_budget_that_is_passed_is_named(august: Briefing) -> None:
    """Two of the features' budgets at most, and how many more."""
    (told,) = [each for each in glances(august) if each.name == "Budgets"]

    assert "over" in told.text
    assert "all <b>AI</b>" in told.note


def test_what_is_not_known_has_no_figure(august: Briefing) -> None:
    """Only the cost is always there."""
    nothing = Lacking("why")
    bare = august._replace(drivers=nothing, forecast=nothing, budgets=nothing, quality=nothing)

    assert [shown.name for shown in glances(bare)] == ["Cost"]


def test_calls_without_any_price_are_not_free(august: Briefing) -> None:
    """The word for that stands in the place of an amount."""
    totals = august.days.totals._replace(cost=None)

    assert glances(august._replace(days=august.days._replace(totals=totals)))[0].text == "unpriced"


def test_a_success_whose_cost_lacks_prices_has_a_plus(august: Briefing) -> None:
    """As the cost itself has: calls without a price are in neither."""
    assert isinstance(august.quality, Answered)
    shown = august.quality.answer
    assert shown.total is not None
    mark = [column.name for column in shown.columns].index("mark")
    total = (*shown.total[:mark], "unpriced", *shown.total[mark + 1 :])
    told = glances(august._replace(quality=Answered(shown._replace(total=total))))[-1]

    assert told.text.endswith("+")
    assert told.note.endswith("succeeded, + some without a price")
