"""What quality against cost says in sentences."""

from __future__ import annotations

from pathlib import Path

from support.qualities import judged, quality_of, tasks_of
from tokenomics.books import Book

SMALL, LARGE = ("small", 100_000), ("large", 100_000)


def test_at_most_five_choices_are_told_of(tmp_path: Path, book: Book) -> None:
    """Of six features with a dominated model the one with least at stake is only counted.

    Feature fn has 30 + n tasks of large: (0.5 - 0.2) x (30 + n) dollars, f6 comes first with 10.80.
    """
    tasks = [
        task
        for n in range(1, 7)
        for task in (
            *tasks_of(30, f"f{n}", "success", SMALL),
            *tasks_of(30 + n, f"f{n}", "success", LARGE),
        )
    ]
    _, *told, rest = quality_of(judged(tmp_path, tasks), book).sentences

    assert [said[:2] for said in told] == ["f6", "f5", "f4", "f3", "f2"]
    assert told[0].endswith("36 successes would be 10.80 USD cheaper")
    assert rest == "1 more choice is dominated"


def test_failures_alone_have_no_cost_per_success(tmp_path: Path, book: Book) -> None:
    """0 of 3, at most 56 % by Wilson: 3.8415 / 6.8415."""
    (said,) = quality_of(judged(tmp_path, tasks_of(3, "a", "failure", SMALL)), book).sentences

    assert said == "0 of 3 judged tasks succeeded: 0 % (0 % to 56 %); no success yet"


def test_few_tasks_are_said_to_be_few(tmp_path: Path, book: Book) -> None:
    """One row of one, and no latency stated."""
    listing = quality_of(judged(tmp_path, tasks_of(1, "a", "success", SMALL)), book)

    assert listing.sentences == (
        "1 of 1 judged task succeeded: 100 % (21 % to 100 %); a success costs 0.2000 USD",
    )
    assert listing.remarks == (
        "fewer than 30 judged tasks in 1 of 1 rows: nothing is claimed of them",
        "no call of a task states how long it took",
    )
