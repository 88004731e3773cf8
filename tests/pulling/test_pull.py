"""Reports of a provider, from its interface to disk."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from support.reports_server import KEY, reports
from support.world import world
from tokenomics.alert.outside import Outside
from tokenomics.pulling.pull import provider_named, pull
from tokenomics.records.errors import ConfigError, OutsideError

OPENAI = provider_named("openai")


def _world(at: datetime | None = None) -> Outside:
    found = world(OPENAI_ADMIN_KEY=KEY)
    return found if at is None else found._replace(clock=lambda: at)


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.json")
        if path.name[0] != "."
    }


def test_the_months_of_a_provider_lie_in_its_folder(tmp_path: Path) -> None:
    """October in four pages of ten days, twelve days of November in two, of each report."""
    with reports() as server:
        done = pull(OPENAI, tmp_path, _world(), url=server.url)
    costs = {name for name in _files(tmp_path) if name.startswith("openai/costs/")}

    assert done.folder == tmp_path / "openai"
    assert costs == {f"openai/costs/2026-10-00{n}.json" for n in range(4)} | {
        "openai/costs/2026-11-000.json", "openai/costs/2026-11-001.json",
    }  # fmt: skip
    assert done.pages == 6 * len(OPENAI.reports) == len(server.asked)


def test_a_settled_month_is_not_asked_again(tmp_path: Path) -> None:
    """October and November may change until the end of December; in January only October is settled."""
    january = datetime(2027, 1, 5, tzinfo=UTC)
    asked: list[int] = []
    with reports() as server:
        for at in (None, january, january + timedelta(days=1)):
            pull(OPENAI, tmp_path, _world(at), since=date(2026, 10, 1), until=date(2026, 12, 1), url=server.url)  # fmt: skip
            asked.append(len([path for path in server.asked if "/costs" in path]))

    # Four pages of October and two of November's first days; then both whole, in four and three; then nothing.
    assert [asked[0], asked[1] - asked[0], asked[2] - asked[1]] == [6, 7, 0]


def test_what_was_fetched_before_a_failure_is_not_asked_again(tmp_path: Path) -> None:
    """The third page fails for good: the next run asks for it first."""
    with reports() as server:
        calm = pull(OPENAI, tmp_path / "calm", _world(), url=server.url)
    refusing: list[int] = []
    with reports(before=refusing.append) as server:
        server.before = lambda number: server.faults.extend([403] if number == 2 else [])
        with pytest.raises(OutsideError, match="openai costs of 2026-10: answered 403"):
            pull(OPENAI, tmp_path / "torn", _world(), url=server.url)
        before = len(server.asked)
        pull(OPENAI, tmp_path / "torn", _world(), url=server.url)

    assert len(server.asked) - before == calm.pages - 2
    assert _files(tmp_path / "torn") == _files(tmp_path / "calm")
    for name in _files(tmp_path / "calm"):
        assert (tmp_path / "torn" / name).read_bytes() == (tmp_path / "calm" / name).read_bytes()


def test_a_report_of_the_last_weeks_is_a_page_a_day(tmp_path: Path) -> None:
    """OpenRouter's activity has no periods: what it says today is a file of today."""
    with reports() as server:
        done = pull(
            provider_named("openrouter"), tmp_path, world(OPENROUTER_PROVISIONING_KEY=KEY), url=server.url
        )  # fmt: skip

    assert (done.pages, _files(tmp_path)) == (1, {"openrouter/activity/2026-11-12.json"})


def test_keys_and_names_are_checked_first(tmp_path: Path) -> None:
    """Which variable is not set; the nearest provider; days that are none."""
    with pytest.raises(ConfigError, match="environment variable OPENAI_ADMIN_KEY is not set"):
        pull(OPENAI, tmp_path, world())
    with pytest.raises(ConfigError, match="unknown provider 'opnai': did you mean 'openai'"):
        provider_named("opnai")
    with pytest.raises(ConfigError, match="there is no day from 2027-01-01 on"):
        pull(OPENAI, tmp_path, _world(), since=date(2027, 1, 1))
