"""What agents' tasks take, against sums done by hand."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.agents import LOOP, agents_of, asked, figures, ingested
from support.usage import NOW, T0, call, kept
from tokenomics.analysis.agents import COLUMNS
from tokenomics.books import Book
from tokenomics.config import Config, TaskConfig
from tokenomics.costing import CostQuery, costs
from tokenomics.intake import ingest
from tokenomics.ledger import open_ledger
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ratio

PARALLEL = [
    # The planner is sent 1,000 tokens, then what both sub-agents found too: 3,000.
    {"input": 1_000, "output": 0, "after": 0},
    {"input": 400, "output": 100, "after": 1, "tags": {"agent": "a1"}},
    {"input": 900, "output": 100, "after": 2, "tags": {"agent": "a1"}},
    {"input": 2_500, "output": 0, "after": 3, "tags": {"agent": "a2"}},
    {"input": 3_000, "output": 0, "after": 4},
]


def at(minutes: float) -> Any:
    """An instant that many minutes after ten."""
    return T0 + timedelta(minutes=minutes)


def rows(*calls: dict[str, Any], **same: Any) -> list[dict[str, Any]]:
    """Calls of a task, `after` minutes after ten."""
    return [
        call(ts=at(each.pop("after", n)), **same, **each) for n, each in enumerate(map(dict, calls))
    ]


def test_a_loop_of_five_calls_takes_the_tokens_of_twenty(tmp_path: Path, book: Book) -> None:
    """Five calls at the first one's 1,000 tokens would be 5,000. But no call is like the first: each is
    sent the whole conversation again, 2,900, 4,400, 5,400 and 5,500 tokens, so that they sum to 20,000,
    20 x one call. At 2 and 8 dollars a million 19,100 x 2 + 900 x 8 = 45,400 millionths of a dollar,
    where five first calls of 900 x 2 + 100 x 8 = 2,600 would be 13,000.
    """
    said = figures(asked(ingested(tmp_path, LOOP), book))

    assert (said["requests"], said["tokens"], said["cost"]) == (5, 20_000, Decimal("0.0454"))
    assert (said["tasks"], said["steps"], said["unmeasured_tasks"]) == (1, 5, 0)
    assert {said[f"multiplier{name}"] for name in ("", "_p50", "_p90", "_p99", "_max")} == {20}


def test_bills_beside_the_calls_change_nothing(tmp_path: Path, book: Book) -> None:
    """A line of a bill tells a meter that no call states: agents take what they took without it."""
    alone = figures(asked(ingested(tmp_path, LOOP), book))
    (tmp_path / "bill.csv").write_text(
        "ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ChargeCategory,model,meter,quantity,unit,"
        "BilledCost,BillingCurrency\n"
        "2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,OpenAI,OpenAI API,Usage,large,cache_read,10,Tokens,1.00,USD\n",
        "utf-8",
    )
    ingest([tmp_path / "bill.csv"], ledger=tmp_path / "ledger", config=Config(), now=NOW)

    assert figures(asked(open_ledger(tmp_path / "ledger"), book)) == alone


def test_figures_per_call_step_task_and_hour_are_quotients(tmp_path: Path, book: Book) -> None:
    """20,000 tokens and 0.0454 dollars by 5 calls, 5 steps and 1 task; a quarter hour: 0.0454 x 4 = 0.1816.

    The input grows from 900 to 5,500, 6.111111 times, in 4 steps of (5,500 - 900) / 4 = 1,150 tokens.
    """
    said = figures(asked(ingested(tmp_path, LOOP), book))

    assert [said[f"tokens_per_{unit}"] for unit in ("request", "step", "task")] == [
        4_000,
        4_000,
        20_000,
    ]
    assert [said[f"cost_per_{unit}"] for unit in ("request", "step", "task")] == [
        Decimal("0.00908"), Decimal("0.00908"), Decimal("0.0454"),
    ]  # fmt: skip
    assert (said["active_hours"], said["cost_per_active_hour"]) == (
        Decimal("0.25"),
        Decimal("0.1816"),
    )
    assert {said[f"context_growth_{name}"] for name in ("p50", "p90")} == {Decimal("6.111111")}
    assert {said[f"context_per_call_{name}"] for name in ("p50", "p90")} == {1_150}
    assert {said[f"depth_{name}"] for name in ("p50", "p90", "max")} == {5}


def test_a_cache_makes_a_loop_cheaper_and_takes_as_many_tokens(tmp_path: Path, book: Book) -> None:
    """What was sent before is read from a cache: 900 + 2,900 + 4,400 + 5,400 = 13,600 tokens at 0.5,
    the other 5,500 at 2 and 900 at 8: 6,800 + 11,000 + 7,200 = 25,000 millionths; still 20 x.
    """
    cached = (0, 900, 2_900, 4_400, 5_400)
    sent = (900, 2_900, 4_400, 5_400, 5_500)
    calls = [
        {"input": every - known, "cache_read": known, "output": 500 if n == 4 else 100}
        for n, (every, known) in enumerate(zip(sent, cached, strict=True))
    ]
    said = figures(agents_of(book, tmp_path, *rows(*calls, task_id="t1")))

    assert (said["tokens"], said["cost"], said["multiplier"]) == (20_000, Decimal("0.025"), 20)
    assert said["context_growth_p50"] == Decimal("6.111111")


def test_sub_agents_have_contexts_of_their_own(tmp_path: Path, book: Book) -> None:
    """The main line is sent 1,000 and 3,000 tokens: three times, whatever the last sub-agent was sent.

    All tokens are 1,000 + 500 + 1,000 + 2,500 + 3,000 = 8,000, 8 x the planner's first. The sub-agents'
    are 3,800 in and 200 out: 7,600 + 1,600 = 9,200 millionths, of 7,800 x 2 + 200 x 8 = 17,200.
    """
    said = figures(agents_of(book, tmp_path, *rows(*PARALLEL, task_id="t1")))

    assert (said["multiplier"], said["context_growth_p50"], said["context_per_call_p50"]) == (
        8,
        3,
        2_000,
    )
    assert (said["sub_agents"], said["sub_agent_cost"]) == (2, Decimal("0.0092"))
    assert said["sub_agent_share"] == ratio(Decimal(9_200), 17_200)


def test_where_every_call_states_an_agent_the_first_one_is_the_main_line(
    tmp_path: Path, book: Book
) -> None:
    """The planner states its name too: the two others are its sub-agents, as where it states none."""
    named = [{"tags": {"agent": "planner"}, **each} for each in PARALLEL]
    said = figures(agents_of(book, tmp_path, *rows(*named, task_id="t1")))

    assert (said["sub_agents"], said["sub_agent_cost"], said["context_growth_p50"]) == (
        2,
        Decimal("0.0092"),
        3,
    )


def test_a_task_over_two_days_is_one_task_of_its_last_day(tmp_path: Path, book: Book) -> None:
    """t1 calls on the 2nd and the 3rd: 3,000 tokens, 3 x its first call, and nothing is left for the 2nd.

    t2 of the 2nd is 1 x. By its first call t1 would be of the 2nd, which then has both.
    """
    calls = [
        call(task_id="t1", ts=T0, input=1_000),
        call(task_id="t1", ts=T0 + timedelta(days=1), input=2_000),
        call(task_id="t2", ts=T0, input=500),
    ]
    ledger = kept(tmp_path, *calls)
    listing = asked(ledger, book, "day")
    first = asked(ledger, book, "day", config=Config(task=TaskConfig(period="first")))

    assert [row[:3] for row in listing.rows] == [("2026-11-02", 1, 500), ("2026-11-03", 2, 3_000)]
    assert figures(listing, "2026-11-03")["multiplier"] == 3
    assert [row[:3] for row in first.rows] == [("2026-11-02", 3, 3_500)]


def test_a_task_is_in_one_group_with_all_its_calls(tmp_path: Path, book: Book) -> None:
    """The first call that states a feature says `a`; the large model's 0.5 dollars stand there too.

    100,000 x 2 and 100,000 x 5 a million: 0.2 + 0.5 = 0.7. A call of no task stands where it says.
    """
    calls = [
        call(task_id="t1", ts=at(0), input=0),
        call(task_id="t1", ts=at(1), feature="a", input=100_000),
        call(task_id="t1", ts=at(2), feature="b", model_served="large", input=100_000),
        call(feature="b", input=50_000),
    ]
    listing = agents_of(book, tmp_path, *calls, by=("feature",))

    assert [(row[0], row[1], row[3]) for row in listing.rows] == [
        ("a", 3, Decimal("0.7")), ("b", 1, Decimal("0.1")),
    ]  # fmt: skip
    assert (figures(listing, "a")["tasks"], figures(listing, "b")["tasks"]) == (1, 0)
    assert listing.total is not None
    assert listing.total[:5] == (None, 4, 250_000, Decimal("0.8"), 1)


def test_calls_of_no_task_are_counted_and_in_no_figure_of_tasks(tmp_path: Path, book: Book) -> None:
    """A task of 0.2 dollars and a call of 0.1: 0.3 in all, 0.2 a task, and a remark names the 0.1."""
    listing = agents_of(book, tmp_path, call(task_id="t1", input=100_000), call(input=50_000))
    said = figures(listing)

    assert (said["requests"], said["cost"], said["task_requests"], said["task_cost"]) == (
        2, Decimal("0.3"), 1, Decimal("0.2"),
    )  # fmt: skip
    assert (said["cost_per_task"], said["requests_per_task"]) == (Decimal("0.2"), 1)
    assert "calls of no task are in no figure of tasks: 1, 0.1000 USD" in listing.remarks


def test_without_any_task_what_is_of_tasks_is_unknown(tmp_path: Path, book: Book) -> None:
    """A call that states no task: no multiplier, no depth, and a remark that says how to name one."""
    listing = agents_of(book, tmp_path, call(input=50_000))
    said = figures(listing)

    assert (said["tasks"], said["task_cost"], said["multiplier"], said["depth_max"]) == (
        0,
        None,
        None,
        None,
    )
    assert said["cost_per_request"] == Decimal("0.1")
    assert any("no call states a task" in remark for remark in listing.remarks)


def test_a_first_call_without_tokens_leaves_no_multiplier(tmp_path: Path, book: Book) -> None:
    """t1's first call failed before it used anything: its 1,000 tokens are a multiple of nothing.

    t2's are 2 x its first call's; the distribution is of t2 alone, and t1 is counted apart.
    """
    calls = [
        call(task_id="t1", ts=at(0), status="failure"),
        call(task_id="t1", ts=at(1), input=1_000),
        call(task_id="t2", ts=at(0), input=500),
        call(task_id="t2", ts=at(1), input=500),
    ]
    listing = agents_of(book, tmp_path, *calls)
    said = figures(listing)

    assert (said["tasks"], said["unmeasured_tasks"]) == (2, 1)
    assert (said["multiplier"], said["multiplier_p50"], said["multiplier_max"]) == (2, 2, 2)
    assert "1 task has no multiplier: its first call states no tokens" in listing.remarks


def test_sums_of_a_period_are_no_calls_of_a_loop(tmp_path: Path, book: Book) -> None:
    """A bucket of 7 requests has no first call, step or quarter hour; its tokens and cost count."""
    bucket = call(
        grain="bucket", series="1d", requests=7, input=7_000, user_id="ada", task_id="t1",
        ts_end=T0 + timedelta(days=1),
    )  # fmt: skip
    said = figures(agents_of(book, tmp_path, bucket))

    assert (said["requests"], said["tokens"], said["cost"]) == (7, 7_000, Decimal("0.014"))
    assert (said["requests_per_task"], said["depth_max"]) == (7, 7)
    assert (said["multiplier"], said["unmeasured_tasks"], said["context_growth_p50"]) == (
        None,
        1,
        None,
    )
    assert (said["steps"], said["active_hours"], said["cost_per_active_hour"]) == (None, None, None)


def test_steps_are_those_of_report(tmp_path: Path, book: Book) -> None:
    """`plan` of two tasks is two steps, `plan` twice in one task is one; a call without a step is none.

    200 + 100 + 100 = 400 tokens in 2 steps: 200 tokens a step, 400 x 2 / 2 = 400 millionths.
    """
    calls = [
        call(task_id="t1", step="plan", ts=at(0), input=200),
        call(task_id="t1", step="plan", ts=at(1), input=100),
        call(task_id="t2", step="plan", ts=at(0), input=100),
        call(task_id="t2", ts=at(1), input=5_000),
    ]
    ledger = kept(tmp_path, *calls)
    said = figures(asked(ledger, book))
    per_step = costs(ledger, book, CostQuery(per="step")).totals

    assert (said["steps"], said["tokens_per_step"], said["cost_per_step"]) == (
        2,
        200,
        Decimal("0.0004"),
    )
    assert (per_step.counted, per_step.unit_cost) == (said["steps"], said["cost_per_step"])


def test_tools_fees_are_what_calls_cost_more_than_without_them(tmp_path: Path, book: Book) -> None:
    """Three searches at 10 dollars a thousand: 0.03 of 0.03 + 100,000 x 2 a million = 0.23."""
    calls = [
        call(task_id="t1", ts=at(0), input=100_000, web_search=Decimal(1)),
        call(ts=at(1), web_search=Decimal(2)),
        call(task_id="t1", ts=at(2), web_search=Decimal(0)),
    ]
    said = figures(agents_of(book, tmp_path, *calls))

    assert (said["cost"], said["tool_uses"], said["tool_fees"]) == (
        Decimal("0.23"),
        3,
        Decimal("0.03"),
    )
    assert said["tool_share"] == ratio(Decimal("0.03"), Decimal("0.23"))
    assert said["task_cost"] == Decimal("0.21")


def test_tools_without_a_price_are_in_no_fee(tmp_path: Path, book: Book) -> None:
    """The large model has no price of searches: they are used, what they cost is not known."""
    listing = agents_of(
        book, tmp_path, call(model_served="large", input=100_000, web_search=Decimal(1))
    )
    said = figures(listing)

    assert (said["cost"], said["tool_uses"], said["tool_fees"]) == (Decimal("0.5"), 1, None)
    assert "some uses of tools have no price and are in no fee: web_search" in listing.remarks


def test_a_shrinking_context_grows_by_less_than_nothing(tmp_path: Path, book: Book) -> None:
    """From 3,000 to 1,000 tokens in three calls: 0.333333 times, -2,000 / 2 = -1,000 a call."""
    calls = rows({"input": 3_000}, {"input": 2_000}, {"input": 1_000}, task_id="t1")
    said = figures(agents_of(book, tmp_path, *calls))

    assert said["context_growth_p50"] == Decimal("0.333333")
    assert said["context_per_call_p50"] == -1_000


def test_tasks_that_reach_over_the_period_are_told(tmp_path: Path, book: Book) -> None:
    """t1 began a day before, t2 went on a day later, t3 lies within: two are seen in part."""
    calls = [
        call(task_id=task, ts=T0 + timedelta(days=days), input=1_000)
        for task, days in (("t1", -1), ("t1", 0), ("t2", 0), ("t2", 1), ("t3", 0))
    ]
    ledger = kept(tmp_path, *calls)
    listing = asked(ledger, book, since=T0, until=T0 + timedelta(hours=1))

    assert figures(listing)["requests"] == 3
    assert (
        "2 tasks began before the period or went on after it: only calls in it count"
        in listing.remarks
    )
    assert not any("the period" in remark for remark in asked(ledger, book).remarks)


def test_what_has_no_price_costs_nothing_known(tmp_path: Path, book: Book) -> None:
    """A model that the book does not have: the task has tokens and no cost, and no share of it."""
    said = figures(agents_of(book, tmp_path, call(model_served="new", task_id="t1", input=1_000)))

    assert (said["tokens"], said["multiplier"]) == (1_000, 1)
    assert (said["cost"], said["task_cost"], said["cost_per_task"], said["runaway_share"]) == (
        None,
    ) * 4


def test_calls_of_one_instant_stand_in_the_order_of_their_lines(tmp_path: Path, book: Book) -> None:
    """Both at ten: the first line's 2,000 tokens begin, so 3,000 are 1.5 x, not 3 x."""
    text = """ts,provider,model,task_id,input
2026-11-02T10:00:00Z,acme,small,t1,2000
2026-11-02T10:00:00Z,acme,small,t1,1000
"""

    assert figures(asked(ingested(tmp_path, text), book))["multiplier"] == Decimal("1.5")


