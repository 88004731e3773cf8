"""Rates for rate keys."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from support.usage import T0, book_of
from tokenomics import pricing
from tokenomics.rate_keys import Cuts, RateKey

_CHANGE = datetime(2026, 11, 15, tzinfo=UTC)
_KEY = RateKey("acme", "moving", "batch", None, "eu", "fast", billable=True, epoch=0, step=0)
_CUTS = Cuts(T0, (_CHANGE,), (272_001,))


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
