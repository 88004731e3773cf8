"""What outcomes tell of models."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from support.judged import Done, done, judged_ledger
from support.tasks import LATER
from support.usage import T0, call, kept
from support.worlds import Rows
from tokenomics.analysis.stakes import Base, base_of
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.ledger import Ledger
from tokenomics.outcomes import asked_of
from tokenomics.outcomes.asking import once
from tokenomics.replaying.evidence import (
    REQUESTS,
    Evidence,
    Group,
    Work,
    decided,
    evidence_of,
    grouped,
)
from tokenomics.replaying.holding import NO_TALLY, Tally


@contextmanager
def _asked(ledger: Ledger, book: Book) -> Generator[tuple[Base, Evidence | None]]:
    query = CostQuery()
    with once(ledger, book, authority=(), con=None) as (con, counted):
        base = base_of(con, counted, book, query, ())
        asked = asked_of(Config(), LATER)
        yield base, evidence_of(ledger, counted, base, query, asked, ())


def _tallies(folder: Path, book: Book, *works: Done, more: Rows = ()) -> dict[Work, Tally]:
    with _asked(judged_ledger(folder, works, *more), book) as (_, evidence):
        assert evidence is not None
        return dict(evidence.tallies)


def test_tasks_are_counted_by_what_they_read_at_most(tmp_path: Path, book: Book) -> None:
    """999 of input is below 1,000, 1,000 is not; what is read from a cache is read."""
    found = _tallies(
        tmp_path, book,
        done("small", 1, 2, input=999), done("small", 2, 2, input=1_000),
        done("small", 3, 4, input=1, cache_read=99_999), done("large", 0, 1, input=99_999),
    )  # fmt: skip

    assert found == {
        Work("support", "acme", "small", 0): Tally(1, 2),
        Work("support", "acme", "small", 1): Tally(2, 2),
        Work("support", "acme", "small", 3): Tally(3, 4),
        Work("support", "acme", "large", 2): Tally(0, 1),
    }


def test_names_of_one_model_are_one(tmp_path: Path, book: Book) -> None:
    """`SMALL` is `small`: 1 of 2 and 2 of 3 are 3 of 5. A name that the book does not know stays."""
    found = _tallies(
        tmp_path, book, done("small", 1, 2), done("SMALL", 2, 3), done("own", 1, 1)
    )  # fmt: skip

    assert found == {
        Work("support", "acme", "small", 1): Tally(3, 5),
        Work("support", "acme", "own", 1): Tally(1, 1),
    }


def test_a_task_counts_for_the_model_that_began_it(tmp_path: Path, book: Book) -> None:
    """One of two tasks has a later call of `large`, which makes it mixed, and larger."""
    later = {
        "model_served": "large", "input": 20_000, "task_id": "0-0", "feature": "support",
        "ts": T0 + timedelta(minutes=1),
    }  # fmt: skip
    found = _tallies(tmp_path, book, done("small", 2, 2), more=(later,))

    assert sum(tally.judged for tally in found.values()) == 2
    assert found[Work("support", "acme", "small", 1)] == Tally(1, 1)
    assert found[Work("support", "acme", "small", 2)] == Tally(1, 1, mixed=1)


def test_without_outcomes_there_is_no_evidence(tmp_path: Path, book: Book) -> None:
    """None, and nothing is judged."""
    with _asked(kept(tmp_path, call(input=1)), book) as (_, evidence):
        assert evidence is None


def test_nothing_is_known_of_calls_that_state_no_feature_or_size(
    tmp_path: Path, book: Book
) -> None:
    """Whatever other calls tell."""
    with _asked(judged_ledger(tmp_path, [done("small", 1, 1)]), book) as (_, evidence):
        assert evidence is not None
        group = Group(0, "support", "acme", "small", 1)
        assert evidence.tally(group, "acme", "small") == Tally(1, 1)
        assert evidence.tally(group._replace(feature=None), "acme", "small") == NO_TALLY
        assert evidence.tally(group._replace(band=None), "acme", "small") == NO_TALLY
        assert evidence.tally(group._replace(band=2), "acme", "small") == NO_TALLY


def test_calls_are_grouped_and_decided_by_what_evidence_is_asked_of(
    tmp_path: Path, book: Book
) -> None:
    """Of three calls of `small` and one of `large` what is decided of `small` reaches three."""
    ledger = judged_ledger(tmp_path, [done("small", 1, 3), done("large", 1, 1)])
    with _asked(ledger, book) as (base, evidence):
        assert evidence is not None
        picks = ["calls.input < 1", "calls.input >= 1"]
        small, large = (Group(1, "support", "acme", name, 1) for name in ("small", "large"))

        assert dict(grouped(evidence, base, picks, REQUESTS)) == {small: (3,), large: (1,)}
        mine = decided(evidence, base, picks, {small: 4})
        rows = base.con.execute(
            f"SELECT model_served, decision, count(*) FROM {mine.relation} AS calls GROUP BY ALL"
        ).fetchall()
        assert sorted(rows) == [("large", None, 1), ("small", 4, 3)]
