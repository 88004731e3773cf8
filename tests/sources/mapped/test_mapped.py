from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from support.draft import Draft, drafts, drafts_of, problems, sample
from tokenomics.config import SourceConfig
from tokenomics.records.errors import ConfigError, SourceError
from tokenomics.sources import mapped
from tokenomics.sources.contract import Sample

BARE: dict[str, Any] = {
    "name": "gateway",
    "match": "*.jsonl",
    "fields": {"ts": "at"},
    "constants": {"provider": "openai", "model": "m", "requests": 1},
}


def mapping(**keys: Any) -> SourceConfig:
    """A mapping of these keys."""
    return msgspec.convert(keys, SourceConfig)


TRACE = mapping(
    name="trace",
    match="*.csv",
    fields={"ts": "TIMESTAMP", "input": "ContextTokens", "output": "GeneratedTokens"},
    constants={"provider": "openai", "model": "gpt-4-0613"},
    timezone="UTC",
)


def given(**changes: Any) -> SourceConfig:
    """A mapping that reads `at`, with changes; `fields` and `constants` are added to its own."""
    both = {key: {**BARE.get(key, {}), **changes.pop(key, {})} for key in ("fields", "constants")}
    return mapping(**{**BARE, **both, **changes})


def one(source: SourceConfig, **row: Any) -> Draft:
    """The draft of one JSON row."""
    row = {"at": "2026-11-02T09:00:00Z", **row}
    built = mapped.source(source, Sample(Path("x.jsonl"), "jsonl", (row,), ()))
    return drafts_of(built, [(1, row)])[0]


def trace(folder: Path, text: str) -> list[Draft]:
    """The drafts of a trace."""
    path = folder / "trace.csv"
    path.write_bytes(text.encode())
    return drafts(mapped.source(TRACE, sample(path, "csv")), path, "csv")


def test_a_trace(tmp_path: Path) -> None:
    """Ten lines map a trace: fractions of seven digits, no zone, foreign line ends, no last one."""
    found = trace(
        tmp_path,
        "TIMESTAMP,ContextTokens,GeneratedTokens\r\n"
        "2023-11-16 18:17:03.9799600,4808,10\r\n"
        "2023-11-16 18:17:04.0319600,3180,8",
    )

    assert [(d["ts"], d["input"], d["output"]) for d in found] == [
        ("2023-11-16T18:17:03.979960Z", 4808, 10),
        ("2023-11-16T18:17:04.031960Z", 3180, 8),
    ]
    assert {(d["provider"], d["model_served"], d["key"], d["problem"]) for d in found} == {
        ("openai", "gpt-4-0613", None, None)
    }


def test_problems_use_the_names_of_the_file(tmp_path: Path) -> None:
    """A row that cannot be read names the file's own column, and the others stay."""
    found = trace(
        tmp_path,
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03,x,1\nsoon,1,1\n"
        "2023-11-16 18:17:03,1,1\n2023-11-16 18:17:03,1\n",
    )

    assert problems(found) == [
        "ContextTokens: not a whole number of 0 or more",
        "TIMESTAMP: not an instant between 2000 and 2100",
        None,
        "line: 2 cells where the header has 3",
    ]


def test_zoneless_instants_need_a_timezone() -> None:
    """Without a timezone an instant that states none is refused."""
    assert (one(given(), at="2026-11-02 09:00:00")["problem"] or "").startswith("at: no zone")
    assert one(given(timezone="Europe/Berlin"), at="2026-11-02 09:00:00")["ts"] == (
        "2026-11-02T08:00:00.000000Z"
    )


@pytest.mark.parametrize(
    ("unit", "at"),
    [("s", "1793610000.5"), ("ms", 1793610000500), ("us", 1793610000500000), ("ns", 1793610000500000000)],
)  # fmt: skip
def test_instants_as_numbers(unit: str, at: Any) -> None:
    """A number since 1970 is read in its unit."""
    assert one(given(units={"ts": unit}), at=at)["ts"] == "2026-11-02T09:00:00.500000Z"


