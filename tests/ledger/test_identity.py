"""Tests of identity.py."""

from __future__ import annotations

import hashlib
from pathlib import Path

from support.damage import cut, files, flip, swap, three_versions
from tokenomics.ledger.identity import digest_of, is_itself, name_of, stated_digest


def test_a_name_states_the_digest_of_the_bytes(tmp_path: Path) -> None:
    """It is the SHA-256 that any other tool comes to."""
    (path,) = files(three_versions(tmp_path))

    assert stated_digest(path) == digest_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert stated_digest(Path(name_of("0" * 36, "a" * 64))) == "a" * 64


def test_a_file_of_an_earlier_version_states_none(tmp_path: Path) -> None:
    """Its name is an identity alone, and it is itself where it ends as such files do."""
    path = tmp_path / "e0d9f14f-05f2-42d7-b480-b5dc3c645eda.parquet"
    path.write_bytes(b"PAR1 something PAR1")

    assert stated_digest(path) is None
    assert is_itself(path)
    cut(path)
    assert not is_itself(path)


def test_a_file_under_the_name_of_another_is_not_itself(tmp_path: Path) -> None:
    """Two of one size that were exchanged are told without reading them whole; a flipped bit is not."""
    ledger = three_versions(tmp_path)
    (one,), (other, _) = files(ledger), files(ledger, "2026-11")
    assert is_itself(one)
    flip(one, 100)
    assert is_itself(one)
    swap(one, other)

    assert not is_itself(one)
    assert not is_itself(other)
