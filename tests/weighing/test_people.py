"""AI or a person, from calls and outcomes, against sums done by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from support.agents import NOW, figures
from support.qualities import Task, judged, tasks_of
from tokenomics.analysis.listing import Listing, Value
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.ledger import Ledger
from tokenomics.outcomes import asked_of, successes
from tokenomics.sections import LabourConfig, PersonConfig
from tokenomics.weighing.people import ai_or_person
from tokenomics.weighing.persons import persons_of

# A call of 100,000 tokens at 2 dollars a million is 0.2.
SMALL = ("small", 100_000)
# Forty drafts of three minutes of review; four fail, ten of the others are mended in six minutes.
DRAFTS = [
    *tasks_of(26, "draft", "success", SMALL, minutes=3),
    *tasks_of(10, "draft", "success", SMALL, minutes=3, rework=6),
    *tasks_of(4, "draft", "failure", SMALL, minutes=3),
]
SIXTY = Config(labour=LabourConfig("60 USD"), person=(PersonConfig(20),))


def weighed(
    ledger: Ledger, book: Book, config: Config = SIXTY, by: Sequence[str] = (), **stated: str
) -> Listing:
    """AI and people of a ledger."""
    persons = persons_of(config, "USD", **stated)
    query = CostQuery(by=tuple(by), task_ids=config.task.id)
    return ai_or_person(ledger, book, query, asked_of(config, NOW), persons=persons)


def total(listing: Listing) -> dict[str, Value]:
    """The total by the names of its columns."""
    return dict(zip((c.name for c in listing.columns), listing.total or (), strict=True))


def test_drafts_by_hand(tmp_path: Path, book: Book) -> None:
    """Calls 40 x 0.2 = 8, review 40 x 3 = 120, rework 10 x 6 = 60, and four tasks of a person at 20: 80.

    268 / 40 = 6.70 a task, 13.30 less than a person. A success costs 188 / 36.
    """
    said = figures(weighed(judged(tmp_path, DRAFTS), book), "draft")

    names = ("tokens", "overheads", "review", "rework", "escalation", "mended")
    assert [said[name] for name in names] == [8, 0, 120, 60, 80, 10]
    assert (said["all_in_per_task"], said["person_per_task"]) == (Decimal("6.7"), 20)
    assert said["difference"] == Decimal("-13.3")
    assert f"{said['cost_per_success']:.4f}" == "5.2222"
    assert (said["verdict"], said["mark"]) == ("AI", None)


def test_boundaries_by_hand(tmp_path: Path, book: Book) -> None:
    """The room is 36 x 20 - 188 = 532: (8 + 532) / 8 = 67.5 x the price, 1 - 188 / 800 = 76.5 % failures,

    592 / 6 / 40 = 246.7 % mended, 712 / 40 = 17.8 minutes a task.
    """
    said = figures(weighed(judged(tmp_path, DRAFTS), book), "draft")

    assert said["break_even_price"] == Decimal("67.5")
    assert said["break_even_failure_rate"] == Decimal("0.765")
    assert f"{said['break_even_rework_rate']:.4f}" == "2.4667"
    assert said["break_even_minutes"] == Decimal("17.8")


def test_a_success_costs_what_the_report_says(tmp_path: Path, book: Book) -> None:
    """To the last digit, with overheads of 9 dollars and ten tasks that were never judged."""
    more = tmp_path / "more.csv"
    more.write_text(
        "name,ts,amount,currency,allocate_by\nevaluation,2026-11-02T00:00:00Z,9,USD,tasks\n"
    )
    tasks = [
        *DRAFTS,
        *tasks_of(10, "draft", "unknown", SMALL),
        *tasks_of(7, "chat", "success", SMALL, minutes=13),
    ]
    ledger = judged(tmp_path, tasks, more)
    report = successes(
        ledger, book, CostQuery(by=("feature",), per="success"), asked_of(SIXTY, NOW)
    )
    listing = weighed(ledger, book)

    for row in report.rows:
        assert figures(listing, *row.key)["cost_per_success"] == row.unit_cost
    assert total(listing)["cost_per_success"] == report.totals.unit_cost
    assert total(listing)["overheads"] == 9


def test_where_nobody_is_stated_nothing_is_made_up(tmp_path: Path, book: Book) -> None:
    """No person's cost, no verdict, no boundary; it is said from which cost of a person on AI pays."""
    listing = weighed(judged(tmp_path, DRAFTS), book, Config(labour=LabourConfig("60 USD")))
    said = figures(listing, "draft")

    names = (
        "all_in_per_task",
        "person_per_task",
        "difference",
        "verdict",
        "escalation",
        "break_even_price",
    )
    assert [said[name] for name in names] == [None] * 6
    assert said["mark"] == "no person"
    assert any(
        "AI is cheaper where a person costs more than 5.222 USD" in s for s in listing.sentences
    )
    assert any("is yours to say" in remark for remark in listing.remarks)