def test_numbers_since_an_epoch_of_the_trace() -> None:
    """A trace whose clock begins at 0 says when that was: 1.5 seconds after nine."""
    epoch = datetime(2026, 11, 2, 9, tzinfo=UTC)

    assert one(given(units={"ts": "ms"}, epoch=epoch), at=1500)["ts"] == (
        "2026-11-02T09:00:01.500000Z"
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"epoch": datetime(2026, 11, 2, tzinfo=UTC)}, "epoch: units states none of a column"),
        ({"epoch": datetime(2026, 11, 2), "units": {"ts": "s"}}, "epoch: no zone: write 2026-11-02T00:00:00Z"),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_an_epoch_is_an_instant_of_numbers(changes: dict[str, Any], reason: str) -> None:
    """An epoch without a zone, or where no column of instants has a unit, means nothing."""
    with pytest.raises(ConfigError, match=reason):
        one(given(**changes))


def test_blocks_of_a_prefix() -> None:
    """Ids of a prompt's leading blocks are its digests, and a constant says how long a block is."""
    blocks = given(fields={"prefix_digests": "hash_ids"}, constants={"block_tokens": 512})
    found = one(blocks, hash_ids=[0, 17])

    assert (found["prefix_digests"], found["block_tokens"]) == ([b"0", b"17"], 512)
    assert one(blocks, hash_ids=[])["problem"] is None
    assert one(blocks, hash_ids=[1, None])["problem"] == (
        "hash_ids: not digests: write a JSON list, or one;another"
    )


@pytest.mark.parametrize(
    ("column", "unit", "text", "expected"),
    [
        ("reported_cost", "cents", "12.345", Decimal("0.12345")),
        ("reported_cost", "cents", "1e-5", Decimal("0.0000001")),
        ("input", "thousand", "1.5", 1500),
        ("input", "million", "0.000001", 1),
        ("latency_ms", "s", "8.5", 8500),
        ("latency_ms", "us", "2500", 3),
        ("latency_ms", "ns", "1400000", 1),
        ("ttft_ms", "ms", "12", 12),
    ],
)
def test_units(column: str, unit: str, text: str, expected: Any) -> None:
    """Numbers are moved to the record's unit without losing a digit."""
    draft = one(given(fields={column: "x"}, units={column: unit}), x=text)

    assert (draft["problem"], draft[column]) == (None, expected)


def test_a_scaled_count_must_be_whole() -> None:
    """A count that its unit leaves with a fraction is refused."""
    draft = one(given(fields={"input": "x"}, units={"input": "thousand"}), x="1.0005")

    assert draft["problem"] == "x: not a whole number of 0 or more"


def test_paths() -> None:
    """A path walks objects and JSON in texts; a column of that very name comes first."""
    source = given(fields={"input": "usage.in", "output": "usage.out", "feature": r"meta.a\.b"})
    row = {"usage": {"in": 5}, "usage.out": 7, "meta": '{"a.b": "search"}'}
    draft = one(source, **row)

    assert (draft["input"], draft["output"], draft["feature"]) == (5, 7, "search")


def test_paths_of() -> None:
    """A backslash keeps a dot in a step."""
    assert mapped.paths_of("a") == (("a",),)
    assert mapped.paths_of("a.b") == (("a.b",), ("a", "b"))
    assert mapped.paths_of(r"a\.b") == (("a.b",),)
    assert mapped.paths_of(r"a\.b.c") == (("a.b.c",), ("a.b", "c"))


def test_deep_paths_are_read_the_exact_way() -> None:
    """Paths into objects and amounts need the exact way; plain columns do not."""
    row = Sample(Path("x"), "jsonl", (), ())

    assert not mapped.source(given(), row).exact
    assert mapped.source(given(fields={"input": "a.b"}), row).exact
    assert mapped.source(given(fields={"reported_cost": "c"}), row).exact


def test_key() -> None:
    """A key is made of columns of the record or of the file; a row without any has none."""
    source = given(fields={"request_id": "rid"}, key=("request_id", "part.no"))

    assert mapped.source(source, Sample(Path("x"), "jsonl", (), ())).keyed
    assert one(source, rid="r", part={"no": 2})["key"] == "r|2"
    assert one(source, part={"no": 2})["key"] == "|2"
    assert one(source)["key"] is None


def test_tags() -> None:
    """Tags may be mapped one by one, as constants, or as a cell of them."""
    source = given(fields={"tag:release": "rel", "tags": "labels"}, constants={"tag:site": "north"})
    draft = one(source, rel="45", labels="feature:x;k:v")

    assert (draft["feature"], draft["tags"]) == ("x", {"release": "45", "site": "north", "k": "v"})


