"""Quality against cost, against sums done by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.agents import NOW, figures
from support.laws import few
from support.qualities import Task, judged, quality_of, tasks_of
from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.config import Config, LabourConfig
from tokenomics.costing import CostQuery
from tokenomics.outcomes import asked_of, successes
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ratio

# Input of small is 2 dollars a million, of large 5, of undated 1; new has no price.
SMALL, LARGE = ("small", 100_000), ("large", 100_000)

# Drafts by two models: small fails four times of 40, is helped out by large once; large fails four times.
DRAFTS = [
    *tasks_of(35, "draft", "success", SMALL),
    *tasks_of(1, "draft", "success", SMALL, LARGE),
    *tasks_of(4, "draft", "failure", SMALL),
    *tasks_of(36, "draft", "success", LARGE),
    *tasks_of(4, "draft", "abandoned", LARGE),
]

_few = few(10, sharing=True)
_tasks = st.lists(
    st.builds(
        Task,
        st.sampled_from(("a", "b", None)),
        st.sampled_from(("success", "failure", "unknown", None)),
        st.lists(
            st.tuples(st.sampled_from(("small", "large", "new")), st.integers(0, 10**6)),
            min_size=1,
            max_size=2,
        ).map(tuple),
        latency=st.none(),
        minutes=st.none(),
    ),
    max_size=14,
)


def sums(listing: Listing, *names: str) -> list[int]:
    """Columns added up."""
    places = [[column.name for column in listing.columns].index(name) for name in names]
    return [sum(int(row[place] or 0) for row in listing.rows) for place in places]


def test_drafts_by_hand(tmp_path: Path, book: Book) -> None:
    """Small: 40 x 0.2 + 0.5 of the large call that helped = 8.5 dollars for 36 successes, 0.236 each.

    Large: 40 x 0.5 = 20 dollars for 36, 0.556 each. Both succeed in 36 of 40, by Wilson 76.9 % to 96.0 %.
    At small's cost large's 36 successes would take 20 - 8.5 = 11.5 dollars less.
    """
    listing = quality_of(judged(tmp_path, DRAFTS), book)
    small, large = (figures(listing, "draft", model) for model in ("small", "large"))

    assert [row[:2] for row in listing.rows] == [("draft", "small"), ("draft", "large")]
    assert (small["judged"], small["successes"], small["failures"]) == (40, 36, 4)
    assert small["cost_per_success"] == ratio(Decimal("8.5"), 36)
    assert large["cost_per_success"] == ratio(Decimal(20), 36)
    assert small["success_rate"] == large["success_rate"] == Decimal("0.9")
    assert [
        f"{small[f'success_rate_ci_{end}']:.3f}" for end in ("low", "high")
    ] == ["0.769", "0.960"]  # fmt: skip
    assert (large["mark"], large["dominated_by"]) == ("dominated", "small")
    assert (small["mark"], small["dominated_by"]) == (None, None)
    assert any("draft: large costs 0.5556 USD" in said for said in listing.sentences)
    assert any("36 successes would be 11.50 USD cheaper" in said for said in listing.sentences)
    assert "72 of 80 judged tasks succeeded: 90 %" in listing.sentences[0]


def test_the_total_is_of_all_tasks(tmp_path: Path, book: Book) -> None:
    """28.5 dollars for 72 successes of 80 judged tasks: 0.3958."""
    listing = quality_of(judged(tmp_path, DRAFTS), book)
    said = dict(zip((c.name for c in listing.columns), listing.total or (), strict=True))

    assert (said["judged"], said["tasks"]) == (80, 80)
    assert said["cost_per_success"] == ratio(Decimal("28.5"), 72)
    assert isinstance(said["cost_per_success_ci_low"], Decimal)
    assert said["cost_per_success_ci_low"] < Decimal("0.3958")


def test_intervals_hold_what_they_are_about(tmp_path: Path, book: Book) -> None:
    """Large costs 0.5 / share: 0.5 x 40 / 36 = 0.556, and 0.5 at least; drawn again it lies around it."""
    large = figures(quality_of(judged(tmp_path, DRAFTS), book), "draft", "large")
    low, high = large["cost_per_success_ci_low"], large["cost_per_success_ci_high"]

    assert isinstance(low, Decimal)
    assert isinstance(high, Decimal)
    assert Decimal("0.5") <= low < Decimal("0.5556") < high < Decimal("0.7")


@pytest.mark.parametrize("by", [("feature", "model"), ("model",), ("feature", "day")])
def test_a_success_costs_what_the_report_per_success_says(
    tmp_path: Path, book: Book, by: tuple[str, ...]
) -> None:
    """To the last digit, with overheads of 9 dollars shared by tasks and an hour of people at 90 dollars."""
    more = tmp_path / "more.csv"
    more.write_text(
        "name,ts,amount,currency,allocate_by\nevaluation,2026-11-02T00:00:00Z,9,USD,tasks\n"
    )
    tasks = [*DRAFTS, *tasks_of(7, "chat", "success", LARGE, SMALL, minutes=13)]
    ledger = judged(tmp_path, tasks, more)
    config = Config(labour=LabourConfig(hourly="90 USD"))
    listing = quality_of(ledger, book, by, config=config)
    report = successes(ledger, book, CostQuery(by=by, per="success"), asked_of(config, NOW))

    for row in report.rows:
        assert figures(listing, *row.key)["cost_per_success"] == row.unit_cost
        assert row.besides is not None
        assert row.besides.overheads > 0


def test_overheads_and_peoples_time_are_in_the_interval(tmp_path: Path, book: Book) -> None:
    """Ten equal successes: 0.2 and 6 minutes at 60 dollars an hour are 6.2 each, and 10 / 10 of overheads.

    Whichever are drawn, a success costs 7.2.
    """
    more = tmp_path / "more.csv"
    more.write_text(
        "name,ts,amount,currency,allocate_by\nevaluation,2026-11-02T00:00:00Z,10,USD,tasks\n"
    )
    ledger = judged(tmp_path, tasks_of(10, "chat", "success", SMALL, minutes=6), more)
    said = figures(
        quality_of(ledger, book, config=Config(labour=LabourConfig(hourly="60 USD"))), "chat"
    )

    assert {said[f"cost_per_success{end}"] for end in ("", "_ci_low", "_ci_high")} == {
        Decimal("7.2")
    }


def test_a_model_without_a_success_has_no_cost_per_success(tmp_path: Path, book: Book) -> None:
    """Forty failures: "no success yet", null, and nothing dominates what has no figure."""
    tasks = [*DRAFTS, *tasks_of(40, "draft", "failure", ("undated", 1_000_000))]
    said = figures(quality_of(judged(tmp_path, tasks), book), "draft", "undated")

    assert (said["mark"], said["dominated_by"], said["success_rate"]) == ("no success yet", None, 0)
    assert {said[f"cost_per_success{end}"] for end in ("", "_ci_low", "_ci_high")} == {None}


def test_few_tasks_prove_nothing(tmp_path: Path, book: Book) -> None:
    """29 judged tasks, and as dear as large is: a small sample is not called dominated. 30 are enough."""
    said = [
        figures(quality_of(judged(folder, tasks), book), "draft", "large")["mark"]
        for folder, tasks in (
            (_folder(tmp_path, "a"), [*DRAFTS[:40], *tasks_of(29, "draft", "success", LARGE)]),
            (_folder(tmp_path, "b"), [*DRAFTS[:40], *tasks_of(30, "draft", "failure", LARGE)]),
            (_folder(tmp_path, "c"), [*DRAFTS[:40], *tasks_of(26, "draft", "success", LARGE), *tasks_of(4, "draft", "failure", LARGE)]),
        )
    ]  # fmt: skip

    assert said == ["small sample", "no success yet", "dominated"]


def _folder(above: Path, name: str) -> Path:
    (above / name).mkdir()
    return above / name


def test_one_task_has_a_cost_and_no_interval_of_it(tmp_path: Path, book: Book) -> None:
    """A success of 0.2 dollars: its share of 1 is anything from 1 / (1 + 3.8415) = 20.7 % on."""
    said = figures(quality_of(judged(tmp_path, tasks_of(1, "a", "success", SMALL)), book), "a")

    assert (said["judged"], said["cost_per_success"], said["mark"]) == (
        1,
        Decimal("0.2"),
        "small sample",
    )
    assert f"{said['success_rate_ci_low']:.3f}" == "0.207"
    assert (said["cost_per_success_ci_low"], said["cost_per_success_ci_high"]) == (None, None)


def test_what_has_no_price_is_not_compared(tmp_path: Path, book: Book) -> None:
    """The new model costs nobody knows what: no figure, "unpriced", and it dominates nothing."""
    tasks = [*DRAFTS, *tasks_of(40, "draft", "success", ("new", 100_000))]
    listing = quality_of(judged(tmp_path, tasks), book)
    said = figures(listing, "draft", "new")

    assert (said["cost_per_success"], said["mark"]) == (None, "unpriced")
    assert figures(listing, "draft", "large")["dominated_by"] == "small"


def test_equal_choices_do_not_dominate_one_another(tmp_path: Path, book: Book) -> None:
    """200,000 tokens of undated at 1 dollar a million are 0.2, as 100,000 of small are."""
    tasks = [
        *tasks_of(40, "draft", "success", SMALL),
        *tasks_of(40, "draft", "success", ("undated", 200_000)),
    ]
    listing = quality_of(judged(tmp_path, tasks), book)

    assert [row[-1] for row in listing.rows] == [0, 0]
    assert [figures(listing, "draft", m)["mark"] for m in ("small", "undated")] == [None, None]


def test_a_cheaper_model_that_fails_more_often_does_not_dominate(
    tmp_path: Path, book: Book
) -> None:
    """Small fails five times of 40 now and large four times: worse, however cheap."""
    tasks = [*DRAFTS[:34], *tasks_of(6, "draft", "failure", SMALL), *DRAFTS[40:]]

    assert figures(quality_of(judged(tmp_path, tasks), book), "draft", "large")["mark"] is None


def test_tasks_without_a_feature_do_unknown_work(tmp_path: Path, book: Book) -> None:
    """The same tasks, no feature stated: nobody knows that they are the same work."""
    tasks = [task._replace(feature=None) for task in DRAFTS]
    listing = quality_of(judged(tmp_path, tasks), book)

    assert [figures(listing, None, m)["mark"] for m in ("small", "large")] == [None, None]


def test_latency_is_the_nearest_rank_of_the_calls_that_state_it(tmp_path: Path, book: Book) -> None:
    """1 to 20 milliseconds and one unknown: half of 20 take 10 at most, 19 of 20 take 19."""
    tasks = [
        *(tasks_of(1, "a", "success", SMALL, latency=n)[0] for n in range(1, 21)),
        *tasks_of(1, "a", "success", SMALL),
    ]
    said = figures(quality_of(judged(tmp_path, tasks), book), "a")

    assert (said["latency_ms_p50"], said["latency_ms_p95"]) == (10, 19)


def test_verdicts_stand_apart(tmp_path: Path, book: Book) -> None:
    """One of each kind; a task without an outcome is unknown when its week is over."""
    tasks = [Task("a", verdict, (SMALL,)) for verdict in ("success", "failure", "unknown", None)]
    said = figures(quality_of(judged(tmp_path, tasks), book), "a")

    names = ("tasks", "judged", "successes", "failures", "open", "unknown")
    assert [said[name] for name in names] == [4, 2, 1, 1, 0, 2]
    # All four were paid for: 0.8 dollars for one success.
    assert said["cost_per_success"] == Decimal("0.8")


def test_more_tasks_than_are_drawn_one_by_one(tmp_path: Path, book: Book) -> None:
    """600 successes of 0.2 and 0.4 dollars by turns, 0.3 on average with a deviation of 0.1.

    The mean of 600 has 0.1 / sqrt(600) = 0.00408, twice 1.96 of it are 0.016; blocks say that within a fifth.
    """
    tasks = [
        *tasks_of(300, "a", "success", SMALL),
        *tasks_of(300, "a", "success", ("small", 200_000)),
    ]
    said = figures(quality_of(judged(tmp_path, tasks), book), "a")
    low, high = said["cost_per_success_ci_low"], said["cost_per_success_ci_high"]

    assert said["cost_per_success"] == Decimal("0.3")
    assert isinstance(low, Decimal)
    assert isinstance(high, Decimal)
    assert low < Decimal("0.3") < high
    assert Decimal("0.0128") < high - low < Decimal("0.0192")


def test_a_limit_cuts_rows_and_no_figure(tmp_path: Path, book: Book) -> None:
    """One row of two, which is dominated by the one that is not shown, or the total, stay as they are."""
    ledger = judged(tmp_path, DRAFTS)
    cut, whole = quality_of(ledger, book, limit=1), quality_of(ledger, book)

    assert (cut.rows, cut.row_count, cut.total) == (whole.rows[:1], 2, whole.total)
    assert cut.sentences == whole.sentences


def test_nothing_is_judged_in_a_ledger_without_outcomes(tmp_path: Path, book: Book) -> None:
    """Rows have their tasks and costs are nobody's; it says what is needed."""
    listing = quality_of(judged(tmp_path, tasks_of(2, "a", None, SMALL)), book)
    said = figures(listing, "a")

    assert (said["mark"], said["unknown"], said["success_rate"]) == ("not judged", 2, None)
    assert any("no task was judged" in remark for remark in listing.remarks)
    assert listing.sentences == ()


