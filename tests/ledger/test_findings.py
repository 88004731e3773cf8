"""Tests of findings.py."""

from __future__ import annotations

from pathlib import Path

from tokenomics.ledger import Finding, Verdict


def test_notes_break_nothing() -> None:
    """A ledger is sound unless something of it is broken."""
    note = Finding("leftover", "a", "no version names it", "", broken=False)
    sound = Verdict(Path(), 1, 1, 1, 1, 0, 0, (note,), 1)

    assert sound.is_sound
    assert not sound._replace(findings=(note, note._replace(broken=True))).is_sound
