"""Tests of ledger.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import command
from support.ledgers import select
from support.logs import BROKEN, ROWS, calls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose ledger has two versions and a refused row."""
    calls(tmp_path / "one.csv", ROWS[0], BROKEN)
    calls(tmp_path / "two.csv", ROWS[1])
    command("ingest", "one.csv", "--now", "2026-11-04", cwd=tmp_path)
    command("ingest", "two.csv", "--now", "2026-11-05", cwd=tmp_path)
    return tmp_path


def test_info_counts_records_by_kind(folder: Path) -> None:
    """The folder and version are narrated, the holdings are data."""
    done = command("ledger", "info", "--format", "json", cwd=folder)
    held = {row["kind"]: row["rows"] for row in json.loads(done.out)}

    assert (held["usage"], held["reject"]) == (2, 1)
    assert "version 1" in done.err


def test_history_is_latest_first(folder: Path) -> None:
    """Each version says when and what; watermarks and rejects are not counted as records."""
    rows = json.loads(command("ledger", "history", "--format", "json", cwd=folder).out)

    assert [(row["version"], row["at"], row["added"]) for row in rows] == [
        (1, "2026-11-05T00:00:00Z", 1),
        (0, "2026-11-04T00:00:00Z", 1),
    ]


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
def test_a_diff_tells_what_a_version_added(form: str, folder: Path) -> None:
    """The second version has one call more, in every form; a version is no different from itself."""
    done = command("ledger", "diff", "0", "1", "--format", form, cwd=folder)
    same = command("ledger", "diff", "1", "1", "--format", "json", cwd=folder)

    assert "2026-11" in done.out
    if form == "json":
        (row,) = json.loads(done.out)
        assert (row["kind"], row["added"], row["removed"], row["changed"]) == ("usage", 1, 0, 0)
    assert json.loads(same.out) == []


def test_rejects_name_file_line_field_and_reason(folder: Path) -> None:
    """A refused row is placed, its content is not shown."""
    (row,) = json.loads(command("ledger", "rejects", "--format", "json", cwd=folder).out)

    assert row["file"] == str(folder / "one.csv")
    assert (row["line"], row["field"]) == (3, "input")
    assert "-5" not in row["reason"]


def test_rejects_fit_the_terminal(folder: Path) -> None:
    """A table is as wide as the terminal, a pipe gets all; paths are as seen from here."""
    narrow = command("ledger", "rejects", cwd=folder, env={"COLUMNS": "50"}).out.splitlines()
    piped = command("ledger", "rejects", cwd=folder).out.splitlines()

    assert max(map(len, narrow)) <= 50
    assert narrow[0].split() == ["file", "line", "field", "reason"]
    assert piped[1].split()[:3] == ["one.csv", "3", "input"]
    assert piped[0].split()[-1] == "ts"


def test_rejects_can_be_cut_and_say_so(tmp_path: Path) -> None:
    """--limit shows the first, and how many there are."""
    calls(tmp_path / "calls.csv", BROKEN, BROKEN)
    command("ingest", "calls.csv", cwd=tmp_path)
    done = command("ledger", "rejects", "--limit", "1", cwd=tmp_path)

    assert "1 of 2 refused rows" in done.err
    assert len(done.out.splitlines()) == 2


def test_no_rows_are_no_limit(folder: Path) -> None:
    """A limit below one is wrong usage."""
    assert command("ledger", "rejects", "--limit", "0", cwd=folder).code == 2


def test_rejects_of_a_past_version(folder: Path) -> None:
    """--ledger-at asks the ledger as it was."""
    rows = json.loads(
        command("ledger", "rejects", "--ledger-at", "0", "--format", "json", cwd=folder).out
    )

    assert len(rows) == 1


def test_compacting_keeps_the_figures_and_is_silent(folder: Path) -> None:
    """Joining files adds a version and changes no report."""
    before = command("report", "--by", "team", cwd=folder)

    assert command("ledger", "compact", cwd=folder) == (0, "", "")
    assert command("report", "--by", "team", cwd=folder) == before


@pytest.mark.parametrize("words", [["info"], ["history"], ["rejects"], ["compact"]])
def test_without_a_ledger_the_next_step_is_named(tmp_path: Path, words: list[str]) -> None:
    """No ledger is made by asking for one."""
    done = command("ledger", *words, cwd=tmp_path)

    assert done.code == 2
    assert "tokenomics ingest" in done.err
    assert list(tmp_path.iterdir()) == []


def _cache(folder: Path, *options: str) -> dict[str, object]:
    done = command("ledger", "cache", *options, "--format", "json", cwd=folder)
    (row,) = json.loads(done.out)
    return row


def test_the_cache_is_shown_and_cleared(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports of a large ledger leave answers there, which may go at any time."""
    monkeypatch.setattr("tokenomics.ledger.parts.LEAST", 0)
    first = command("report", "--by", "team", "--format", "json", cwd=folder)
    filled = _cache(folder)

    assert filled["files"]
    assert command("report", "--by", "team", "--format", "json", cwd=folder) == first
    assert _cache(folder) == filled
    assert _cache(folder, "--clear") == {**filled, "files": 0, "size": 0}
    assert command("report", "--by", "team", "--format", "json", cwd=folder) == first


def test_a_configuration_may_keep_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without room nothing is written outside the ledger, and a text that is no size is refused."""
    monkeypatch.setattr("tokenomics.ledger.parts.LEAST", 0)
    _cache(folder, "--clear")
    (folder / "tokenomics.toml").write_text('[ledger]\ncache = "0"\n')
    command("report", cwd=folder)

    assert _cache(folder)["files"] == 0
    (folder / "tokenomics.toml").write_text('[ledger]\ncache = "much"\n')
    wrong = command("report", cwd=folder)
    assert wrong.code == 2
    assert "ledger.cache: 'much' is no size" in wrong.err


def test_a_report_straight_from_logs_keeps_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger that is gone afterwards is not remembered."""
    monkeypatch.setattr("tokenomics.ledger.parts.LEAST", 0)
    _cache(folder, "--clear")
    command("report", "one.csv", cwd=folder)

    assert _cache(folder)["files"] == 0


def test_another_key_of_digests_is_drawn(tmp_path: Path) -> None:
    """Equal prompts are equal before and after, and not across; the key is said to lie where it lies."""
    row = '{{"ts": "2026-11-0{}T10:00:00Z", "provider": "openai", "model": "gpt-4-0613", "input": 1, "output": 1, "prompt_digest": "abc"}}\n'  # fmt: skip
    (tmp_path / "calls.jsonl").write_text(row.format(1) + row.format(2), "utf-8")
    command("ingest", "calls.jsonl", "--ledger", "ledger", cwd=tmp_path)
    done = command("ledger", "rotate-key", "--ledger", "ledger", cwd=tmp_path)
    with (tmp_path / "calls.jsonl").open("a", encoding="utf-8") as file:
        file.write(row.format(3) + row.format(4))
    command("ingest", "calls.jsonl", "--ledger", "ledger", cwd=tmp_path)

    assert done == (0, "", ".ledger.people.key: digests of before and from now on are never equal\n")  # fmt: skip
    found = [
        digest for _, digest in sorted(select(tmp_path / "ledger", "epoch_us(ts), prompt_digest"))
    ]
    assert None not in found
    assert found[0] == found[1] != found[2] == found[3]
