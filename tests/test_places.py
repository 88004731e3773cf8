"""Tests of places.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tokenomics.places import Remote, folder_of, home_of, place, remote_of
from tokenomics.records.errors import ConfigError

ENV = {"XDG_CACHE_HOME": "/cache", "XDG_DATA_HOME": "/data"}


def test_a_path_is_a_folder_as_seen_from_its_root() -> None:
    """Whoever names no address means a folder of this machine."""
    found = place("books", Path("/home"))

    assert found == folder_of(found) == home_of(found) == Path("/home/books")
    assert remote_of(found) is None
    assert place(Path("/elsewhere"), Path("/home")) == Path("/elsewhere")


def test_an_address_has_copies_that_may_go_and_a_home_that_may_not() -> None:
    """Each bucket and folder has its own of both."""
    found = place("s3://finops/team/ledger/", Path("/home"), ENV)

    assert found == Remote(
        "s3://finops/team/ledger",
        Path("/cache/tokenomics/ledgers/s3/finops/team/ledger"),
        Path("/data/tokenomics/ledgers/s3/finops/team/ledger"),
    )
    assert str(found) == "s3://finops/team/ledger"
    assert remote_of(found) is place(found) is found
    assert folder_of(place("gs://b/l", env=ENV | {"TOKENOMICS_MIRRORS": "/m"})) == Path("/m/gs/b/l")


def test_an_address_that_was_taken_for_a_path_is_one() -> None:
    """A path has one slash where an address has two."""
    assert place(Path("s3://finops/l"), env=ENV) == place("s3://finops/l", env=ENV)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("s3a://b/l", "unknown scheme 's3a': did you mean 's3'?"),
        ("https://b/l", "unknown scheme 'https': choose from az, gs, s3"),
        ("s3://", "name a bucket: s3://BUCKET/FOLDER"),
        ("s3://b/../l", "a ledger's address cannot hold '..'"),
        ("s3://b/a%2Fb", "a ledger's address cannot hold 'a%2Fb'"),
        ("az://b/l?sig=x", "a ledger's address cannot hold 'l?sig=x'"),
    ],
)
def test_an_address_that_means_nothing_is_refused(text: str, sentence: str) -> None:
    """One sentence says which part, and the nearest scheme."""
    with pytest.raises(ConfigError) as told:
        place(text, env=ENV)

    assert sentence in str(told.value)
