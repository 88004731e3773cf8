"""Tests of verifying.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import command
from support.damage import DATA, LOGS, Damage, files, three_versions
from support.kept_ledgers import copied

# The figure of a whole ledger: three calls of 1,000 tokens at 30 USD a million.
COST = "0.09"
QUESTIONS = (
    ("report",), ("agents",), ("quality",), ("drivers",), ("reconcile",), ("chargeback",), ("waste",),
    ("anomalies",), ("failures",), ("indicators",), ("forecast",), ("whatif", "--reprice", "at=2026-11-02"),
    ("whatif", "people", "--minutes", "1", "--hourly", "1USD"), ("whatif", "portfolio"), ("whatif", "scenarios"),
    ("diff", "2026-10", "2026-11"), ("explain", f"{1:032x}"), ("export", "focus", "--output", "out.csv"),
    ("ledger", "info"), ("ledger", "rejects"), ("ledger", "diff", "0", "2"), ("ledger", "compact"),
    ("report", "--format", "html"),
)  # fmt: skip


def test_a_whole_ledger_is_told_in_two_lines(tmp_path: Path) -> None:
    """How much was looked at, and that it is as it was written."""
    ledger = three_versions(tmp_path / "ledger")
    done = command("ledger", "verify", "--ledger", ledger, cwd=tmp_path)

    assert (done.code, done.err) == (0, "")
    first, second = done.out.splitlines()
    assert first.startswith("the ledger ledger version 2: 6 files, 6 rows, 0.0 MB")
    assert second == "all is as it was written"


def test_a_broken_ledger_ends_with_one(tmp_path: Path) -> None:
    """A finding has a line, and one for what can be done; the last says which version is whole."""
    ledger = three_versions(tmp_path / "ledger")
    (path,) = files(ledger)
    path.unlink()
    done = command("ledger", "verify", "--ledger", ledger, cwd=tmp_path)

    assert done.code == 1
    first, second, *_, last = done.out.splitlines()
    assert first == f"broken file: {path.relative_to(tmp_path)}: is gone"
    assert second.startswith("  put back a copy of it")
    assert last == "1 finding; no version is whole"


def test_findings_are_json_as_well(tmp_path: Path) -> None:
    """With the same exit code; an older version is looked at where asked."""
    ledger = three_versions(tmp_path / "ledger")
    files(ledger, "2026-11")[0].unlink()
    done = command("ledger", "verify", "--ledger", ledger, "--format", "json", cwd=tmp_path)
    found = json.loads(done.out)
    old = command("ledger", "verify", "--ledger", ledger, "--ledger-at", "0", cwd=tmp_path)

    assert (done.code, found["sound"], found["version"], found["whole"]) in {
        (1, False, 2, 0), (1, False, 2, 1),
    }  # fmt: skip
    assert found["findings"][0]["problem"] == "is gone"
    assert old.code == 0


def test_an_earlier_ledger_says_what_is_not_known(tmp_path: Path) -> None:
    """Its files state no digests."""
    ledger = copied("first", tmp_path)
    done = command("ledger", "verify", "--ledger", ledger, cwd=tmp_path)

    assert done.code == 0
    assert (
        "5 files of an earlier version of tokenomics: no digest of the bytes is known" in done.out
    )


def _asked(ledger: Path, *words: str) -> tuple[int, str, str]:
    done = command(*words, "--ledger", ledger, cwd=ledger.parent)
    return done.code, done.out, done.err


@pytest.mark.parametrize("damage", [*DATA, *LOGS], ids=lambda damage: damage.name)
def test_no_figure_is_told_of_a_damaged_ledger(damage: Damage, tmp_path: Path) -> None:
    """Reports, listings and ingests end with one clear line, whatever is broken."""
    ledger = three_versions(tmp_path / "ledger")
    (tmp_path / "1.jsonl").write_text("{}\n", "utf-8")
    assert json.loads(_asked(ledger, "report", "--format", "json")[1])["totals"]["cost"] == COST
    damage.do(ledger)

    for words in (("report",), ("ledger", "info"), ("ledger", "compact"), ("ingest", "1.jsonl")):
        code, out, err = _asked(ledger, *words)
        assert (code, out) == (2, ""), words
        assert err.count("\n") == 1, err
        assert "'tokenomics ledger verify' says what can be done" in err
    assert _asked(ledger, "ledger", "verify")[0] == 1


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_every_question_refuses_a_swapped_file(words: tuple[str, ...], tmp_path: Path) -> None:
    """Two months that were exchanged have the rows and the size that were written, and tell no figure."""
    ledger = three_versions(tmp_path / "ledger")
    next(damage for damage in DATA if damage.name == "swapped").do(ledger)
    code, out, err = _asked(ledger, *words)

    assert (code, out) == (2, "")
    assert "is gone or not the file that was written" in err
