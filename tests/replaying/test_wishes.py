"""What a model must do to be chosen, as it is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics.replaying.wishes import Wish, wish_of


@pytest.mark.parametrize("text", ["0.9", "90%", "90 %", " 0.90 "])
def test_a_quality_is_a_share(text: str) -> None:
    """Nine tenths, however they are written."""
    assert wish_of([text]) == Wish(Decimal("0.9"), None, {})


@pytest.mark.parametrize("text", ["0", "1", "90", "100%", "good", "-0.5"])
def test_what_is_no_share_between_nothing_and_all_is_refused(text: str) -> None:
    """Nothing succeeds surely in all tasks."""
    with pytest.raises(ConfigError, match="write a share of tasks"):
        wish_of([text])


def test_values_of_one_name_are_either() -> None:
    """Two providers, and a region besides."""
    found = wish_of(["0.9", "only=provider=a", "only=region=eu", "only=provider=b"])

    assert found.only == {"provider": ("a", "b"), "region": ("eu",)}


@pytest.mark.parametrize(("text", "milliseconds"), [("800ms", 800), ("1.5s", 1500), ("70", 70)])
def test_a_latency_is_of_milliseconds_or_seconds(text: str, milliseconds: int) -> None:
    """Without a unit it is milliseconds."""
    assert wish_of(["0.9", f"max-latency={text}"]).latency == milliseconds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max-latency=soon", "write milliseconds or seconds"),
        ("only=provider", "write NAME=VALUE"),
        ("only=provder=a", "did you mean 'provider'"),
        ("max-latecy=2s", "did you mean 'max-latency'"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, said: str) -> None:
    """With the nearest name."""
    with pytest.raises(ConfigError, match=said):
        wish_of(["0.9", text])