def test_minutes_without_a_price_are_no_evidence(tmp_path: Path, book: Book) -> None:
    """180 minutes were spent on review and rework, and nobody says what they cost: not nothing."""
    config = Config(person=(PersonConfig(20, "60 USD"),))
    listing = weighed(judged(tmp_path, DRAFTS), book, config)
    said = figures(listing, "draft")

    assert (said["review"], said["rework"]) == (None, None)
    assert (said["verdict"], said["mark"]) == ("no evidence", "unpriced")
    assert any("180 minutes of review and rework have no price" in r for r in listing.remarks)


def test_an_option_prices_all_of_peoples_time(tmp_path: Path, book: Book) -> None:
    """At 30 an hour review is 60, rework 30, and a person's 20 minutes are 10."""
    said = figures(weighed(judged(tmp_path, DRAFTS), book, hourly="30"), "draft")

    assert (said["review"], said["rework"], said["person_per_task"]) == (60, 30, 10)


def test_minutes_that_nobody_states_are_not_known(tmp_path: Path, book: Book) -> None:
    """Review and rework are null, and it is said that people's time is missing."""
    listing = weighed(judged(tmp_path, tasks_of(40, "chat", "success", SMALL)), book)
    said = figures(listing, "chat")

    assert (said["review"], said["rework"], said["all_in_per_task"]) == (None, None, Decimal("0.2"))
    assert any("no outcome states minutes" in remark for remark in listing.remarks)


def test_few_tasks_decide_nothing(tmp_path: Path, book: Book) -> None:
    """Twelve successes at 0.2 are no evidence against 20; costs are shown all the same."""
    listing = weighed(judged(tmp_path, tasks_of(12, "chat", "success", SMALL, minutes=1)), book)
    said = figures(listing, "chat")

    assert (said["verdict"], said["mark"]) == ("no evidence", "small sample")
    assert said["all_in_per_task"] == Decimal("1.2")


def test_calls_without_a_price_decide_nothing(tmp_path: Path, book: Book) -> None:
    """`new` is not in the book: what it costs is not known, so that tokens are not either."""
    said = figures(
        weighed(judged(tmp_path, tasks_of(40, "chat", "success", ("new", 5))), book), "chat"
    )

    assert (said["tokens"], said["all_in_per_task"], said["cost_per_success"]) == (None, None, None)
    assert (said["verdict"], said["mark"]) == ("no evidence", "unpriced")


def test_open_tasks_are_not_in_it(tmp_path: Path, book: Book) -> None:
    """What nobody has judged yet costs nothing here: 40 x 0.2, and not 50 x 0.2."""
    tasks = [*DRAFTS, *tasks_of(10, "draft", None, SMALL)]
    config = Config(labour=LabourConfig("60 USD"), person=(PersonConfig(20),))
    ledger = judged(tmp_path, tasks)
    persons = persons_of(config, "USD")
    soon = NOW.replace(month=11, day=3)
    found = ai_or_person(ledger, book, CostQuery(), asked_of(config, soon), persons=persons)
    said = figures(found, "draft")

    assert (said["tokens"], said["open"], said["tasks"]) == (8, 10, 50)


def test_classes_are_what_rows_are_by(tmp_path: Path, book: Book) -> None:
    """By model a person is told by the model."""
    config = Config(
        labour=LabourConfig("60 USD"),
        person=(PersonConfig(5, None, {"model": "small"}), PersonConfig(9)),
    )
    tasks = [*DRAFTS, *tasks_of(30, "draft", "success", ("large", 100_000))]
    listing = weighed(judged(tmp_path, tasks), book, config, ("model",))

    assert figures(listing, "small")["person_per_task"] == 5
    assert figures(listing, "large")["person_per_task"] == 9


def test_the_total_adds_up(tmp_path: Path, book: Book) -> None:
    """8 + 6 of calls, escalation 80 + 0; two classes of work have no verdict together."""
    tasks: list[Task] = [*DRAFTS, *tasks_of(30, "chat", "success", SMALL)]
    said = total(weighed(judged(tmp_path, tasks), book))

    assert (said["tokens"], said["escalation"], said["judged"]) == (14, 80, 70)
    assert (said["verdict"], said["all_in_per_task"], said["mark"]) == (None, None, None)


def test_an_empty_ledger_has_no_rows(tmp_path: Path, book: Book) -> None:
    """And says that nothing was judged."""
    listing = weighed(judged(tmp_path, DRAFTS), book, by=("feature",), minutes="4")
    empty = ai_or_person(
        judged(tmp_path, DRAFTS),
        book,
        CostQuery(where=(("feature", "none"),)),
        asked_of(SIXTY, NOW),
    )

    assert len(listing.rows) == 1
    assert empty.rows == ()
    assert any("no task was judged" in remark for remark in empty.remarks)