def test_a_period_without_tasks_has_no_rows(tmp_path: Path, book: Book) -> None:
    """Before the first call nothing was done."""
    listing = quality_of(judged(tmp_path, DRAFTS), book, until=NOW.replace(month=1))

    assert listing.rows == ()


def test_without_models_nothing_is_called_dominated(tmp_path: Path, book: Book) -> None:
    """By feature alone there is no choice, and that is said."""
    listing = quality_of(judged(tmp_path, DRAFTS), book, ["feature"])

    assert figures(listing, "draft")["judged"] == 80
    assert any("by feature and model only" in remark for remark in listing.remarks)


def test_an_unknown_dimension_is_refused(tmp_path: Path, book: Book) -> None:
    """As in every report, with the nearest name."""
    with pytest.raises(ConfigError, match="feature"):
        quality_of(judged(tmp_path, DRAFTS[:1]), book, ["featur"])


@_few
@given(tasks=_tasks)
def test_counts_sum_to_the_total(book: Book, tasks: Sequence[Task]) -> None:
    """However tasks are grouped, every one is in one row."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = judged(Path(folder), [*tasks, Task("a", "success", (SMALL,))])
        for by in ((), ("feature",), ("model", "day")):
            listing = quality_of(ledger, book, by)
            names = ("tasks", "judged", "successes", "failures", "open", "unknown")
            said = dict(zip((c.name for c in listing.columns), listing.total or (), strict=True))

            assert sums(listing, *names) == [said[name] for name in names]
            assert said["tasks"] == len(tasks) + 1
            assert said["tasks"] == sum(int(said[name] or 0) for name in names[2:])


@_few
@given(tasks=_tasks)
def test_relabelling_changes_nothing(book: Book, tasks: list[Task]) -> None:
    """Other ids of tasks, another order of files and other names of features: the same figures."""
    names = {"a": "zebra", "b": "ant", None: None}
    again = [task._replace(feature=names[task.feature]) for task in reversed(tasks)]
    listings: list[Listing] = []
    for each in (tasks, again):
        with tempfile.TemporaryDirectory() as folder:
            ledger = judged(Path(folder), [*each, Task(None, "success", (SMALL,))])
            listings.append(quality_of(ledger, book))
    before = {(names[row[0]], *row[1:]) for row in listings[0].rows}  # pyright: ignore[reportArgumentType]

    assert before == set(listings[1].rows)
    assert listings[0].total == listings[1].total


@_few
@given(tasks=_tasks, verdict=st.sampled_from(("failure", "unknown")))
def test_a_task_that_costs_nothing_changes_only_counts(
    book: Book, tasks: list[Task], verdict: str
) -> None:
    """A failure or an unknown task without a token: every cost per success stays as it was."""
    free = Task("a", verdict, (("small", 0),))
    found: list[Listing] = []
    for more in ([], [free]):
        with tempfile.TemporaryDirectory() as folder:
            known = Task("a", "success", (SMALL,))
            found.append(quality_of(judged(Path(folder), [known, *tasks, *more]), book))
    for row in found[0].rows:
        before, after = (figures(listing, *row[:2]) for listing in found)
        assert before["cost_per_success"] == after["cost_per_success"]
        changed = row[:2] == ("a", "small")
        assert int(after["tasks"] or 0) - int(before["tasks"] or 0) == int(changed)
