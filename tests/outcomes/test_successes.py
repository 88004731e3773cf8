"""Cost per success against sums done by hand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from support.tasks import LATER, outcome, row_of, tasks_report, verdicts
from support.usage import T0, call
from tokenomics.books import Book
from tokenomics.config import Config, LabourConfig, SuccessConfig, TaskConfig
from tokenomics.outcomes import asked_of
from tokenomics.outcomes.groups import NO_TASK
from tokenomics.records.errors import ConfigError
from tokenomics.report.grid import footnotes, grid
from tokenomics.report.table import table

# A cheap model is tried, fails twice, and a dear one is asked in the end.
ESCALATED = [
    call(task_id="t1", model_served="small", ts=T0, input=100_000, status="failure"),
    call(task_id="t1", model_served="small", ts=T0 + timedelta(minutes=1), input=100_000),
    call(task_id="t1", model_served="large", ts=T0 + timedelta(minutes=2), input=100_000),
]


def test_a_success_costs_all_that_was_tried_before_it(book: Book) -> None:
    """2 x 100,000 x 2 and 100,000 x 5 per million: 0.4 + 0.5 = 0.9, of the model tried first."""
    report = tasks_report(book, ESCALATED, [outcome("t1", "success")], "model")

    assert [row.key for row in report.rows] == [("small",)]
    assert (report.totals.unit_cost, report.totals.cost) == (Decimal("0.9"), Decimal("0.9"))


def test_failures_are_paid_by_the_successes(book: Book) -> None:
    """Four tasks of 0.2 dollars, two of them successes, one failed, one abandoned: 0.4 a success."""
    calls = [call(task_id=f"t{n}", feature="a", input=100_000) for n in range(4)]
    labels = ("success", "success", "failure", "abandoned")
    report = tasks_report(
        book, calls, [outcome(f"t{n}", label) for n, label in enumerate(labels)], "feature"
    )
    row = row_of(report, "a")

    assert verdicts(row) == (2, 2, 0, 0)
    assert (row.counted, row.counted_cost, row.unit_cost) == (2, Decimal("0.8"), Decimal("0.4"))
    assert row.tasks is not None
    assert (row.tasks.low, row.tasks.high, row.tasks.coverage) == (
        Decimal("0.4"),
        Decimal("0.4"),
        1,
    )


def test_what_was_never_judged_makes_bounds(book: Book) -> None:
    """0.6 dollars for one success and two unknown: 0.6 at most, 0.6 / 3 = 0.2 at least."""
    calls = [call(task_id=f"t{n}", input=100_000) for n in range(3)]
    judged = [outcome("t0", "success"), outcome("t1", "unknown")]
    row = tasks_report(book, calls, judged).totals

    assert verdicts(row) == (1, 0, 0, 2)
    assert row.tasks is not None
    assert (row.unit_cost, row.tasks.low, row.tasks.high) == (
        Decimal("0.6"),
        Decimal("0.2"),
        Decimal("0.6"),
    )
    assert row.tasks.coverage == Decimal("0.333333333333333333")  # 1 of 3


def test_a_young_task_is_open_and_its_cost_is_not_in_the_price_of_a_success(book: Book) -> None:
    """Seven days after its last call it is open; a microsecond later it is unknown."""
    calls = [call(task_id="t0", input=100_000), call(task_id="t1", input=300_000)]
    week = T0 + timedelta(days=7)
    row = tasks_report(book, calls, [outcome("t0", "success")], now=week).totals
    late = tasks_report(
        book, calls, [outcome("t0", "success")], now=week + timedelta(microseconds=1)
    )

    assert verdicts(row) == (1, 0, 1, 0)
    assert (row.cost, row.unit_cost) == (Decimal("0.8"), Decimal("0.2"))
    assert verdicts(late.totals) == (1, 0, 0, 1)
    assert late.totals.unit_cost == Decimal("0.8")


def test_without_a_success_there_is_no_cost_ofrow_of(book: Book) -> None:
    """It is null, and a table says that there is none yet."""
    report = tasks_report(book, [call(task_id="t", input=5)], [outcome("t", "failure")])

    assert report.totals.unit_cost is None
    assert "no success yet" in grid(report).total


def test_a_task_belongs_to_the_group_that_its_first_call_states(book: Book) -> None:
    """The planner's call states no feature, the next one states search, the last one another."""
    calls = [
        call(task_id="t", ts=T0 + timedelta(minutes=n), input=1, feature=feature)
        for n, feature in enumerate((None, "search", "other"))
    ]

    assert [row.key for row in tasks_report(book, calls, [], "feature").rows] == [("search",)]


