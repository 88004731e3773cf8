from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from support.strange import variants
from tokenomics.config import Config, SourceConfig
from tokenomics.records.errors import SourceError
from tokenomics.sources import litellm, registry
from tokenomics.sources.contract import NO_HINTS, Container, Sample

SPEND = {"request_id": "r", "spend": 0, "startTime": "x", "prompt_tokens": 1}
SESSION = {"sessionId": "s", "timestamp": "x", "message": {"usage": {"input_tokens": 1}}}
ROLLOUT = {"type": "turn_context", "timestamp": "x", "payload": {"model": "m"}}
OBSERVATION = {"id": "o", "trace_id": "t", "type": "SPAN", "start_time": "x", "usage_details": {}}
CALL = {"ts": "x", "provider": "openai", "model": "m", "input": 1}
CHAT = {"object": "chat.completion", "usage": {"prompt_tokens": 1}}
TRACES = {"resourceSpans": []}
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
    return msgspec.convert(mapping, SourceConfig)


def config(*mappings: SourceConfig) -> Config:
    """A configuration with the mappings."""
    return Config(source=mappings)


@pytest.mark.parametrize(
    ("sample", "name"),
    [
        (seen("jsonl", SPEND), "litellm"),
        (seen("json", SPEND), "litellm"),
        (seen("csv", header=tuple(SPEND)), "litellm"),
        (seen("parquet", header=tuple(SPEND)), None),
        (seen("jsonl", SESSION), "claude_code"),
        (seen("jsonl", ROLLOUT), "codex"),
        (seen("jsonl", OBSERVATION), "langfuse"),
        (seen("csv", header=(*OBSERVATION, "user_id", "session_id", "model")), "langfuse"),
        (seen("jsonl", CALL), "native"),
        (seen("parquet", header=tuple(CALL)), "native"),
        (seen("csv", header=TABLE), None),
        (seen("jsonl", CHAT), "responses"),
        (seen("jsonl", TRACES), "otel"),
        (seen("json", {"at": "x", "response": CHAT}), "responses"),
        (seen("jsonl", {**SPEND, "response": CHAT}), "litellm"),
        (seen("jsonl", {**CALL, "response": CHAT}), "native"),
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


@pytest.mark.parametrize("row", [SPEND, SESSION, ROLLOUT, OBSERVATION, CALL, CHAT])
def test_a_strange_beginning_stops_nobody(row: dict[str, Any]) -> None:
    """Whatever stands in the place of a value, a format says yes or no: `type` may be a list."""
    for changed in variants({"type": "", "object": "", "request": {}, "usage": {}, **row}):
        sample = seen("jsonl", changed)
        for known in registry.formats():
            known.claim(sample, NO_HINTS)
            known.refuse(sample)


def test_a_file_that_is_refused_is_no_response() -> None:
    """What a format knows and does not read is not read by one that yields to it either."""
    journal = Sample(Path("s/subagents/journal.jsonl"), "jsonl", ({"message": CHAT},), ())

    assert registry.claim(journal, config()) is None
    assert registry.claim(journal._replace(path=Path("s/other.jsonl")), config()) is not None


def test_a_table_that_counts_nothing_is_refused() -> None:
    """Calls without any count would look free: where no source knows better, that is an error."""
    table = seen("csv", header=("ts", "provider", "model"))
    mapping = msgspec.structs.replace(given("mine"), fields={"ts": "ts", "input": "model"})

    with pytest.raises(SourceError, match="logs/file: no column counts what a call used"):
        registry.claim(table, config())
    assert registry.claim(table, config(mapping)) is not None


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
    tags = seen("csv", header=("tag", "date", "spend", "api_requests", "prompt_tokens"))

    assert registry.claim(tags, config()) is None
    assert "a call of two tags twice" in (registry.refusal(tags) or "")
    assert registry.refusal(seen("csv", header=TABLE)) is None


def test_description() -> None:
    """Every built-in source says what it reads, how that is got and what it cannot know."""
    names = [source.name for source in registry.formats()]

    assert {"claude_code", "codex", "litellm", "native", "responses"} <= set(names)
    assert names == sorted(names)
    assert all(source.doc and source.export and source.lossy for source in registry.formats())


class Point(NamedTuple):
    """An entry point as an installed package offers one."""

    name: str
    value: str
    offered: object

    def load(self) -> object:
        """What the entry point names."""
        if isinstance(self.offered, Exception):
            raise self.offered
        return self.offered


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Point]]:
    """The entry points that are installed for the length of a test."""
    points: list[Point] = []
    listed = tmp_path / "acme-1.0.dist-info" / "entry_points.txt"
    listed.parent.mkdir()
    listed.write_text(f"[{registry.ENTRY_POINTS}]\nacme = acme:FORMAT\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points if group else [])
    registry.formats.cache_clear()
    yield points
    registry.formats.cache_clear()


def test_installed_formats_stand_beside_the_built_in(installed: list[Point]) -> None:
    """A format that a package offers is listed and claims its files."""
    other = litellm.FORMAT._replace(name="acme", claim=lambda *_: litellm.SOURCE)
    installed.append(Point("acme", "acme:FORMAT", other))

    assert "acme" in [known.name for known in registry.formats()]
    assert registry.claim(seen("jsonl", {"a": 1}), config()) is litellm.SOURCE


@pytest.mark.parametrize(
    ("offered", "sentence"),
    [
        (ImportError("no module named acme"), "cannot be loaded: no module named acme"),
        ("text", "is no Format"),
        (litellm.FORMAT, "two installed sources are named 'litellm'"),
    ],
)
def test_installed_formats_that_do_not_work(
    installed: list[Point], offered: object, sentence: str
) -> None:
    """A package whose source cannot be used is named rather than left out."""
    installed.append(Point("acme", "acme:FORMAT", offered))

    with pytest.raises(SourceError, match=sentence):
        registry.formats()


def test_packages_in_archives_are_asked(
    installed: list[Point], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is installed in an archive counts as what is installed in a folder."""
    (tmp_path / "site.zip").touch()
    monkeypatch.setattr("sys.path", [str(tmp_path / "site.zip")])
    installed.append(Point("acme", "acme:FORMAT", litellm.FORMAT._replace(name="acme")))

    assert "acme" in [known.name for known in registry.formats()]
