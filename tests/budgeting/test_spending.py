"""What budgets spent, asked once for all of a family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from support.budgeting import NOON, ZULU, at, budget, spend
from support.usage import call, kept
from tokenomics.books import Book
from tokenomics.budgeting import spending
from tokenomics.budgeting.periods import Cycle
from tokenomics.budgeting.plan import Budget
from tokenomics.budgeting.spending import Calls, Cell, Spending, Spent, calls_of, families, spent
from tokenomics.costing import Attribution, CostQuery
from tokenomics.engine import connect

SINCE = at("2026-10-01")
DAY = Cycle("day", ZULU)


@dataclass
class Asking:
    """A ledger of calls that budgets ask, and how often the engine was asked for costs."""

    folder: Path
    book: Book
    questions: list[CostQuery]

    def spent(
        self, rows: Sequence[dict[str, Any]], *budgets: Budget, rules: Sequence[Attribution] = ()
    ) -> list[Spent]:
        """What each family of the budgets spent."""
        ledger = kept(self.folder, *rows)
        with connect(allowed=[ledger.path]) as con:
            calls = calls_of(con, ledger, self.book, SINCE, NOON, rules=rules, authority=())
            return [spent(calls, each, SINCE, NOON) for each in families(budgets, self.book)]


@pytest.fixture
def asking(tmp_path: Path, book: Book, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """A ledger whose questions are counted."""
    found = Asking(tmp_path, book, [])
    ask = spending.costs_of

    def counting(
        con: Any, relation: str, used: Any, book: Book, query: CostQuery, **more: Any
    ) -> Any:
        found.questions.append(query)
        return ask(con, relation, used, book, query, **more)

    monkeypatch.setattr(spending, "costs_of", counting)
    return found


def test_days_are_added_by_what_a_budget_picks(asking: Asking) -> None:
    """Team a: 1 + 2 on the 2nd and 4 on the 3rd; team b's 8 is another's."""
    rows = [
        spend("2026-11-02", "1", team="a"),
        spend("2026-11-02", "2", team="a"),
        spend("2026-11-03", "4", team="a"),
        spend("2026-11-03", "8", team="b"),
    ]
    (found,) = asking.spent(rows, budget("a", where=(("team", "a"),)))

    assert found.parts["a"] == (
        Spending(
            None,
            {at("2026-11-02"): Cell(2, Decimal(3)), at("2026-11-03"): Cell(1, Decimal(4))},
        ),
    )


def test_two_hundred_teams_are_one_question(asking: Asking) -> None:
    """A budget each of 200 teams, and one for each team there is: the calls are summed once."""
    rows = [spend("2026-11-02", "1", team=f"t{n}") for n in range(0, 200, 40)]
    each = [budget(f"b{n}", where=(("team", f"t{n}"),)) for n in range(200)]
    (found,) = asking.spent(rows, *each, budget("all", for_each="team"))

    assert len(asking.questions) == 1
    assert [name for name, parts in found.parts.items() if parts[0].cells and name != "all"] == [
        "b0", "b40", "b80", "b120", "b160",
    ]  # fmt: skip
    assert [part.value for part in found.parts["all"]] == ["t0", "t120", "t160", "t40", "t80"]


def test_only_calls_that_some_budget_is_about_are_read(asking: Asking) -> None:
    """Where every budget of a family names teams, these are the filter; else everything is read."""
    rows = [spend("2026-11-02", team="a")]
    a, b = budget("a", where=(("team", "a"),)), budget("b", where=(("team", "b"),))
    asking.spent(rows, a, b)
    asking.spent(rows, a, budget("c", for_each="team"))

    assert [query.where for query in asking.questions] == [(("team", "a"), ("team", "b")), ()]


def test_a_budget_for_each_has_one_for_calls_that_state_none(asking: Asking) -> None:
    """Values that have no call are not invented; calls without a team come last."""
    rows = [spend("2026-11-02", "1"), spend("2026-11-02", "2", team="z", environment="prod")]
    (found,) = asking.spent(rows, budget("all", for_each="team", where=(("environment!", "dev"),)))

    assert [(part.value, part.cells[at("2026-11-02")].cost) for part in found.parts["all"]] == [
        ("z", Decimal(2)),
        (None, Decimal(1)),
    ]


def test_families_differ_by_zone_step_and_dimensions(book: Book) -> None:
    """Days in Berlin are no days in UTC, hours are no days, a team is no feature."""
    budgets = [
        budget("a", where=(("team", "a"),)),
        budget("b", where=(("team", "b"),), cycle=Cycle("year", ZULU)),
        budget("c", where=(("team", "b"),), cycle=Cycle("month", ZoneInfo("Europe/Berlin"))),
        budget("d", where=(("team", "b"),), cycle=DAY),
        budget("e", where=(("feature!", "x"),), for_each="team"),
    ]
    found = families(budgets, book)

    assert [[each.name for each in family.budgets] for family in found] == [
        ["a", "b", "e"], ["c"], ["d"],
    ]  # fmt: skip
    assert found[0].dims == ("feature", "team")


def test_a_narrow_question_is_not_widened(book: Book) -> None:
    """Users of one team are asked for by themselves: by user all calls would be too many sums."""
    everything, users = budget("a"), budget("b", where=(("team", "x"),), for_each="user")

    assert [family.budgets for family in families([everything, users], book)] == [
        (everything,), (users,),
    ]  # fmt: skip


def test_what_is_asked_for_anyway_answers_for_less(asking: Asking) -> None:
    """All, one team, and each feature and team: one question, and each budget has its own sums."""
    rows = [
        spend("2026-11-02", "1", team="a", feature="x"),
        spend("2026-11-02", "2", team="a", feature="y"),
        spend("2026-11-03", "4", team="b", feature="x"),
    ]
    (found,) = asking.spent(
        rows, budget("all"), budget("a", where=(("team", "a"),)),
        budget("each", where=(("team!", "c"),), for_each="feature"),
    )  # fmt: skip

    assert len(asking.questions) == 1
    sums = {name: {part.value: sum(cell.cost or 0 for cell in part.cells.values()) for part in parts} for name, parts in found.parts.items()}  # fmt: skip
    assert sums == {"all": {None: 7}, "a": {None: 3}, "each": {"x": 5, "y": 2}}


def test_hours_begin_where_they_do_in_their_zone(asking: Asking) -> None:
    """In Kolkata an hour begins at half past: 09:10 UTC is of that of 08:30 UTC."""
    kolkata = Cycle("day", ZoneInfo("Asia/Kolkata"))
    (found,) = asking.spent([spend("2026-11-02T09:10", "1")], budget(cycle=kolkata))

    assert list(found.parts["all"][0].cells) == [at("2026-11-02T08:30")]


def test_calls_without_a_price_are_counted_one_by_one(asking: Asking) -> None:
    """Of three calls of team a two use a model that has no price; their number is exact."""
    strange = {"model_served": "unheard-of", "team": "a"}
    rows = [
        spend("2026-11-02", "1", team="a"),
        spend("2026-11-02", "1", **strange),
        spend("2026-11-02", "1", **strange, requests=3),
        spend("2026-11-03", "1", **strange),
        spend("2026-11-03", "1", team="b"),
    ]
    (found,) = asking.spent(rows, budget("a", where=(("team", "a"),)))
    (part,) = found.parts["a"]

    assert part.cells == {
        at("2026-11-02"): Cell(5, Decimal(1), has_unpriced=True, unpriced=4),
        at("2026-11-03"): Cell(1, None, has_unpriced=True, unpriced=1),
    }


def test_a_call_whose_tool_alone_has_no_price(asking: Asking) -> None:
    """Of two calls of one priced model one makes a search that has no price: one is counted."""
    rows = [
        spend("2026-11-02", "1", model_served="large"),
        spend("2026-11-02", "1", model_served="large", web_search=1),
    ]
    (found,) = asking.spent(rows, budget("l", where=(("model", "large"),)))

    assert found.parts["l"][0].cells[at("2026-11-02")].unpriced == 1


def test_calls_are_attributed_before_they_are_picked(asking: Asking) -> None:
    """A rule gives the key's calls to team a, which has a budget."""
    rule = Attribution({"api_key_id": "k"}, {"team": "a"})
    rows = [spend("2026-11-02", "2", api_key_id="k"), spend("2026-11-02", "4")]
    (found,) = asking.spent(rows, budget("a", where=(("team", "a"),)), rules=[rule])

    assert found.parts["a"][0].cells[at("2026-11-02")].cost == Decimal(2)