def test_inclusive_counts() -> None:
    """Counts that overlap become disjoint, and parts that exceed the whole refuse the row."""
    source = given(fields={"input_total": "p", "cache_read": "c"})

    assert one(source, p=100, c=30)["input"] == 70
    assert one(source, p=100)["input"] == 100
    assert one(source, p=10, c=11)["problem"] == "parts of input: exceeds p"


def test_quotes_are_text() -> None:
    """Text of the configuration is a literal, whatever it holds."""
    source = given(
        fields={"input": "it's; DROP"}, constants={"model": "o'\"; --", "tag:a'b": "c'd"}
    )
    draft = one(source, **{"it's; DROP": "x"})

    assert draft["problem"] == "it's; DROP: not a whole number of 0 or more"
    assert (draft["model_served"], draft["tags"]) == ("o'\"; --", {"a'b": "c'd"})


def test_constants() -> None:
    """Constants are read like cells."""
    draft = one(given(constants={"requests": 3, "is_fallback": True, "billing": "Metered"}))

    assert (draft["requests"], draft["is_fallback"], draft["billing"]) == (3, True, "metered")


@pytest.mark.parametrize("kind", ["outcome", "overhead", "revenue"])
def test_other_kinds(kind: str) -> None:
    """Outcomes, overheads and revenue can be mapped too."""
    fields = {
        "outcome": {"ts": "at", "task_id": "id", "label": "verdict"},
        "overhead": {"ts": "at", "name": "id", "amount": "sum"},
        "revenue": {"ts": "at", "amount": "sum", "customer": "id"},
    }[kind]
    source = mapping(name="x", match="*", kind=kind, fields=fields)
    draft = one(source, id="a", verdict="success", sum="5 USD")

    assert draft["problem"] is None
    assert draft.get("amount") == {"outcome": None}.get(kind, Decimal(5))


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (given(fields={"inptu": "x"}), "[[source]] 'gateway': unknown usage column 'inptu': did you mean 'input'?"),
        (given(constants={"colour": 1}), "[[source]] 'gateway': unknown usage column 'colour'"),
        (given(units={"inptu": "s"}), "[[source]] 'gateway': units: unknown column 'inptu'"),
        (given(units={"ts": "m"}), "[[source]] 'gateway': units: unknown unit of 'ts' 'm'"),
        (given(units={"provider": "s"}), "[[source]] 'gateway': units: 'provider' has no unit"),
        (given(fields={"provider": "p"}), "[[source]] 'gateway': 'provider' is in both fields and constants"),
        (given(fields={"model_served": "p"}), "[[source]] 'gateway': 'model_served' and 'model' are the same column"),
        (given(constants={"status": "meh"}), "[[source]] 'gateway': constants: unknown status 'meh'"),
        (given(kind="reject"), "[[source]] 'gateway': unknown kind 'reject'"),
        (mapping(name="g", match="*", fields={"ts": "at"}), "[[source]] 'g': nothing states 'provider'"),
        (mapping(name="g", match="*", kind="outcome", fields={"ts": "at"}), "[[source]] 'g': nothing states 'task_id'"),
        (
            mapping(name="g", match="*", kind="outcome", fields={"ts": "a", "task_id": "b", "tag:x": "c"}),
            "[[source]] 'g': 'tag:x': outcome records have no tags",
        ),
    ],
)  # fmt: skip
def test_wrong_mappings(source: SourceConfig, error: str) -> None:
    """A mapping that cannot work names itself, the key and the nearest valid one."""
    with pytest.raises(ConfigError) as caught:
        mapped.plan_of(source)

    assert str(caught.value).startswith(error)


UNCOUNTED = mapping(
    name="g", match="*", fields={"ts": "at"}, constants={"provider": "openai", "model": "m"}
)