def test_a_limit_keeps_the_dearest_groups(tmp_path: Path, book: Book) -> None:
    """Of three features the dearest stands first; the total is that of all."""
    calls = [call(feature=name, input=tokens) for name, tokens in (("a", 1), ("b", 3), ("c", 2))]
    listing = agents_of(book, tmp_path, *calls, by=("feature",), limit=2)

    assert ([row[0] for row in listing.rows], listing.row_count) == (["b", "c"], 3)
    assert listing.total is not None
    assert listing.total[1] == 3


def test_nothing_asked_for_is_an_empty_listing(tmp_path: Path, book: Book) -> None:
    """No call is of the feature `other`: the columns are there, no row."""
    listing = agents_of(book, tmp_path, call(input=1), where=(("feature", "other"),))

    assert (listing.rows, listing.row_count, listing.columns) == ((), 0, COLUMNS)


def test_an_unknown_dimension_is_named(tmp_path: Path, book: Book) -> None:
    """`featur` is near `feature`."""
    with pytest.raises(ConfigError, match="feature"):
        agents_of(book, tmp_path, call(input=1), by=("featur",))


def test_a_tag_may_say_what_a_task_is(tmp_path: Path, book: Book) -> None:
    """Two sessions of one branch are one task."""
    rows = [call(session_id=s, tags={"branch": "fix"}, input=100) for s in "ab"]
    given = Config(task=TaskConfig(id=("tag:branch", "session_id")))

    assert figures(agents_of(book, tmp_path, *rows, config=given))["tasks"] == 1
