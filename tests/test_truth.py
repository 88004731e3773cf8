"""The demo's logs, read, priced and grouped, against the truth that was written with them.

The truth is written by a path that knows neither the pricebooks nor the queries.
"""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.ledgers import take
from support.reports import costs_by
from tokenomics.books import bundled
from tokenomics.config import Config, load
from tokenomics.costing import CostQuery, CostReport, CostRow
from tokenomics.demo import write_company
from tokenomics.intake import IngestResult
from tokenomics.ledger import open_ledger
from tokenomics.outcomes import asked_of, successes
from tokenomics_cli.request import rules_of

SEEDS = {"fixed": 7, "chosen now": random.SystemRandom().getrandbits(31)}


class Company:
    """A company's logs, ingested, and the truth about them."""

    def __init__(self, folder: Path, seed: int) -> None:
        """Write the company and read its logs."""
        write_company(folder, seed=seed, size=0.1)
        self.seed = seed
        self.ledger = folder / "ledger"
        self.config: Config = load(folder / "tokenomics.toml")
        self.truth: dict[str, Any] = json.loads((folder / "truth.json").read_text("utf-8"))
        self.logs = folder / "logs"
        self.ingested: IngestResult = take(self.ledger, self.logs, config=self.config)

    def report(self, *by: str) -> CostReport:
        """A report of the company's ledger."""
        return costs_by(self.ledger, *by, rules=self.config.attribute)


@pytest.fixture(scope="module", params=SEEDS, ids=lambda name: name.replace(" ", "-"))
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Company:
    """A small company, for a fixed seed and for one chosen when the test runs."""
    return Company(tmp_path_factory.mktemp("company"), SEEDS[request.param])


def said(row: CostRow) -> dict[str, Any]:
    """A row as the truth file writes it, without its key."""
    cost = None if row.cost is None else row.cost
    return {"requests": row.requests, "cost": cost, **row.meters}


def told(group: dict[str, Any], *keys: str) -> dict[str, Any]:
    """A group of the truth file, its cost as a decimal, without its key."""
    cost = group["cost"]
    rest = {name: value for name, value in group.items() if name not in {*keys, "cost"}}
    return {**rest, "cost": None if cost is None else Decimal(cost)}


def test_totals(company: Company) -> None:
    """Requests, every meter and the cost are the truth, to the last digit."""
    assert said(company.report().totals) == told(company.truth["totals"]), company.seed


@pytest.mark.parametrize(
    "dimension",
    ["provider", "model", "feature", "team", "user", "project", "environment", "customer", "status", "source", "day"],
)  # fmt: skip
def test_every_grouping(company: Company, dimension: str) -> None:
    """Each group by each dimension is the truth, to the last digit."""
    report = company.report(dimension)

    ours = {row.key[0]: said(row) for row in report.rows}
    truth = {group[dimension]: told(group, dimension) for group in company.truth["by"][dimension]}
    assert ours == truth, company.seed


def test_unpriced(company: Company) -> None:
    """What no price covers is listed with its requests and meters, and nothing else is."""
    ours = [
        {"provider": item.provider, "model": item.model, "requests": item.requests, **item.meters}
        for item in company.report().unpriced
    ]
    assert ours == company.truth["unpriced"]


def test_outcomes(company: Company) -> None:
    """Of each feature as many tasks succeeded and failed as the truth knows, abandoned ones too."""
    now = datetime.fromisoformat(company.truth["until"]) + timedelta(days=60)
    asked, query = asked_of(company.config, now), CostQuery(by=("feature",), per="success")
    ledger = open_ledger(company.ledger)
    report = successes(ledger, bundled(), query, asked, rules=rules_of(company.config))

    ours = {row.key[0]: row.tasks[:3] for row in report.rows if row.tasks and row.tasks.coverage}
    assert ours == {
        judged["feature"]: (judged["success"], judged["failure"] + judged["abandoned"], 0)
        for judged in company.truth["outcomes"]
    }, company.seed


def test_every_row_is_accounted_for(company: Company) -> None:
    """Of each file: rows = records + skipped + rejected, each as the truth counts them."""
    ours = {
        str(Path(file.path).relative_to(company.logs.parent)): (
            file.source,
            file.rows,
            file.records,
            file.skipped,
            file.rejected,
        )
        for file in company.ingested.files
    }
    truth = {
        file["path"]: tuple(
            file[name] for name in ("source", "rows", "recorded", "skipped", "rejected")
        )
        for file in company.truth["files"]
    }
    assert ours == truth
    assert sum(file.rejected for file in company.ingested.files) == 3


def test_a_second_ingest_changes_nothing(company: Company) -> None:
    """The same folder again: no file is read, no version made, no figure moved."""
    before = company.report().totals
    again = take(company.ledger, company.logs, config=company.config)

    assert {file.status for file in again.files} == {"unchanged"}
    assert again.version == company.ingested.version
    assert company.report().totals == before
