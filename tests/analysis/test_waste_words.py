"""What findings of waste mean in sentences."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tokenomics.analysis import waste_words as words
from tokenomics.analysis.caching import Writes
from tokenomics.analysis.capacity import Capacity
from tokenomics.analysis.lengths import Groups
from tokenomics.analysis.premium import Premium
from tokenomics.analysis.stakes import Finding, Stake
from tokenomics.analysis.waste_words import Said

SAID = Said(Stake(1_200, 5, Decimal(50), Decimal("12.345")), Decimal(200), "USD")
LOST = SAID._replace(stake=SAID.stake._replace(at_stake=Decimal("-12.345")))
NONE = Capacity(None, None, Fraction(0), Fraction(0), 0, 0, None, ())


@pytest.mark.parametrize(
    "name",
    [
        words.CACHE, words.GATEWAY, words.UNREAD, words.SLOW, words.FAST, words.WAIT, words.OUTPUT, words.INPUT,
        words.PREMIUM,
    ],
)  # fmt: skip
def test_every_finding_has_its_name_and_its_amount(name: str) -> None:
    """12.345 dollars have two decimals, half to even, and no finding is told by another's words."""
    text = words.sentence(name, SAID)

    assert text.startswith(f"{name}: ")
    assert "12.34 USD" in text


def test_shares_are_of_the_whole_cost() -> None:
    """50 of 200 are 25 %; where nothing has a price a share is not more than nothing."""
    assert "25 % of the cost" in words.sentence(words.SLOW, SAID)
    assert "0 % of the cost" in words.sentence(words.FAST, SAID._replace(whole=None))


def test_caches_that_lose_say_so() -> None:
    """A loss is no saving of less than nothing."""
    text = words.sentence(words.CACHE, LOST)

    assert "cost 12.34 USD more to write than reading them saved" in text


def test_idle_capacity_is_told_in_hours_and_money() -> None:
    """7 of 10 hours, 70 of 100 dollars, and what its calls would have cost by the token."""
    found = Capacity(
        Decimal(100), Decimal(70), Fraction(10), Fraction(7), 4, 9, Decimal(8), ()
    )  # fmt: skip
    first, second = words.about_capacity(found, "USD")

    assert "100.00 USD was paid for provisioned capacity; in 7 of 10 hours no call used it" in first
    assert "at least 70 % idle, 70.00 USD" in first
    assert second.endswith("the 4 calls on capacity would have cost 8.000 USD by the token")


def test_of_capacity_only_what_is_known_is_told() -> None:
    """Nothing of none; what was paid where use is not known; what was used where nothing was paid."""
    bought, used = NONE._replace(bought=Decimal(1)), NONE._replace(calls=1, listed=Decimal(1))

    assert list(words.about_capacity(NONE, "USD")) == []
    assert [";" in text for text in words.about_capacity(bought, "USD")] == [False]
    assert ["by the token" in text for text in words.about_capacity(used, "USD")] == [True]


def test_a_single_call_is_one() -> None:
    """Singular and plural, and nothing where there is none."""
    assert list(words.about_unpriced(words.OUTPUT, 0)) == []
    assert "1 call left out" in next(words.about_unpriced(words.OUTPUT, 1))
    assert "2 calls left out, for want of a batch price" in next(
        words.about_unpriced(words.WAIT, 2)
    )


def test_what_is_not_known_of_writes_is_told() -> None:
    """Those without a session, those with one, and those of the last minutes."""
    assert len(list(words.about_writes(Writes(calls=3, guessed=1, waiting=1)))) == 3
    assert len(list(words.about_writes(Writes(calls=3, guessed=3, waiting=0)))) == 1
    assert len(list(words.about_writes(Writes(calls=3, guessed=0, waiting=0)))) == 1


def test_what_is_compared_with_nothing_is_told() -> None:
    """Calls of small groups."""
    assert list(words.about_groups(words.OUTPUT, Groups(2, 21))) == [
        "long output: 21 calls left out, as they have fewer than 20 to be compared with"
    ]
    assert list(words.about_groups(words.OUTPUT, Groups(0, 0))) == []


def test_short_calls_that_are_left_out_are_told() -> None:
    """Without a cheaper model, with worse ones, and that no outcome tells; or nothing."""
    left = Premium(Finding("true", {}), unmeasured=1, worse=2, compared=False)

    assert len(list(words.about_premium(left))) == 3
    assert list(words.about_premium(Premium(Finding("true", {}), 0, 0, compared=True))) == []


def test_sums_and_flat_prices_are_told() -> None:
    """Of sums no length is known, and nobody is billed for a subscription's calls."""
    assert list(words.about_kinds(0, 0)) == []
    assert [text.split()[0] for text in words.about_kinds(1, 2)] == ["1", "2"]
