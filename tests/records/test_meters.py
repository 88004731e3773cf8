"""The closed table of meters."""

from __future__ import annotations

from tokenomics.records.kinds import USAGE
from tokenomics.records.meters import BY_NAME, IN_CONTEXT, METERS, NAMES, is_whole


def test_names_are_unique_and_are_columns() -> None:
    """Each meter is named once, and is a column of the usage record."""
    assert len(set(NAMES)) == len(METERS)
    assert set(NAMES) <= set(USAGE.names)


def test_context_is_all_input() -> None:
    """The context tier counts every token sent, from the cache too, and none generated."""
    assert {"input", "cache_read", "cache_write_1h", "input_audio"} <= set(IN_CONTEXT)
    assert not {"output", "reasoning", "output_audio", "web_search"} & set(IN_CONTEXT)


def test_tokens_are_whole_and_quantities_are_not() -> None:
    """Tokens and requests are whole numbers; seconds and the like have fractions."""
    assert USAGE.column("input").dtype == USAGE.column("requests").dtype == "count"
    assert USAGE.column("seconds_in").dtype == "quantity"
    assert is_whole(BY_NAME["output_image"])
    assert not is_whole(BY_NAME["gpu_seconds"])


def test_only_requests_are_a_fee() -> None:
    """A call without a fee is free of it; every other meter without a rate is unpriced."""
    assert [meter.name for meter in METERS if meter.fee] == ["requests"]


def test_every_meter_has_words_of_its_own_for_bills() -> None:
    """No two meters are called the same, and the words say what was done with which tokens."""
    assert len({meter.focus for meter in METERS}) == len(METERS)
    assert BY_NAME["cache_read_audio"].focus == "Cache Read Audio Input Tokens"
    assert BY_NAME["cache_write_5m"].focus == "Cache Write 5m Input Tokens"


def test_every_meter_is_documented() -> None:
    """Each meter says what it counts, in a sentence."""
    assert all(meter.doc.endswith(".") and meter.focus for meter in METERS)
