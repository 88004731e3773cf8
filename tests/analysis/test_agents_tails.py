"""Agents' tails and hours: the dearest tasks, loops that run away, and who was active when."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from support.agents import agents_of, asked, figures
from support.usage import T0, call
from tokenomics.books import Book
from tokenomics.costing import Attribution
from tokenomics.ledger import open_ledger
from tokenomics.records.money import ratio


def test_the_dearest_tasks_are_never_more_than_their_share(tmp_path: Path, book: Book) -> None:
    """120 tasks, one of 1,001 tokens among those of 1: 1 % are 1.2 tasks, so one; 5 % are 6.

    They take 1,001 of 1,120 tokens' cost, and 1,001 + 5 = 1,006. Of 19 tasks 5 % are none: unknown.
    """
    calls = [call(task_id=f"t{n}", input=1 if n else 1_001) for n in range(120)]
    said = figures(agents_of(book, tmp_path, *calls))

    assert said["top_1_share"] == ratio(Decimal(1_001), 1_120)
    assert said["top_5_share"] == ratio(Decimal(1_006), 1_120)
    few = figures(
        asked(
            open_ledger(tmp_path / "ledger"),
            book,
            where=tuple(("task", f"t{n}") for n in range(19)),
        )
    )
    assert (few["tasks"], few["top_1_share"], few["top_5_share"]) == (19, None, None)


def test_runaways_take_more_than_three_times_the_calls_of_nine_in_ten(
    tmp_path: Path, book: Book
) -> None:
    """Ten tasks: nine of 1 call and one of 4 > 3 x 1, which takes 4 of 13 calls' cost; of 3 none runs away."""
    calls = [call(task_id=f"t{n}", ts=T0 + timedelta(minutes=n), input=100) for n in range(10)]
    more = [call(task_id="t0", ts=T0 + timedelta(minutes=20 + n), input=100) for n in range(3)]
    said = figures(agents_of(book, tmp_path, *calls, *more))
    (tmp_path / "fewer").mkdir()
    fewer = figures(agents_of(book, tmp_path / "fewer", *calls, *more[:2]))

    assert (said["depth_p50"], said["depth_p90"], said["depth_max"]) == (1, 1, 4)
    assert (said["runaway_tasks"], said["runaway_share"]) == (1, ratio(Decimal(4), 13))
    assert (fewer["runaway_tasks"], fewer["runaway_share"]) == (0, 0)


def test_active_hours_are_quarters_with_a_call_of_each_user(tmp_path: Path, book: Book) -> None:
    """Ada calls at 10:00, 10:14:59 and 10:15, bob at 10:00: 2 + 1 quarters, 0.75 hours.

    Their calls cost 4 x 0.2 = 0.8 dollars; the one without a user is in no hour: 0.8 / 0.75.
    """
    calls = [
        call(ts=T0 + timedelta(minutes=minutes), user_id=user, input=100_000)
        for minutes, user in ((0, "ada"), (14.98, "ada"), (15, "ada"), (0, "bob"), (0, None))
    ]
    listing = agents_of(book, tmp_path, *calls)
    said = figures(listing)
    by_user = asked(open_ledger(tmp_path / "ledger"), book, "user")

    assert said["active_hours"] == Decimal("0.75")
    assert said["cost_per_active_hour"] == ratio(Decimal("0.8"), Decimal("0.75"))
    assert (
        "calls without a user, and sums of a period, are in no active hour: 1, 0.2000 USD"
        in listing.remarks
    )
    assert {row[0]: figures(by_user, row[0])["active_hours"] for row in by_user.rows} == {
        "ada": Decimal("0.5"), "bob": Decimal("0.25"), None: None,
    }  # fmt: skip


def test_rules_say_whose_the_hours_are_and_filters_hold_outside_the_period(
    tmp_path: Path, book: Book
) -> None:
    """A rule gives the key's calls to ada: two quarters, 0.5 hours. t1 has a call before, but not of ada's."""
    rule = Attribution({"api_key": "k1"}, {"user": "ada"})
    calls = [
        call(
            task_id="t1",
            ts=T0 + timedelta(minutes=minutes),
            api_key_id=key,
            input=100,
            web_search=uses,
        )
        for minutes, key, uses in ((-60, "k2", None), (0, "k1", Decimal(1)), (20, "k1", None))
    ]
    listing = agents_of(
        book, tmp_path, *calls, rules=(rule,), since=T0, where=(("user", "ada"),), by=("user",)
    )
    said = figures(listing, "ada")

    assert (said["active_hours"], said["requests"], said["tool_fees"]) == (
        Decimal("0.5"),
        2,
        Decimal("0.01"),
    )
    assert not any("the period" in remark for remark in listing.remarks)