def test_a_task_counts_in_the_period_of_its_last_call_with_all_that_it_cost(book: Book) -> None:
    """It began in October and ended in November: 0.4 dollars in November, nothing in October."""
    november = T0.replace(day=1, hour=0)
    calls = [
        call(task_id="t", ts=november - timedelta(hours=1), input=100_000),
        call(task_id="t", ts=november + timedelta(hours=1), input=100_000),
    ]
    judged = [outcome("t", "success")]
    first = Config(task=TaskConfig(period="first"))

    assert tasks_report(book, calls, judged, since=november).totals.unit_cost == Decimal("0.4")
    assert tasks_report(book, calls, judged, until=november).totals.cost == 0
    assert tasks_report(book, calls, judged, until=november, config=first).totals.cost == Decimal(
        "0.4"
    )
    assert [r.key for r in tasks_report(book, calls, judged, "month").rows] == [("2026-11",)]


def test_filters_pick_whole_tasks(book: Book) -> None:
    """A task that search began is one of search, whoever else worked on it."""
    calls = [
        call(task_id="t", input=100_000, feature="search"),
        call(task_id="t", ts=T0 + timedelta(minutes=1), input=100_000, feature="other"),
        call(task_id="u", input=100_000, feature="other"),
    ]

    assert tasks_report(book, calls, [], where=(("feature", "search"),)).totals.cost == Decimal(
        "0.4"
    )
    assert tasks_report(book, calls, [], where=(("feature!", "search"),)).totals.cost == Decimal(
        "0.2"
    )
    assert tasks_report(book, calls, [], where=(("team", ""),)).totals.cost == Decimal("0.6")


def test_the_latest_judgement_stands(book: Book) -> None:
    """A failure that was put right is a success, in whatever order both arrive."""
    late = T0 + timedelta(days=2)
    judged = [outcome("t", "success", ts=late), outcome("t", "failure")]

    assert verdicts(tasks_report(book, [call(task_id="t", input=1)], judged).totals) == (1, 0, 0, 0)
    assert verdicts(tasks_report(book, [call(task_id="t", input=1)], judged[::-1]).totals) == (
        1,
        0,
        0,
        0,
    )


def test_a_session_s_judgement_is_not_counted_for_each_of_its_tasks(book: Book) -> None:
    """It is about the task where the session is one task's alone."""
    calls = [
        call(task_id="t0", session_id="alone", input=1),
        call(task_id="t1", session_id="both", input=1),
        call(task_id="t2", session_id="both", input=1),
    ]
    judged = [outcome(session, "success", kind="session") for session in ("alone", "both")]
    report = tasks_report(book, calls, judged)

    assert verdicts(report.totals) == (1, 0, 0, 2)
    assert "1 outcome of no task that is known, or of several: not counted" in footnotes(report)


def test_a_judgement_of_a_request_is_about_its_task(book: Book) -> None:
    """By its request id or its response id."""
    calls = [
        call(task_id="t0", request_id="q", input=1),
        call(task_id="t1", response_id="r", input=1),
    ]
    judged = [outcome(name, "success", kind="request") for name in ("q", "r")]

    assert verdicts(tasks_report(book, calls, judged).totals) == (2, 0, 0, 0)


