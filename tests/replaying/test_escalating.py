"""How many calls are asked again because the first answer failed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from support.judged import done, judged_replay
from support.usage import call
from support.worlds import figures, replayed
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError

# 5,000 of input cost 0.025 as `large` and 0.01 as `small`.
BOTH = (done("small", 30, 40), done("large", 90, 100))
FAILED = {"route": ["feature=support, model=large -> small then failed large"]}


def test_what_the_first_model_fails_is_asked_again(tmp_path: Path, book: Book) -> None:
    """`small` fails 10 of 40: 100 calls at 0.01 and a quarter of them at 0.025 are 1.625 for 2.5."""
    found = judged_replay(tmp_path, book, BOTH, FAILED)

    assert figures(found)[0][3] == Decimal("0.875")
    assert (
        "support: small failed in 25 % (14 % to 40 %) of 40 judged tasks: so many of its calls are asked of"
        " large again."
    ) in found.sentences


def test_all_sizes_of_the_feature_and_no_other_feature_tell(tmp_path: Path, book: Book) -> None:
    """Of 40 and 60 tasks of two sizes 10 + 15 failed; 100 of another feature did as well."""
    works = (
        *BOTH, done("small", 45, 60, input=10), done("small", 0, 100, feature="other"),
    )  # fmt: skip
    found = judged_replay(tmp_path, book, works, FAILED)

    assert any("failed in 25 % (18 % to 34 %) of 100 judged tasks" in text for text in found.sentences)  # fmt: skip


def test_without_enough_judged_tasks_the_share_must_be_stated(tmp_path: Path, book: Book) -> None:
    """29 tell nothing."""
    works = (done("small", 20, 29), done("large", 90, 100))

    with pytest.raises(ConfigError, match="29 judged tasks of 'support' with small: how often"):
        judged_replay(tmp_path, book, works, FAILED)


def test_without_outcomes_the_share_must_be_stated(tmp_path: Path, book: Book) -> None:
    """Nothing tells how often a model fails."""
    with pytest.raises(ConfigError, match="0 judged tasks"):
        replayed(tmp_path, book, [call(input=1)], FAILED)


@pytest.mark.parametrize("picked", ["all", "feature!=support", "feature=a, feature=b"])
def test_a_failing_share_is_one_features(tmp_path: Path, book: Book, picked: str) -> None:
    """How often a model fails depends on what it does."""
    with pytest.raises(ConfigError, match="write one feature=NAME"):
        judged_replay(tmp_path, book, BOTH, {"route": [f"{picked} -> small then failed large"]})
