"""Laws of prices: what holds of every book, and of the bundled one's past."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books import Call, Rate, boundaries, bundled, quote, with_overlay
from tokenomics.books.rates import key_of
from tokenomics.records.money import EXACT, plain, total

# The digest of every price that ended before a day, by provider. A line that changes says that
# somebody's past was priced anew.
PINNED = Path(__file__).with_name("closed_windows.toml")
NAMES = sorted(name for name, rates in bundled().models.items() if rates)


def closed(provider: str, before: date) -> list[Rate]:
    """A provider's prices that are believed and that ended before a day."""
    end = datetime(before.year, before.month, before.day, tzinfo=UTC)
    rates = (
        rate for key, rates in bundled().models.items() if key[0] == provider for rate in rates
    )
    return [rate for rate in rates if rate.end is not None and rate.end < end]


def digest(rates: list[Rate]) -> str:
    """A digest of what the prices are, of which calls and from when until when."""
    told = sorted(f"{key_of(r)} {r.start} {r.end} {plain(r.rate)} {r.currency}" for r in rates)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


def test_no_two_prices_of_one_thing_overlap_and_each_ends_after_it_starts() -> None:
    """In every instant a key has one price at most."""
    by_key: dict[object, list[Rate]] = {}
    for rates in bundled().models.values():
        for rate in rates:
            by_key.setdefault(key_of(rate), []).append(rate)
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    for same in by_key.values():
        windows = sorted((rate.start or first, rate.end or last) for rate in same)
        assert all(start < end for start, end in windows)
        assert all(one[1] <= two[0] for one, two in pairwise(windows))


def test_the_past_is_not_priced_anew() -> None:
    """A price that ended is a fact: a correction is an entry with `known_at`, and what was wrong
    is `retracted_at`. Where that is what changed, write the digest that the failure shows.
    """
    pinned = tomllib.loads(PINNED.read_text("utf-8"))
    before = pinned.pop("before")

    assert pinned == {name: digest(closed(name, before)) for name in pinned}
    providers = {name for name, _ in NAMES}
    assert {name for name in providers if closed(name, before)} == set(pinned)


@given(
    st.sampled_from(NAMES),
    st.integers(0, 2_000),
    st.integers(0, 400_000),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
)
def test_pricing_is_linear(
    name: tuple[str, str], days: int, context: int, parts: list[int]
) -> None:
    """What a call costs does not depend on how its quantities are split, to the last digit."""
    at = datetime(2021, 1, 1, tzinfo=UTC) + timedelta(days=days)
    answer = quote(bundled(), Call(*name, None, None, None, context, at))

    for found in answer.rates.values():
        whole = EXACT.multiply(Decimal(sum(parts)), found.rate.rate)
        assert whole == total(EXACT.multiply(Decimal(part), found.rate.rate) for part in parts)


def test_nothing_off_changes_nothing(toml: Callable[..., Path]) -> None:
    """A discount of 0 % on every provider leaves every rate and every boundary as it is."""
    providers = sorted({name for name, _ in NAMES})
    text = "".join(f'[[discount]]\nprovider = "{name}"\npercent = 0\n' for name in providers)
    book = with_overlay(bundled(), toml(text))

    for name in NAMES:
        ours = [(key_of(r), r.rate, r.start, r.end) for r in book.models[name]]
        assert sorted(ours, key=str) == sorted(
            ((key_of(r), r.rate, r.start, r.end) for r in bundled().models[name]), key=str
        )
        assert boundaries(book, *name) == boundaries(bundled(), *name)