def test_a_rule_of_one_s_own_judges_history_anew(book: Book) -> None:
    """Support succeeds where it is resolved and scored 0.8; everything else by its outcome."""
    calls = [call(task_id=f"t{n}", feature="support", input=1) for n in range(4)]
    judged = [
        {**outcome(f"t{n}", label), "name": "resolved"}
        for n, label in enumerate(("true", "yes", "false"))
    ] + [
        {**outcome(f"t{n}", value=score), "name": "score"}
        for n, score in ((0, 0.9), (1, 0.5), (2, 0.9))
    ]
    rule = SuccessConfig(when="resolved = true and score >= 0.8", where={"feature": "support"})
    report = tasks_report(book, calls, judged, config=Config(success=(rule,)))

    assert verdicts(report.totals) == (1, 2, 0, 1)
    strict = SuccessConfig(when="resolved = true and score >= 0.8", unknown="failure")
    assert verdicts(tasks_report(book, calls, judged, config=Config(success=(strict,))).totals) == (
        1,
        3,
        0,
        0,
    )


def test_the_first_id_that_a_call_has_names_its_task(book: Book) -> None:
    """A task, else a trace, else a session; the configuration may say otherwise."""
    calls = [
        call(task_id="a", session_id="s", input=1),
        call(trace_id="b", session_id="s", input=1),
        call(session_id="s", input=1),
    ]
    by_session = Config(task=TaskConfig(id=("session_id",)))

    assert tasks_report(book, calls, [], per="task").totals.counted == 3
    assert tasks_report(book, calls, [], per="task", config=by_session).totals.counted == 1


def test_without_any_task_it_is_said_how_to_name_them(book: Book) -> None:
    """A call that names none is a record all the same."""
    report = tasks_report(book, [call(input=100_000)])

    assert NO_TASK in report.remarks
    assert "1 call of no task, 0.2000 USD, is in no cost per task or success" in report.remarks
    assert table(report).split("\n\n")[1] == "no tasks"


def test_calls_of_no_task_are_told_apart(book: Book) -> None:
    """They are in no cost of a task, and said so with what they cost."""
    calls = [call(task_id="t", input=100_000), call(input=50_000), call(input=50_000)]
    report = tasks_report(book, calls, [], per="task")

    assert (report.totals.counted, report.totals.unit_cost) == (1, Decimal("0.2"))
    assert "2 calls of no task, 0.2000 USD, are in no cost per task or success" in report.remarks


def test_no_call_and_no_outcome_are_no_error(book: Book) -> None:
    """An empty ledger has no task, and outcomes of unknown tasks are counted as such."""
    assert tasks_report(book, [], []).totals.cost == 0
    report = tasks_report(book, [call(input=1)], [outcome("gone", "success")], "feature")

    assert report.rows == ()
    assert any("1 outcome of no task" in note for note in report.remarks)


def test_a_limit_shows_the_dearest_groups(book: Book) -> None:
    """The rest is told by how many rows there are."""
    calls = [call(task_id=f"t{n}", feature=f"f{n}", input=n * 1_000) for n in range(1, 5)]
    report = tasks_report(book, calls, [], "feature", limit=2)

    assert [row.key for row in report.rows] == [("f4",), ("f3",)]
    assert report.row_count == 4


EVALUATION = {"name": "evaluation", "ts": T0, "amount": Decimal(9), "allocate_by": "tasks"}


def test_overheads_are_shared_out_among_tasks_of_their_scope(book: Book) -> None:
    """9 dollars among three tasks: 3 each, so a's success costs 0.2 + 0.2 + 3 + 3 = 6.4 dollars."""
    calls = [call(task_id=f"t{n}", feature=name, input=100_000) for n, name in enumerate("aab")]
    report = tasks_report(book, calls, [outcome("t0", "success")], "feature", besides=[EVALUATION])
    row = row_of(report, "a")

    assert row.besides is not None
    assert (row.cost, row.besides.overheads, row.unit_cost) == (Decimal("0.4"), 6, Decimal("6.4"))
    assert "overhead: 9.000 USD of overheads shared out; the cost per success has it" in footnotes(
        report
    )


