"""Rate keys, cuts and the questions put to the pricebook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.usage import T0, book_of
from tokenomics import pricing
from tokenomics.pricing import Cuts, RateKey

_CHANGE = datetime(2026, 11, 15, tzinfo=UTC)
_KEY = RateKey("acme", "moving", "batch", None, "eu", "fast", billable=True, epoch=0, step=0)
_CUTS = Cuts(T0, (_CHANGE,), (272_001,))


def test_cuts_lie_between_the_first_and_the_last_record(tmp_path: Path) -> None:
    """A change at the first instant or after the last one divides nothing."""
    book = book_of(tmp_path)
    names = [("acme", "moving"), ("acme", "large"), ("acme", None)]

    assert pricing.cuts(book, names, T0, _CHANGE) == _CUTS
    assert pricing.cuts(book, names, _CHANGE, _CHANGE).instants == ()
    assert pricing.cuts(book, names[:1], T0, T0) == Cuts(T0, (), ())


def test_a_rate_key_asks_for_an_instant_and_a_context_of_its_own() -> None:
    """Epoch 0 is asked at the first record, step 0 without context; later ones at their cut."""
    early = pricing.call_of(_KEY, _CUTS)
    late = pricing.call_of(_KEY._replace(epoch=1, step=1), _CUTS)

    assert (early.at, early.context_tokens) == (T0, 0)
    assert (late.at, late.context_tokens) == (_CHANGE, 272_001)
    assert early[:5] == ("acme", "moving", "batch", "eu", "fast")


def test_a_stated_context_tier_wins_over_the_counts() -> None:
    """The provider knows which tier it billed."""
    key = _KEY._replace(context_tier="0-200k", step=1)

    assert pricing.call_of(key, _CUTS).context_tokens == 0


@pytest.mark.parametrize(
    ("tier", "tokens"),
    [
        (None, None),
        ("0-200k", 0),
        ("≤ 200k", 0),
        ("200k-1M", 200_001),
        ("> 200k", 200_001),
        ("1M-2M", 1_000_001),
        ("standard", None),
    ],
)
def test_context_tiers_are_read_as_providers_write_them(
    tier: str | None, tokens: int | None
) -> None:
    """The least total input of the tier."""
    assert pricing.stated_context(tier) == tokens


def test_a_rate_is_zero_only_where_nothing_is_charged(tmp_path: Path) -> None:
    """Unbilled meters and fees the book does not have are 0; any other gap is None."""
    key = _KEY._replace(model="small", service_tier=None, region=None, variant=None)
    billed, free = pricing.priced(
        book_of(tmp_path), [key, key._replace(billable=False)], _CUTS, "USD"
    )

    assert pricing.rate_of(billed, "requests") == 0
    assert pricing.rate_of(billed, "citation") is None
    assert pricing.rate_of(free, "citation") == 0
    assert pricing.gaps([billed], {key: {"citation": 2, "maps": 0, "input": 3}}) == {
        key: ("citation",)
    }
