"""One day that a gateway logs, spans trace and the provider sums up is counted once, and what no log states is named.

A call of gpt-4o costs 600 x 2.5 + 400 x 1.25 + 100 x 10 = 3,000 millionths of a dollar, one of gpt-4o-mini
2,000 x 0.15 + 200 x 0.6 = 420. Logged are 200 and 100 calls: 0.6 + 0.042 = 0.642. The provider's page has
3 % more, 6 and 3 calls: 0.018 + 0.00126 = 0.01926. The day cost 0.642 + 0.01926 = 0.66126.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support import company_day
from support.command import command
from support.ledgers import select, take
from support.reports import costs_by

LOGGED, UNLOGGED = Decimal("0.642"), Decimal("0.01926")
TOTAL = Decimal("0.66126")
ORDERS = list(itertools.permutations(range(3)))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The gateway's log, the spans and the provider's page of the day."""
    return company_day.write(tmp_path_factory.mktemp("day"), traces=100, past=3)


@pytest.fixture(scope="module", params=ORDERS, ids=lambda order: "".join(map(str, order)))
def ledger(
    request: pytest.FixtureRequest, files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A ledger that read the files one after the other, in each order."""
    path = tmp_path_factory.mktemp("ordered") / "ledger"
    order: Sequence[int] = request.param
    for place in order:
        take(path, files[place])
    return path


def told(ledger: Path, *by: str) -> dict[str, Any]:
    """What the command line reports of a ledger, as JSON."""
    options = [word for name in by for word in ("--by", name)]
    done = command("report", *options, "--format", "json", "--ledger", ledger, cwd=ledger.parent)
    assert done.code == 0, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def said(*paths: Path, cwd: Path) -> str:
    """What the command line prints of files, its lines joined."""
    done = command("report", *paths, "--by", "model", cwd=cwd)
    assert done.code == 0, done.err
    return " ".join(done.out.split())


def test_the_amounts_add_up() -> None:
    """What no log states is 3 % on top of what the logs state."""
    assert Decimal("0.6") + Decimal("0.042") == LOGGED
    assert Decimal("0.018") + Decimal("0.00126") == UNLOGGED == LOGGED * 3 / 100
    assert LOGGED + UNLOGGED == TOTAL


def test_each_source_states_the_day(ledger: Path) -> None:
    """300 logged calls, the same 300 as spans without the agents' sums, and two sums of 309 calls."""
    found = select(ledger, "source, count(*), sum(requests)", rest="GROUP BY 1 ORDER BY 1")

    assert found == [("litellm", 300, 300), ("openai_usage", 2, 309), ("otel", 300, 300)]


def test_there_is_one_total(ledger: Path) -> None:
    """Whatever was read first, the day costs what the provider's page costs."""
    report = costs_by(ledger, "model")

    assert report.totals.cost == TOTAL
    assert report.totals.requests == 309
    # 206 x 600 + 103 x 2,000, 206 x 400, and 206 x 100 + 103 x 200.
    meters = ("input", "cache_read", "output")
    assert [report.totals.meters[name] for name in meters] == [329_600, 82_400, 41_200]


def test_what_no_log_states_is_named(ledger: Path) -> None:
    """9 of 309 calls, 0.01926 of 0.66126 dollars, are 3 % on top of the logs."""
    cover = costs_by(ledger).coverage

    assert (cover.unlogged, cover.unlogged_cost) == (9, UNLOGGED)
    assert sorted((o.how, o.sources, o.calls, o.certain) for o in cover.overlaps) == [
        ("requests", ("openai_usage",), 2, True),
        ("response id", ("litellm", "otel"), 300, True),
    ]


def test_the_command_line_says_the_same(ledger: Path) -> None:
    """The JSON of `report` has the total, the models as each source names them, and what is unlogged."""
    found = told(ledger, "model")

    assert found["totals"]["cost"] == "0.66126"
    assert found["totals"]["requests"] == 309
    assert {row["model"]: row["cost"] for row in found["rows"]} == {
        "gpt-4o": "0.6",
        "gpt-4o-mini": "0.042",
        "gpt-4o-2024-08-06": "0.018",
        "gpt-4o-mini-2024-07-18": "0.00126",
    }
    assert found["coverage"]["unlogged"] == 9
    assert found["coverage"]["unlogged_cost"] == "0.01926"
    assert found["unpriced"] == []


def test_every_source_tells_what_it_knows(ledger: Path) -> None:
    """The gateway knows features and the spans sessions; only what is unlogged has neither."""
    features = {row["feature"]: row["cost"] for row in told(ledger, "feature")["rows"]}
    sessions = {row["session"]: row["requests"] for row in told(ledger, "session")["rows"]}

    assert features == {"refunds": "0.321", "search": "0.321", None: "0.01926"}
    assert sessions == {None: 9, **{f"session-{n}": 30 for n in range(10)}}


def test_files_without_a_ledger_say_the_same(files: list[Path], tmp_path: Path) -> None:
    """`report` of the files themselves has the total, and one sentence says what is unlogged."""
    out = said(*files, cwd=tmp_path)

    assert "total 309 412,000 82,400 41,200 0.6613" in out
    assert "unlogged: 9 requests, 0.01926 USD (2.9 % of the cost) are in no log" in out


def test_three_of_a_hundred_calls_past_the_gateway_are_three_percent(tmp_path: Path) -> None:
    """Of 300 calls that the provider counts the logs state 291; 0.642 - 0.62274 = 0.01926 is in no log."""
    (tmp_path / "logs").mkdir()
    company_day.write(tmp_path / "logs", traces=97, past=3)

    out = said(tmp_path / "logs", cwd=tmp_path)
    assert "unlogged: 9 requests, 0.01926 USD (3 % of the cost) are in no log" in out
