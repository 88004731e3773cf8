"""Tasks prepared in the engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from support.ledger_rows import stage
from support.tasks import outcome, tasks_report
from support.usage import T0, call, usage_rows
from tokenomics.books import Book
from tokenomics.config import Config, SuccessConfig, TaskConfig
from tokenomics.costing import CostQuery
from tokenomics.engine import connect
from tokenomics.outcomes.groups import Asked, Tasks, has_untasked, tasks_of
from tokenomics.outcomes.rules import DEFAULT


def _prepared(
    query: CostQuery, scopes: Sequence[str] | None = None
) -> tuple[Tasks, list[tuple[str | None, ...]]]:
    with connect() as con:
        rows = [call(task_id="a", team="x", input=1), call(task_id="b", input=1), call(input=1)]
        used = usage_rows(con, rows)
        asked = Asked((DEFAULT,), T0 + timedelta(days=1))
        outcomes = stage(con, "outcome", [])
        found = tasks_of(con, "usage", used, query, asked, outcomes=outcomes, scopes=scopes)
        text = f"SELECT task_id, verdict, untasked FROM {found.calls(found.chosen)} AS c"
        return found, sorted(con.execute(text).fetchall(), key=str)


def test_calls_carry_the_verdict_of_their_task_where_it_is_asked_for() -> None:
    """A is of team x, b of none, and the last call is of no task."""
    _, rows = _prepared(CostQuery(where=(("team", "x"),)))

    assert rows == [("a", "open", None), (None, None, "none"), (None, None, None)]


def test_scopes_and_filters_tell_tasks_apart_where_costs_are_confined() -> None:
    """Without scopes only what the question groups by does."""
    query = CostQuery(by=("feature",), where=(("team", "x"),))

    assert [d.name for d in _prepared(query)[0].dims] == ["feature"]
    assert [d.name for d in _prepared(query, ["user"])[0].dims] == ["feature", "user", "team"]
    assert [d.name for d in _prepared(query, [])[0].dims] == ["feature", "team"]


OCTOBER = datetime(2026, 10, 24, 10, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)


def _months(book: Book, **options: object) -> dict[str | None, tuple[int, int, int, int]]:
    """Verdicts by month of tasks that were called in October and judged later, or never."""
    calls = [call(task_id=f"t{n}", ts=OCTOBER, input=100_000) for n in range(4)]
    judged = [
        outcome("t0", "failure"),
        outcome("t0", "success", ts=DECEMBER),
        outcome("t1", "unknown"),
        outcome("t2", "yes", name="polite"),
    ]
    report = tasks_report(book, calls, judged, "month", **options)  # type: ignore[arg-type]
    return {row.key[0]: row.tasks[:4] for row in report.rows if row.tasks}


def test_a_task_may_count_when_it_was_judged_last(book: Book) -> None:
    """T0 was put right in December; what was not judged counts when it was called last, in October."""
    by_outcome = Config(task=TaskConfig(period="outcome"))
    told = {"2026-10": (0, 0, 0, 3), "2026-12": (1, 0, 0, 0)}

    assert _months(book, task_period="outcome") == told
    assert _months(book, config=by_outcome) == told
    assert _months(book, task_period="outcome", since=DECEMBER) == {"2026-12": (1, 0, 0, 0)}
    assert _months(book, task_period="last", config=by_outcome) == {"2026-10": (1, 0, 0, 3)}


def test_of_several_judgements_those_count_that_its_rule_asks_for(book: Book) -> None:
    """Resolved in November and scored in December: it was judged in December, whoever else said what."""
    rule = SuccessConfig(when="resolved = true and score > 1")
    judged = [
        outcome("t", "yes", name="resolved"),
        outcome("t", name="score", value=2.0, ts=DECEMBER),
        outcome("t", "late", name="polite", ts=DECEMBER + timedelta(days=40)),
    ]
    report = tasks_report(
        book, [call(task_id="t", input=100_000)], judged, "month",
        config=Config(success=(rule,)), task_period="outcome",
    )  # fmt: skip

    assert [(row.key, row.unit_cost) for row in report.rows] == [(("2026-12",), Decimal("0.2"))]


def test_a_failure_for_want_of_a_judgement_counts_when_it_was_called_last(book: Book) -> None:
    """It was never judged, so there is no other time."""
    rule = SuccessConfig(when="resolved = true", unknown="failure")

    assert _months(book, config=Config(success=(rule,)), task_period="outcome") == {
        "2026-10": (0, 4, 0, 0)
    }


def test_clock_changes_after_the_last_call_are_known(book: Book) -> None:
    """22:30 UTC on 30 November is 23:30 in Berlin, whose clock was put back after the call."""
    at = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
    report = tasks_report(
        book, [call(task_id="t", ts=OCTOBER, input=1)], [outcome("t", "success", ts=at)], "month",
        task_period="outcome", tz="Europe/Berlin",
    )  # fmt: skip

    assert [row.key for row in report.rows] == [("2026-11",)]
    assert [row.counted for row in report.rows] == [1]


def test_a_task_s_month_is_the_one_of_its_first_call_where_that_decides(book: Book) -> None:
    """Begun in October, ended in November: a report by month says October."""
    calls = [call(task_id="t", ts=at, input=1) for at in (OCTOBER, T0)]
    report = tasks_report(book, calls, [], "month", task_period="first")

    assert [(row.key, row.requests) for row in report.rows] == [(("2026-10",), 2)]


def test_calls_of_no_task_are_found() -> None:
    """One of two calls states no task; without it there is none."""
    for rows, has in (([call(task_id="a"), call()], True), ([call(task_id="a")], False)):
        with connect() as con:
            used = usage_rows(con, rows)
            asked = Asked((DEFAULT,), T0 + timedelta(days=1))
            found = tasks_of(
                con, "usage", used, CostQuery(), asked, outcomes=stage(con, "outcome", [])
            )
            assert has_untasked(found) is has
