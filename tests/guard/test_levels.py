"""What fits at a level."""

from __future__ import annotations

import pytest

from tokenomics.guard.levels import Account, Ask, Level, admit, lacks, settle, settle_late

ASK = Ask("a", (), 10, 100)


@pytest.mark.parametrize(
    ("level", "account", "of"),
    [
        (Level("k", "k"), Account(), ""),
        (Level("k", "k", units=30), Account(spent=15, reserved=5), ""),  # 15 + 5 + 10 = 30
        (Level("k", "k", units=29), Account(spent=15, reserved=5), "money"),
        (Level("k", "k", steps=2), Account(steps=1), ""),
        (Level("k", "k", steps=2), Account(steps=2), "steps"),
        (Level("k", "k", tokens=300), Account(tokens=150, reserved_tokens=50), ""),
        (Level("k", "k", tokens=299), Account(tokens=150, reserved_tokens=50), "tokens"),
        (Level("k", "k"), Account(closed="for a reason"), "closed"),
    ],
)
def test_a_call_fits_where_all_that_is_spent_and_reserved_leaves_room(
    level: Level, account: Account, of: str
) -> None:
    """To the last unit, step and token."""
    assert lacks(ASK, level, account) == of


def test_what_a_call_cost_takes_the_place_of_what_was_reserved() -> None:
    """10 units and 100 tokens are reserved, 4 and 40 spent."""
    account = Account()
    admit(account, ASK)
    assert account == Account(reserved=10, steps=1, reserved_tokens=100)

    settle(account, ASK, 4, 40)
    assert account == Account(spent=4, steps=1, tokens=40)


def test_more_than_was_reserved_is_spent_and_closes_the_account() -> None:
    """Whoever reserves too little must not go on; why it closed first stays."""
    account = Account(reserved=20, reserved_tokens=200)
    settle(account, ASK, 11, 100)

    assert (account.spent, account.closed) == (
        11,
        "a call was billed more than was reserved for it",
    )
    settle_late(account, 3, 1)
    assert (account.spent, account.closed) == (
        14,
        "a call was billed more than was reserved for it",
    )


def test_what_is_settled_late_is_spent_and_closes_the_account() -> None:
    """Its reservation was given up, so nothing is freed."""
    account = Account(reserved=5)
    settle_late(account, 3, 1)

    assert (account.spent, account.reserved, account.tokens) == (3, 5, 1)
    assert account.closed == "a call was settled after its lease had ended"
