from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tokenomics.config import Config, SourceConfig
from tokenomics.records.errors import SourceError
from tokenomics.sources import registry
from tokenomics.sources.contract import Container, Sample

SPEND = {"request_id": "r", "spend": 0, "startTime": "x", "prompt_tokens": 1}
SESSION = {"sessionId": "s", "timestamp": "x", "message": {"usage": {"input_tokens": 1}}}
CALL = {"ts": "x", "provider": "openai", "model": "m"}
TABLE = ("at", "tokens")


def seen(container: Container, *rows: dict[str, Any], header: tuple[str, ...] = ()) -> Sample:
    """A file of this beginning."""
    return Sample(Path("logs/file"), container, rows, header)


def given(name: str, match: str = "logs/*") -> SourceConfig:
    """A mapping that reads the table."""
    mapping = {
        "name": name,
        "match": match,
        "fields": {"ts": "at", "input": "tokens"},
        "constants": {"provider": "p", "model": "m"},
    }
    return SourceConfig.model_validate(mapping)


def config(*mappings: SourceConfig) -> Config:
    """A configuration with the mappings."""
    return Config.model_validate({"source": mappings})


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        (seen("jsonl", SPEND), "litellm"),
        (seen("json", SPEND), "litellm"),
        (seen("csv", header=tuple(SPEND)), "litellm"),
        (seen("parquet", header=tuple(SPEND)), None),
        (seen("jsonl", SESSION), "claude_code"),
        (seen("jsonl", CALL), "native"),
        (seen("parquet", header=tuple(CALL)), "native"),
        (seen("csv", header=TABLE), None),
        (seen("jsonl", {"a": 1}), None),
        (seen("binary"), None),
        (seen("empty"), None),
        (seen("json", SESSION), None),
    ],
)
def test_one_source_claims_a_file(sample: Sample, name: str | None) -> None:
    """A file has one source, by its content and container, or none."""
    source = registry.claim(sample, config())

    assert (None if source is None else source.name) == name


def test_a_mapping_comes_first() -> None:
    """A file that a mapping names is the mapping's, whoever else knows it."""
    table = seen("csv", header=(*TABLE, *CALL))
    source = registry.claim(table, config(given("mine"), given("other", "else/*")))

    assert source is not None
    assert source.name == "mine"


def test_two_mappings_are_an_error() -> None:
    """A file that two mappings name is refused with both names."""
    both = config(given("one"), given("two", "logs/fil*"))

    with pytest.raises(SourceError, match="'one' and 'two' both claim this file"):
        registry.claim(seen("csv", header=TABLE), both)


def test_two_built_ins_are_an_error() -> None:
    """A file that two formats describe is refused with both names."""
    with pytest.raises(SourceError, match="'litellm' and 'native' both claim this file"):
        registry.claim(seen("jsonl", {**SPEND, **CALL}), config())


def test_refusal() -> None:
    """A known file that must not be read says why; an unknown one is left to the caller."""
    daily = seen("csv", header=("date", "spend", "api_requests", "prompt_tokens"))

    assert registry.claim(daily, config()) is None
    assert "daily totals repeat" in (registry.refusal(daily) or "")
    assert registry.refusal(seen("csv", header=TABLE)) is None


def test_description() -> None:
    """Every built-in source says what it reads and what it cannot know."""
    assert [source.name for source in registry.describe()] == ["claude_code", "litellm", "native"]
    assert all(source.doc and source.lossy for source in registry.describe())
