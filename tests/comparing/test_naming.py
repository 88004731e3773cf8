"""What a side is by its name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tokenomics.analysis.periods import Span
from tokenomics.comparing.naming import side_of
from tokenomics.records.errors import ConfigError
from tokenomics.timezones import zone

_UTC = zone("UTC")


def _on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_what_exists_is_known_by_what_it_is() -> None:
    """A ledger has its log, a report its schema; everything else is logs."""
    (Path("kept") / "_delta_log").mkdir(parents=True)
    Path("main.json").write_text('{\n  "schema": "tokenomics/cost.v1"}', "utf-8")
    Path("logs").mkdir()

    found = [side_of(name, _UTC) for name in ("kept", "main.json", "logs", "logs/*.jsonl")]
    assert [side.kind for side in found] == ["ledger", "report", "logs", "logs"]
    assert found[0].path == Path("kept")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2026-10", Span(_on(10, 1), _on(11, 1))),
        ("2026-10-05", Span(_on(10, 5), _on(10, 6))),
        ("2026-10-01..2026-10-15", Span(_on(10, 1), _on(10, 16))),
        ("2026-09..2026-10", Span(_on(9, 1), _on(11, 1))),
    ],
)
def test_a_period_is_whole_with_its_last_day(text: str, span: Span) -> None:
    """Both ends are in it."""
    assert side_of(text, _UTC).span == span


def test_a_label_is_a_tag_unless_it_is_a_dimension() -> None:
    """What ingest --label wrote, or any filter."""
    assert side_of("commit=4b33144", _UTC).label == ("tag:commit", "4b33144")
    assert side_of("feature=chat", _UTC).label == ("feature", "chat")
    assert side_of("tag:run=a=b", _UTC).label == ("tag:run", "a=b")


@pytest.mark.parametrize("name", ["2026-10", "commit=a"])
def test_what_may_be_two_things_is_refused(name: str) -> None:
    """The sentence says how to name the folder; so written it is one."""
    Path(name).mkdir()

    with pytest.raises(ConfigError, match=rf"write \./{name} for that"):
        side_of(name, _UTC)
    assert side_of(f"./{name}", _UTC).kind == "logs"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nowhere", "'nowhere' is no file, folder or ledger that is here, no period such as"),
        ("2026-13", "'2026-13' is no file"),
        ("2026-10..2026-09", "ends before it begins"),
    ],
)
def test_anything_else_is_refused(text: str, message: str) -> None:
    """The sentence says what a side may be."""
    with pytest.raises(ConfigError, match=message):
        side_of(text, _UTC)