def test_cells_add_up() -> None:
    """What has a price counts beside what has none; nothing priced at all stays unknown."""
    priced, unpriced = Cell(1, Decimal(2)), Cell(1, None, has_unpriced=True, unpriced=1)

    assert priced.plus(priced) == Cell(2, Decimal(4))
    assert priced.plus(unpriced) == Cell(2, Decimal(2), has_unpriced=True, unpriced=1)
    assert unpriced.plus(unpriced) == Cell(2, None, has_unpriced=True, unpriced=2)


def test_calls_after_the_present_are_not_spent(asking: Asking) -> None:
    """One at noon of the 15th itself is not before it."""
    (found,) = asking.spent([spend("2026-11-15T12:00"), spend("2026-11-15T11:59")], budget())

    assert found.parts["all"][0].cells == {at("2026-11-15"): Cell(1, Decimal(1))}


def test_calls_are_told_apart_once(tmp_path: Path, book: Book) -> None:
    """A call that two sources state is one: 1 dollar, not 2."""
    rows = [
        call(ts=at("2026-11-02"), input=500_000, response_id="r", source=name)
        for name in ("a", "b")
    ]
    ledger = kept(tmp_path, *rows)
    with connect(allowed=[ledger.path]) as con:
        calls: Calls = calls_of(con, ledger, book, SINCE, NOON, rules=(), authority=())
        (family,) = families([budget()], book)
        found = spent(calls, family, SINCE, NOON)

    assert calls.counted.overlaps
    assert found.report.totals.cost == Decimal(1)
