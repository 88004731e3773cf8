"""What a replay comes to, in sentences."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from tokenomics.replaying.replay_words import LeftOut, idle, left_out, result


def test_a_saving_is_told_with_its_share() -> None:
    """3 of 12 are a quarter."""
    text = "Under this design 12.00 USD would have been 9.000 USD: 3.000 USD (25 %) less."

    assert result(Decimal(12), Decimal(9), "USD") == text


def test_a_loss_is_told_loudly() -> None:
    """9 would have been 12: a third more."""
    text = "Under this design 9.000 USD would have been 12.00 USD: 3.000 USD (33 %) MORE."

    assert result(Decimal(9), Decimal(12), "USD") == text


def test_what_changes_nothing_says_so() -> None:
    """12 stay 12."""
    assert "the same: 12.00 USD" in result(Decimal(12), Decimal(12), "USD")


def test_calls_without_a_price_are_told_by_when_they_lost_it() -> None:
    """2 had none before; of four models three are named; where there are none nothing is said."""
    before, after = left_out(LeftOut(2, Counter({"a": 1, "b": 4, "c": 3, "d": 2})))

    assert before.startswith("2 calls without a price")
    assert after.startswith("4 calls of b, 3 calls of c, 2 calls of d and 1 more model would have")
    assert not list(left_out(LeftOut(0, Counter())))


def test_a_step_that_changes_nothing_is_named() -> None:
    """A name in it may be wrong."""
    assert list(idle(["cap"])) == [
        "cap: no call is as it says, or all are so already: nothing is changed"
    ]
