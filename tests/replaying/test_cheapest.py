"""Calls that the cheapest model answers that surely holds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from support.judged import done, judged_replay
from support.usage import call
from support.worlds import figures, replayed
from tokenomics.books import Book
from tokenomics.replaying.cheapest_words import NO_OUTCOMES

# 5,000 of input cost 0.025 as `large`, 0.01 as `small` and 0.005 as `undated`.
BOTH = (done("small", 290, 300), done("large", 295, 300))
HOLDS = {"cheapest-that-holds": ["90%"]}


def test_calls_go_to_the_cheapest_model_that_holds(tmp_path: Path, book: Book) -> None:
    """300 at 0.025 and 300 at 0.01 are 10.5, all at 0.01 are 6; `undated` is too little known."""
    works = (*BOTH, done("undated", 100, 100))
    found = judged_replay(tmp_path, book, works, HOLDS)

    assert figures(found) == [(400, Decimal(11), Decimal(7), Decimal(4))]
    assert (
        "support, 1k-10k input: 700 calls by small, which succeeds in 97 % (94 % to 98 %) of 300 tasks."
        in found.sentences
    )


def test_where_none_holds_calls_stay(tmp_path: Path, book: Book) -> None:
    """Of tasks of 500 only 40 are judged."""
    short = {"model_served": "large", "input": 500, "feature": "support"}
    works = (*BOTH, done("large", 40, 40, input=500))
    found = judged_replay(tmp_path, book, works, HOLDS, short)

    assert figures(found)[0][0] == 300
    assert (
        "no evidence, 41 calls stay: no model with 200 judged tasks or more surely succeeds in 90 % of"
        " them: support, <1k input at best large 100 % (91 % to 100 %) of 40"
    ) in found.remarks


def test_a_cheaper_model_that_does_not_hold_gives_way_to_a_dearer(
    tmp_path: Path, book: Book
) -> None:
    """`small` succeeds in 240 of 300: 300 at 0.01 become 0.025, which is 4.5 more."""
    works = (done("small", 240, 300), done("large", 295, 300))

    assert figures(judged_replay(tmp_path, book, works, HOLDS))[0][3] == Decimal("-4.5")


def test_latency_is_measured_of_the_candidates_calls(tmp_path: Path, book: Book) -> None:
    """`small` takes 900 ms: it would be cheaper and is told; `large` takes 200 and keeps its calls."""
    works = (
        done("small", 290, 300, latency_ms=900),
        done("large", 295, 300, latency_ms=200),
    )
    design = {"cheapest-that-holds": ["0.9", "max-latency=800ms"]}
    found = judged_replay(tmp_path, book, works, design)

    assert figures(found)[0][0] == 300
    assert (
        "support, 1k-10k input: 600 calls by large, which succeeds in 98 % (96 % to 99 %) of 300 tasks; not"
        " small, which succeeds in 97 % (94 % to 98 %) of 300 tasks: it takes 900 ms (p95)."
    ) in found.sentences


def test_calls_go_to_the_region_that_is_asked_for(tmp_path: Path, book: Book) -> None:
    """Of both models calls were served in `eu`; those of `large` are 0.01 each there as anywhere."""
    works = (done("small", 290, 300, region="eu"), done("large", 295, 300, region="us"))
    design = {"cheapest-that-holds": ["0.9", "only=region=eu"], "reprice": ["region=eu"]}
    found = judged_replay(tmp_path, book, works, design)

    assert figures(found)[0][0] == 300
    assert any(text.endswith("by small in eu, which succeeds in 97 % (94 % to 98 %) of 300 tasks.") for text in found.sentences)  # fmt: skip


def test_filters_move_only_what_they_ask_for(tmp_path: Path, book: Book) -> None:
    """All tasks tell, and the calls of `a` move."""
    works = (done("small", 290, 300), done("large", 295, 300, team="a"), done("large", 5, 5, team="b"))  # fmt: skip

    assert figures(judged_replay(tmp_path, book, works, HOLDS, where=(("team", "a"),)))[0][0] == 300


def test_without_outcomes_all_calls_stay(tmp_path: Path, book: Book) -> None:
    """It is said, and nothing costs less."""
    rows = [call(model_served="large", input=5_000, feature="support")]
    found = replayed(tmp_path, book, rows, HOLDS)

    assert (figures(found)[0][0], NO_OUTCOMES in found.remarks) == (0, True)


def test_calls_that_state_no_feature_stay(tmp_path: Path, book: Book) -> None:
    """Nothing is known of what they are."""
    found = judged_replay(tmp_path, book, BOTH, HOLDS, {"model_served": "large", "input": 5_000})

    assert (
        "no evidence, 1 call stays: no feature, model or size is stated" in found.remarks
    )  # fmt: skip
