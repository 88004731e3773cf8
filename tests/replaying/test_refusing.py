"""Calls that stay, because outcomes say that quality would fall."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from support.judged import done, judged_replay
from support.usage import T0, call
from support.worlds import figures, replayed
from tokenomics.books import Book
from tokenomics.replaying.evidence_words import NO_OUTCOMES

# 5,000 of input cost 0.025 as `large` and 0.01 as `small`.
WORSE = (done("small", 70, 100), done("large", 90, 100))
TO_SMALL = {"route": ["model=large -> small"]}


def test_calls_stay_where_quality_would_fall(tmp_path: Path, book: Book) -> None:
    """100 at 0.025 and 100 at 0.01 stay 3.5: 1.5 are not claimed, with both rates and their intervals."""
    found = judged_replay(tmp_path, book, WORSE, TO_SMALL)

    assert figures(found) == [(0, Decimal("3.5"), Decimal("3.5"), Decimal(0))]
    assert (
        "Outcomes say that quality would fall: 100 of 100 calls stay as they are: 1.500 USD are not"
        " claimed."
    ) in found.sentences
    assert (
        "quality falls: support, 1k-10k input: small succeeds in 70 % (60 % to 78 %) of 100 tasks, large in"
        " 90 % (83 % to 94 %) of 100: 100 calls stay"
    ) in found.remarks


def test_only_the_sizes_stay_of_which_it_is_proven(tmp_path: Path, book: Book) -> None:
    """Tasks of 500 succeed as often with both: 30 go, 30 x 500 x (5 - 2) millionths are 0.045."""
    short = (done("small", 30, 30, input=500), done("large", 30, 30, input=500))
    found = judged_replay(tmp_path, book, (*WORSE, *short), TO_SMALL)

    calls, _, _, saving = figures(found)[0]
    assert (calls, saving) == (30, Decimal("0.045"))


def test_a_task_is_as_large_as_its_largest_call(tmp_path: Path, book: Book) -> None:
    """A call of 500 in a task that reads 5,000 stays with it; one of no task is small, and goes."""
    more = (
        {"model_served": "large", "input": 500, "feature": "support", "task_id": "1-7"},
        {"model_served": "large", "input": 500, "feature": "support"},
    )
    found = judged_replay(tmp_path, book, WORSE, TO_SMALL, *more)

    assert figures(found)[0][0] == 1


def test_where_nothing_is_known_calls_go_and_it_is_said(tmp_path: Path, book: Book) -> None:
    """29 judged tasks of `small` prove nothing."""
    works = (done("small", 0, 29), done("large", 100, 100))
    found = judged_replay(tmp_path, book, works, TO_SMALL)

    assert figures(found)[0][0] == 100
    assert (
        "no evidence whether quality holds of 100 calls that go: fewer than 30 judged tasks of a model"
        " (support, 1k-10k input: small 29, large 100)"
    ) in found.remarks


def test_another_feature_proves_nothing(tmp_path: Path, book: Book) -> None:
    """`small` fails at another feature's tasks."""
    works = (done("small", 0, 100, feature="other"), done("large", 90, 100))

    assert figures(judged_replay(tmp_path, book, works, TO_SMALL))[0][0] == 100


def test_what_is_asked_again_may_make_up_for_it(tmp_path: Path, book: Book) -> None:
    """A difference of -31 to -9 points: a tenth of the calls asked again may close it, and they go."""
    chain = {"route": ["model=large -> small then 10% large"]}
    found = judged_replay(tmp_path, book, WORSE, chain)

    assert figures(found)[0][0] == 100
    assert any(text.startswith("unclear whether quality holds") for text in found.remarks)


def test_what_stays_of_a_chain_is_not_claimed_with_what_it_would_cost_besides(
    tmp_path: Path, book: Book
) -> None:
    """2.5 less 1 and a twentieth of 2.5 again: 1.375."""
    chain = {"route": ["model=large -> small then 5% large"]}
    found = judged_replay(tmp_path, book, WORSE, chain)

    assert any("1.375 USD are not claimed" in text for text in found.sentences)


def test_a_route_to_the_same_model_asks_for_no_evidence(tmp_path: Path, book: Book) -> None:
    """There is nothing to compare."""
    found = judged_replay(tmp_path, book, WORSE, {"route": ["model=large -> large"]})

    assert not any("quality" in text for text in found.remarks)


def test_tasks_of_another_period_prove_nothing(tmp_path: Path, book: Book) -> None:
    """All are judged before the period begins, in which there is one call."""
    later = {**WORSE[1].calls, "model_served": "large", "ts": T0 + timedelta(days=9)}
    since = T0 + timedelta(days=8)
    found = judged_replay(tmp_path, book, WORSE, TO_SMALL, later, since=since)

    assert figures(found)[0][0] == 1


def test_a_ledger_without_outcomes_has_no_evidence(tmp_path: Path, book: Book) -> None:
    """It is said, and the calls go."""
    found = replayed(tmp_path, book, [call(model_served="large", input=5_000)], TO_SMALL)

    assert (figures(found)[0][0], NO_OUTCOMES in found.remarks) == (1, True)


def test_what_is_refused_is_counted_by_group(tmp_path: Path, book: Book) -> None:
    """All 100 of `large`, none of `small`; a row of a step without groups has them all."""
    found = judged_replay(tmp_path, book, WORSE, TO_SMALL, by=("model",))

    assert {row[1]: row[-1] for row in found.rows} == {"large": 100, "small": None}
    assert found.total is not None
    assert found.total[-1] == 100


def test_without_groups_what_is_refused_is_counted_by_step(tmp_path: Path, book: Book) -> None:
    """100 of one step."""
    assert judged_replay(tmp_path, book, WORSE, TO_SMALL).rows[0][-1] == 100
