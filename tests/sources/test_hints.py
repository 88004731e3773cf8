"""Tests of hints.py."""

from __future__ import annotations

import pytest

from tokenomics.records.errors import ConfigError
from tokenomics.sources.contract import NO_HINTS, Hints
from tokenomics.sources.hints import change_reading, checked, is_path, labels_of


@pytest.mark.parametrize(
    ("at", "instant"),
    [
        ("2026-11-02", "2026-11-01T23:00:00+00:00"),
        ("2026-11", "2026-10-31T23:00:00+00:00"),
        ("2026-11-02T09:00:00Z", "2026-11-02T09:00:00+00:00"),
    ],
)
def test_a_date_becomes_an_instant(at: str, instant: str) -> None:
    """A day begins in the time zone of reports; an offset is kept."""
    assert checked(Hints(at=at), "Europe/Berlin").at == instant


@pytest.mark.parametrize("at", ["ts", "meta.logged_at", "@timestamp", "x-time"])
def test_a_path_stays(at: str) -> None:
    """The path of a field is looked up row by row."""
    assert is_path(at)
    assert checked(Hints(at=at), "UTC") == Hints(at=at)


@pytest.mark.parametrize("at", ["", "2026-13-01", "a b", "a..b", "2026/11/02"])
def test_neither(at: str) -> None:
    """What is neither names itself and both that it may be."""
    with pytest.raises(ConfigError, match=r"--at .* is no date .*, or the path of a field"):
        checked(Hints(at=at), "UTC")


def test_what_makes_a_file_say_more() -> None:
    """An instant and a vendor change what a file says; an account keeps its rows apart instead."""
    assert not change_reading(NO_HINTS)
    assert not change_reading(Hints(scope="org"))
    assert change_reading(Hints(at="ts"))
    assert change_reading(Hints(provider="azure"))


def test_labels_are_by_their_keys() -> None:
    """Blanks around them do not count, a value may have an equals sign."""
    assert labels_of(["run = a=b", "commit=4b33144"]) == (("commit", "4b33144"), ("run", "a=b"))


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["commit"], "cannot label with 'commit': write KEY=VALUE"),
        (["=x"], "cannot label with '=x'"),
        (["commit=a", "commit=b"], "label 'commit' is given twice"),
        (["user=alice"], "label 'user' is a field that logs state"),
        (["model=gpt"], "label 'model' is a field that logs state"),
    ],
)
def test_other_labels_are_refused(texts: list[str], message: str) -> None:
    """A label overrules nothing that a log states."""
    with pytest.raises(ConfigError, match=message):
        labels_of(texts)
