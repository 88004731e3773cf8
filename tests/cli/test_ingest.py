"""Tests of ingest.py."""

from __future__ import annotations

import json
from pathlib import Path

from support.command import command, process
from support.logs import BROKEN, HEADER, ROWS, UNPRICED, calls
from tokenomics.ledger import open_ledger


def test_success_is_silent_without_a_terminal(tmp_path: Path) -> None:
    """Cron mails whatever is printed, so nothing is."""
    calls(tmp_path / "calls.csv")

    assert command("ingest", "calls.csv", cwd=tmp_path) == (0, "", "")
    assert open_ledger(tmp_path / ".tokenomics").version == 0


def test_refused_rows_are_no_failure(tmp_path: Path) -> None:
    """A broken row does not disturb cron; the ledger knows it."""
    calls(tmp_path / "calls.csv", *ROWS, BROKEN)

    assert command("ingest", "calls.csv", cwd=tmp_path) == (0, "", "")
    assert "-48151623" not in command("ledger", "rejects", cwd=tmp_path).out


def test_verbose_says_what_was_done(tmp_path: Path) -> None:
    """-v narrates on standard error."""
    calls(tmp_path / "calls.csv")
    done = command("ingest", "calls.csv", "-v", cwd=tmp_path)

    assert (done.code, done.out) == (0, "")
    assert "1 file read into .tokenomics version 0" in done.err


def test_strict_commits_nothing(tmp_path: Path) -> None:
    """A refused row ends a strict ingest with exit code 1, a line, and an unchanged ledger."""
    calls(tmp_path / "calls.csv", *ROWS, BROKEN)
    done = command("ingest", "calls.csv", "--strict", cwd=tmp_path)

    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert open_ledger(tmp_path / ".tokenomics").version == -1


def test_the_ledger_can_be_named_by_option_and_environment(tmp_path: Path) -> None:
    """--ledger wins over TOKENOMICS_LEDGER."""
    calls(tmp_path / "calls.csv")
    env = {"TOKENOMICS_LEDGER": "two"}
    command("ingest", "calls.csv", "--ledger", "one", cwd=tmp_path, env=env)
    command("ingest", "calls.csv", cwd=tmp_path, env=env)

    assert open_ledger(tmp_path / "one").version == 0
    assert open_ledger(tmp_path / "two").version == 0
    assert not (tmp_path / ".tokenomics").exists()


def test_standard_input_is_a_file_like_any_other(tmp_path: Path) -> None:
    """`-` reads what is piped in."""
    text = "\n".join([HEADER, *ROWS, ""]).encode()
    done = process("ingest", "-", "-v", cwd=tmp_path, stdin=text)

    assert done.returncode == 0
    assert b"2 records: 2 added" in done.stderr


def test_good_files_count_beside_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A named file of no known format is told and ends with exit code 2, after the rest."""
    calls(tmp_path / "calls.csv")
    (tmp_path / "photo.bin").write_bytes(b"\x89PNG\0\1\2\3" * 9)
    done = command("ingest", "photo.bin", "calls.csv", cwd=tmp_path)

    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "photo.bin" in done.err
    assert open_ledger(tmp_path / ".tokenomics").version == 0


def test_the_clock_can_be_set(tmp_path: Path) -> None:
    """--now decides when a version was made."""
    calls(tmp_path / "calls.csv")
    command("ingest", "calls.csv", "--now", "2026-11-05T06:07:08Z", cwd=tmp_path)

    assert "2026-11-05T06:07:08Z" in command("ledger", "history", cwd=tmp_path).out


def test_what_files_do_not_say(tmp_path: Path) -> None:
    """--at and --provider say when responses came and from whom; without them rows are refused by name."""
    usage = {"usage": {"prompt_tokens": 9, "completion_tokens": 1}, "model": "gpt-5.6-sol"}
    (tmp_path / "answers.jsonl").write_text(json.dumps(usage) + "\n")
    command("ingest", "answers.jsonl", cwd=tmp_path)
    assert "--at" in command("ledger", "rejects", cwd=tmp_path).out

    options = ("--at", "2026-11-02", "--provider", "openai")
    assert command("ingest", "answers.jsonl", *options, cwd=tmp_path).code == 0
    report = command("report", "--by", "day,provider", "--format", "csv", cwd=tmp_path).out
    assert report.splitlines()[1].startswith("2026-11-02,openai,1,9,1,")
    assert command("report", "answers.jsonl", *options, "--format", "csv", cwd=tmp_path).code == 0


def test_an_impossible_instant(tmp_path: Path) -> None:
    """A date that is none ends with exit code 2 and says what may stand there."""
    calls(tmp_path / "calls.csv")
    done = command("ingest", "calls.csv", "--at", "2026-13-01", cwd=tmp_path)

    assert (done.code, done.out) == (2, "")
    assert "--at '2026-13-01' is no date" in done.err


def test_where_people_are_kept_is_said_once(tmp_path: Path) -> None:
    """The first ingest that meets people names the file of people, later ones do not."""
    calls(tmp_path / "one.csv")
    calls(tmp_path / "two.csv", UNPRICED)
    first, second = (
        command("ingest", name, "--ledger", "books", "-v", cwd=tmp_path).err
        for name in ("one.csv", "two.csv")
    )

    assert ".books.people.json says who they are" in first
    assert "people.json" not in second


def test_without_paths_the_configuration_names_the_logs(tmp_path: Path) -> None:
    """Its logs are read; where it names none either, that is said."""
    calls(tmp_path / "calls.csv")
    refused = command("ingest", cwd=tmp_path)
    (tmp_path / "tokenomics.toml").write_text('[ledger]\nlogs = ["calls.csv"]\n', "utf-8")

    assert refused.code == 2
    assert "no logs are named: tokenomics ingest PATH, or [ledger] logs" in refused.err
    assert "2 added" in command("ingest", "-v", cwd=tmp_path).err


def test_a_label_is_a_tag_of_what_is_new(tmp_path: Path) -> None:
    """Read again under another label, also from a copy, rows are neither doubled nor relabelled, and that is said."""
    calls(tmp_path / "calls.csv", *ROWS)
    command("ingest", "calls.csv", "--label", "commit=aaa", cwd=tmp_path)
    (tmp_path / "copy.csv").write_bytes((tmp_path / "calls.csv").read_bytes())
    again = command("ingest", ".", "--label", "commit=bbb", "-v", cwd=tmp_path)

    found = command("report", "--by", "tag:commit", "--format", "json", cwd=tmp_path)
    assert [(row["tag:commit"], row["requests"]) for row in json.loads(found.out)["rows"]] == [
        ("aaa", len(ROWS))
    ]
    assert "were known already and keep the labels that they have" in again.err