def test_a_filter_changes_nothing_about_what_a_task_bears(book: Book) -> None:
    """Of a's tasks alone 6 dollars are shown, of the 9 that all bear; confined to b they bear none."""
    calls = [call(task_id=f"t{n}", feature=name, input=100_000) for n, name in enumerate("aab")]
    only = (("feature", "a"),)
    report = tasks_report(book, calls, [], besides=[EVALUATION], where=only)
    confined = tasks_report(
        book, calls, [], besides=[{**EVALUATION, "scope": {"feature": "b"}}], where=only
    )
    nobody = tasks_report(book, calls, [], besides=[{**EVALUATION, "scope": {"feature": "c"}}])

    assert report.totals.besides is not None
    assert confined.totals.besides is not None
    assert (report.totals.besides.overheads, confined.totals.besides.overheads) == (6, 0)
    assert "overhead 'evaluation': no task in its scope bears its 9.000 USD" in nobody.remarks


def test_people_s_time_is_a_cost_where_it_has_a_price(book: Book) -> None:
    """20 minutes of review and 10 of rework at 60 dollars an hour are 30 dollars."""
    judged = [outcome("t", "success", review_minutes=Decimal(20), rework_minutes=Decimal(10))]
    calls = [call(task_id="t", input=100_000)]
    priced = Config(labour=LabourConfig(hourly="60.00 USD"))
    report = tasks_report(book, calls, judged, config=priced)

    assert report.totals.besides is not None
    assert (report.totals.besides.labour, report.totals.unit_cost) == (30, Decimal("30.2"))
    assert tasks_report(book, calls, judged).totals.unit_cost == Decimal("0.2")
    with pytest.raises(ConfigError, match=r"labour\.hourly: 60 EUR is not in USD"):
        asked_of(Config(labour=LabourConfig(hourly="60 EUR")), LATER)
    with pytest.raises(ConfigError, match=r"labour\.hourly: 60\.00 USD is not in EUR"):
        asked_of(priced, LATER, "EUR")


def test_a_branch_is_a_task_of_all_its_sessions(book: Book) -> None:
    """Two sessions of 0.2 on a merged branch, one of 0.4 on none that is judged: 0.4 a success, or 0.8."""
    calls = [
        call(session_id="a", tags={"branch": "fix"}, input=100_000),
        call(session_id="b", tags={"branch": "fix"}, input=100_000),
        call(session_id="c", input=200_000),
    ]
    given = Config(task=TaskConfig(id=("tag:branch", "session_id")))
    report = tasks_report(book, calls, [outcome("fix", "success")], config=given)

    assert verdicts(report.totals) == (1, 0, 0, 1)
    assert report.totals.tasks is not None
    assert (report.totals.tasks.high, report.totals.tasks.low) == (Decimal("0.8"), Decimal("0.4"))
    assert report.totals.cost == Decimal("0.8")


def test_what_takes_a_change_back_fails_its_task(book: Book) -> None:
    """A merged branch is a success until a later judgement of its commit; one that nobody made is told."""
    calls = [call(task_id="fix", input=100_000)]
    merged = outcome("fix", "success", change_ids="shop#1 abc")
    late: dict[str, Any] = {"kind": "change", "ts": T0 + timedelta(hours=2)}
    report = tasks_report(book, calls, [merged, outcome("abc", "failure", **late)])
    strange = tasks_report(book, calls, [merged, outcome("abcd", "failure", **late)])

    assert (verdicts(report.totals), verdicts(strange.totals)) == ((0, 1, 0, 0), (1, 0, 0, 0))
    assert "1 outcome of no task that is known, or of several: not counted" in strange.remarks
