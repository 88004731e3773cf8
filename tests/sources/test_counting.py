"""Columns of text that nobody counted, in native files and in mapped ones."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from support import claude
from support.ledgers import rejects, select, take
from tokenomics import tokens
from tokenomics.config import Config, SourceConfig
from tokenomics.records.kinds import USAGE
from tokenomics.sources import readable
from tokenomics.sources.contract import Sample
from tokenomics.sources.counting import counted
from tokenomics.sources.plan import Plan, Reading

CALL = {"ts": "2026-11-02T09:00:00Z", "provider": "openai", "model": "gpt-5.6-sol"}
# 2 and 6 tokens.
ASKED, ANSWERED = "hello world", "tiktoken is great!"
COLUMNS = "input, output, token_basis"
UNCOUNTED = [{"meter": "uncounted_input", "quantity": Decimal(1), "unit": "call"}]


def taken(folder: Path, *calls: dict[str, Any], columns: str = COLUMNS) -> list[tuple[Any, ...]]:
    """What a ledger holds of calls in a file."""
    claude.write(folder / "calls.jsonl", [CALL | call for call in calls])
    take(folder / "ledger", folder / "calls.jsonl")
    return select(folder / "ledger", columns, rest="ORDER BY source_line")


def test_texts_are_counted(tmp_path: Path) -> None:
    """A call whose sides are texts is an estimate of their tokens, for its model."""
    texts = {"input_text": ASKED, "output_text": ANSWERED}

    # 2 x 1.45 = 2.9 and 6 x 1.45 = 8.7
    assert taken(tmp_path, texts, texts | {"provider": "anthropic", "model": "claude-opus-5"}) == [
        (2, 6, "estimated"), (3, 9, "estimated"),
    ]  # fmt: skip


def test_counts_stand_before_texts(tmp_path: Path) -> None:
    """A side that counts anything is not estimated; a row without texts is as reported as ever."""
    texts = {"input_text": ASKED, "output_text": ANSWERED}

    assert taken(
        tmp_path,
        texts | {"input": 50, "output": 40},
        texts | {"cache_read": 7},
        texts | {"input_total": 9},
        {"input": 1, "output": 1},
    ) == [(50, 40, "reported"), (None, 6, "estimated"), (9, 6, "estimated"), (1, 1, "reported")]


def test_an_answer_alone_leaves_its_prompt_out(tmp_path: Path) -> None:
    """What was not counted stands in the record, where nothing prices it."""
    assert taken(
        tmp_path,
        {"output_text": ANSWERED},
        {"output_text": ANSWERED, "input": 5},
        columns=f"{COLUMNS}, other",
    ) == [(None, 6, "estimated", UNCOUNTED), (5, 6, "estimated", None)]


def test_a_row_without_anything_is_refused(tmp_path: Path) -> None:
    """An empty text counts nothing, and a call that counts nothing would look free."""
    taken(tmp_path, {"input_text": ASKED}, {"input_text": "", "output_text": None})

    assert rejects(tmp_path / "ledger") == [("calls.jsonl", 2, "counts", "none stated")]


def test_tables(tmp_path: Path) -> None:
    """Text of a CSV file may hold lines and quotes; its rows keep their numbers."""
    path = tmp_path / "calls.csv"
    path.write_text(
        'ts,provider,model,input_text\n2026-11-02T09:00:00Z,openai,gpt-5,"say ""hello""\nworld"\n'
    )
    take(tmp_path / "ledger", path)

    assert select(tmp_path / "ledger", "input, source_line") == [
        (tokens.count('say "hello"\nworld', "gpt-5"), 2)
    ]


def test_mapped_files(tmp_path: Path) -> None:
    """A mapping names where the texts are, and may give the model to all rows."""
    mapping = {
        "name": "mine",
        "match": str(tmp_path / "*.jsonl"),
        "fields": {"ts": "at", "input_text": "log.prompt", "output_text": "log.answer"},
        "constants": {"provider": "openai", "model": "gpt-4-0613"},
    }
    row = {"at": CALL["ts"], "log": {"prompt": ASKED, "answer": "お誕生日おめでとう"}}
    claude.write(tmp_path / "a.jsonl", [row])
    config = Config(source=(msgspec.convert(mapping, SourceConfig),))
    take(tmp_path / "ledger", tmp_path / "a.jsonl", config=config)

    assert select(tmp_path / "ledger", COLUMNS) == [(2, 9, "estimated")]


def test_a_count_stands_before_an_estimate(tmp_path: Path) -> None:
    """Of two rows of one call the counted one stands, however few its tokens are."""
    texts = {"request_id": "r", "input_text": ASKED, "output_text": ANSWERED}

    assert taken(tmp_path, texts, {"request_id": "r", "input": 1}) == [(1, None, "reported")]


def test_no_text_is_kept(tmp_path: Path) -> None:
    """Of a text a ledger holds the number of its tokens, refused or not."""
    taken(
        tmp_path,
        {"input_text": "a secret prompt"},
        {"output_text": "a secret answer", "ts": "soon"},
    )

    held = [
        select(tmp_path / "ledger", "CAST(COLUMNS(*) AS VARCHAR)", kind)
        for kind in ("usage", "reject")
    ]
    assert [len(rows) for rows in held] == [1, 1]
    assert "secret" not in json.dumps(held)


def test_without_the_tokenizer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row whose text cannot be counted is refused, and says what to install."""
    monkeypatch.setattr(tokens, "_PACKAGE", "no_such_package")

    assert taken(tmp_path, {"input_text": ASKED}, {"input_text": None, "input": 3}) == [
        (3, None, "reported")
    ]
    assert rejects(tmp_path / "ledger") == [
        ("calls.jsonl", 1, "input_text", f"to count its text: {tokens.INSTALL}")
    ]


def test_parquet(tmp_path: Path) -> None:
    """Text in Parquet is not counted, and the file says so rather than be read without."""
    path = tmp_path / "calls.parquet"
    with duckdb.connect() as con:
        con.execute(
            f"COPY (SELECT now() AS ts, 'p' AS provider, 'm' AS model, 'x' AS input_text) TO '{path}'"
        )
    (problem,) = take(tmp_path / "ledger", path).problems

    assert problem.endswith(
        "'input_text': text is counted in CSV and JSON files: write the file as one of these, or count the tokens in it"
    )


def test_plans_without_texts() -> None:
    """A file without texts is read as it always was."""
    plan = Plan(USAGE, (Reading(readable.columns(USAGE)["input"], "input", (("input",),)),))

    assert counted(plan, Sample(Path("x"), "csv", (), ())) is None
    assert all(readable.units(readable.columns(USAGE)[name]) == () for name in readable.TEXTS)