@pytest.mark.parametrize(
    ("found", "hint"),
    [
        (Sample(Path("x"), "jsonl", (), ()), ""),
        (Sample(Path("x"), "csv", (), ("at", "tok", "n")), "; the file has 'tok', 'n'"),
        (
            Sample(Path("x"), "jsonl", ({"at": "t", "u": {"a.b": 5, "ok": True}, "n": 1},), ()),
            r"; the file has 'u.a\\.b', 'n'",
        ),
        (
            Sample(Path("x"), "csv", (), ("at", *"abcdefghij")),
            "; the file has 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h' and 2 more",
        ),
    ],
)
def test_a_mapping_without_a_meter(found: Sample, hint: str) -> None:
    """Calls that no field counts would look free: the mapping is wrong, and candidates are named."""
    with pytest.raises(ConfigError) as caught:
        mapped.source(UNCOUNTED, found)

    assert str(caught.value) == (
        "[[source]] 'g': no field counts what a call used: name input, output or another meter"
        + hint
    )


def test_a_mistyped_path_is_said_and_refuses_its_rows() -> None:
    """A path that no row has is named with the one that was perhaps meant, and no call is free."""
    row = {"at": "2026-11-02T09:00:00Z", "usage": {"prompt_tokens": 5}}
    source = given(fields={"input": "usage.prompt_tokns"})
    bare = msgspec.structs.replace(source, constants={"provider": "openai", "model": "m"})

    (note,) = mapped.source(source, Sample(Path("x"), "jsonl", (row,), ())).notes
    assert note == (
        "[[source]] 'gateway': fields.input: the first rows have no 'usage.prompt_tokns': "
        "did you mean 'usage.prompt_tokens'?"
    )
    assert one(bare, **row)["problem"] == "counts: none stated"
    assert one(bare, **{**row, "usage.prompt_tokns": 0})["problem"] is None


def test_a_path_into_text_is_not_mistyped() -> None:
    """What a text holds is not seen beforehand, so nothing is said of it."""
    row = {"at": "2026-11-02T09:00:00Z", "meta": '{"a": 1}'}
    sample = Sample(Path("x"), "jsonl", (row,), ())

    assert mapped.source(given(fields={"input": "meta.a"}), sample).notes == ()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"fields": {"ts": "at", "input": "Tokns"}}, "x.csv: [[source]] 'gateway': fields.input: unknown column 'Tokns': did you mean 'Tokens'?"),
        ({"key": ("idd",)}, "x.csv: [[source]] 'gateway': key: unknown column 'idd': did you mean 'id'?"),
    ],
)  # fmt: skip
def test_columns_the_table_lacks(changes: dict[str, Any], error: str) -> None:
    """A mapping of a table names columns that the table has."""
    table = Sample(Path("x.csv"), "csv", (), ("at", "Tokens", "id"))

    with pytest.raises(SourceError) as caught:
        mapped.source(given(**changes), table)

    assert str(caught.value) == error


def test_paths_into_parquet_columns() -> None:
    """Parquet is read by whole columns, so a path into one is refused rather than empty."""
    table = Sample(Path("x.parquet"), "parquet", (), ("at", "usage"))

    with pytest.raises(SourceError, match=r"'usage\.in' lies inside a Parquet column"):
        mapped.source(given(fields={"input": "usage.in"}), table)


def test_paths_into_cells(tmp_path: Path) -> None:
    """A path may lead into the JSON of a cell."""
    path = tmp_path / "x.csv"
    path.write_text('at,usage\n2026-11-02T09:00:00Z,"{""in"": 5}"\n', "utf-8")
    source = mapped.source(given(fields={"input": "usage.in"}), sample(path, "csv"))

    assert drafts(source, path, "csv")[0]["input"] == 5


@pytest.mark.parametrize(
    ("match", "path", "expected"),
    [
        ("logs/*.csv", "logs/a.csv", True),
        ("logs/*.csv", "logs/deep/a.csv", False),
        ("logs/**/*.csv", "logs/a.csv", True),
        ("logs/**/*.csv", "logs/very/deep/a.csv", True),
        ("*.csv", "logs/a.csv", False),
        ("a.csv", "a.csv", True),
        ("a.csv", "a.csv.gz", False),
    ],
)
def test_matches(tmp_path: Path, match: str, path: str, expected: bool) -> None:
    """A pattern is relative to the configuration, and only `**` crosses folders."""
    assert mapped.matches(given(match=match), tmp_path / path, tmp_path) is expected


def test_absolute_patterns(tmp_path: Path) -> None:
    """A pattern may be absolute."""
    source = given(match=str(tmp_path / "*.csv"))

    assert mapped.matches(source, tmp_path / "a.csv", Path("elsewhere"))
