"""Files that somebody made to do harm: refused by name, and the good ones beside them are read."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import polars as pl
import pytest

from support.ledgers import rejects, select, take, totals
from tokenomics.sources import sniff, unpack

CALL = '{"ts":"2026-11-02T09:00:00Z","provider":"openai","model":"gpt-4o","input":5,"output":1,"request_id":"%s"}\n'
NAMES = (
    "new\nline.jsonl", "q'uote.jsonl", 'd"q.jsonl', "glob*[a]?.jsonl", "per%cent%s.jsonl", "esc\x1b[31m.jsonl",
    "{a,b}.jsonl", "-dash.jsonl", "a.b[c]", "a.j*", "back\\slash.jsonl", "$f.jsonl", "rtl\u202e.jsonl", " .jsonl",
)  # fmt: skip


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A folder with one good call."""
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "good.jsonl").write_text(CALL % "good")
    return folder


def test_files_may_have_any_name(logs: Path, tmp_path: Path) -> None:
    """Quotes, patterns, signs of a terminal and the like are letters of a name."""
    for nth, name in enumerate(NAMES):
        (logs / name).write_text(CALL % nth + "broken\n")
    result = take(tmp_path / "ledger", logs)

    assert result.problems == ()
    assert totals(tmp_path / "ledger")[0] == 1 + len(NAMES)
    assert len(rejects(tmp_path / "ledger")) == len(NAMES)


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl", "json"])
def test_a_folder_states_no_columns(ending: str, tmp_path: Path) -> None:
    """One that is named like a partition is a name: a file's own columns stand, and there are no others."""
    folder = (
        tmp_path / "input=7" / "model=gpt-5" / "user=bob" / "at_3=9" / "content=x" / "file_index=1"
    )
    folder.mkdir(parents=True)
    row = {
        "ts": "2026-11-02T09:00:00Z",
        "provider": "openai",
        "model": "gpt-4o",
        "input": 5,
        "output": 1,
    }
    table = pl.DataFrame([row])
    {
        "parquet": table.write_parquet,
        "csv": table.write_csv,
        "jsonl": table.write_ndjson,
        "json": table.write_json,
    }[ending](folder / f"calls.{ending}")
    take(tmp_path / "ledger", tmp_path / "input=7")

    found = select(tmp_path / "ledger", "model_served, input, user_id")
    assert found == [("gpt-4o", 5, None)]


def test_a_name_that_is_no_utf8_is_refused(logs: Path, tmp_path: Path) -> None:
    """Nothing could write it down; the others are read."""
    Path(os.fsdecode(bytes(logs) + b"/bad\xff.jsonl")).write_text(CALL % "x")
    result = take(tmp_path / "ledger", logs)

    assert result.problems == (rf"{logs}/bad\xff.jsonl: the name is not UTF-8: rename it",)
    assert totals(tmp_path / "ledger")[0] == 1


def test_a_bomb_is_refused(logs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes that unpack to far more are named; what was read of them before is kept."""
    assert (sniff.LONGEST_LINE, unpack.LONGEST) == (64 << 20, 128 << 20)
    monkeypatch.setattr(sniff, "LONGEST_LINE", 1 << 19)
    monkeypatch.setattr(unpack, "LONGEST", 1 << 20)
    for name, begins, filled in (
        ("rows", CALL % "first", b"\n"),
        ("blanks", "", b" "),
        ("list", "[", b"[],"),
    ):
        made = zlib.compressobj(9, wbits=31)
        filling = (made.compress(filled * (1 << 18)) for _ in range((1 << 3) // len(filled)))
        packed = b"".join([made.compress(begins.encode()), *filling, made.flush()])
        (logs / f"{name}.json.gz").write_bytes(packed)
    result = take(tmp_path / "ledger", logs)

    sentence = "unpacks to more than 1 MB: unpack it yourself"
    assert result.problems == (f"{logs}/list.json.gz: {sentence}",)
    assert {Path(file.path).name: file.status for file in result.files} == {
        "good.jsonl": "read", "rows.json.gz": "read", "blanks.json.gz": "unread", "list.json.gz": "failed",
    }  # fmt: skip
    assert [
        (name, reason.rpartition("(")[2]) for name, _, _, reason in rejects(tmp_path / "ledger")
    ] == [("rows.json.gz", f"{sentence})")]
    assert totals(tmp_path / "ledger")[0] == 2


@pytest.mark.parametrize("content", ["admin,hunter2\n", "hunter2,hunter2,x\n", "ts,provider,model,hunter2\n", '{"hunter2": 1}\n', "hunter2"])  # fmt: skip
def test_a_link_tells_nothing_of_what_it_leads_to(content: str, logs: Path, tmp_path: Path) -> None:
    """Whoever may write into a folder of logs reads no words of other files by it, be it walked or matched."""
    secret = tmp_path / "secret.csv"
    secret.write_text(content)
    (logs / "link.csv").symlink_to(secret)
    for nth, asked in enumerate((logs, logs / "*")):
        result = take(tmp_path / f"ledger{nth}", asked)

        assert "hunter2" not in str(result)
        assert [Path(file.path).name for file in result.files if file.status == "read"] == ["good.jsonl"]  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="NO /proc on this system")
def test_a_file_of_the_system_without_a_size(logs: Path, tmp_path: Path) -> None:
    """It says that it is empty and is not; its lines are read or refused as any others."""
    result = take(tmp_path / "ledger", logs, "/proc/self/status")

    assert len(result.problems) == 1
    assert totals(tmp_path / "ledger")[0] == 1


def test_deep_nesting_is_a_broken_line(logs: Path, tmp_path: Path) -> None:
    """A hundred thousand brackets in one another overflow nothing."""
    deep = 100_000
    (logs / "deep.json").write_text("[" * deep + "]" * deep)
    (logs / "deep.jsonl").write_text(
        CALL % "first" + '{"ts":' * deep + "1" + "}" * deep + "\n" + CALL % "last"
    )
    result = take(tmp_path / "ledger", logs)

    assert totals(tmp_path / "ledger")[0] == 3
    assert rejects(tmp_path / "ledger") == [("deep.jsonl", 2, None, "not valid JSON")]
    assert [file.status for file in result.files] == ["unread", "read", "read"]


def test_a_table_may_begin_with_empty_lines(logs: Path, tmp_path: Path) -> None:
    """The header is the first line that says anything; lines are counted from the file's beginning."""
    call = "2026-11-02T09:00:00Z,openai,gpt-4o"
    (logs / "late.csv").write_text(f"\n  \nts,provider,model,input\n{call},7\n{call},x\n")
    take(tmp_path / "ledger", logs)

    assert totals(tmp_path / "ledger")[:2] == (2, 12)
    assert [found[:3] for found in rejects(tmp_path / "ledger")] == [("late.csv", 5, "input")]
