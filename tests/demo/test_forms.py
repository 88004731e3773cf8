"""The company's gateway in the formats of others, read against the truth of what each can tell."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.ledgers import take
from support.reports import costs_by
from tokenomics.config import load
from tokenomics.costing import CostRow
from tokenomics.demo import FORMS, write_logs
from tokenomics.demo.company import FIRST_MONTH, world
from tokenomics.demo.litellm import write_litellm
from tokenomics.demo.traffic import gateway_log_calls
from tokenomics.records.errors import InputError

BY = ("provider", "model", "feature", "team", "user", "project", "environment", "customer", "status", "source", "day")  # fmt: skip


def said(row: CostRow) -> dict[str, Any]:
    """A row as the truth file writes it, without its key."""
    return {"requests": row.requests, "cost": row.cost, **{name: n for name, n in row.meters.items() if n}}  # fmt: skip


def told(group: dict[str, Any], *keys: str) -> dict[str, Any]:
    """A group of the truth file, its cost as a decimal, without its key; what used nothing costs nothing."""
    rest = {name: value for name, value in group.items() if name not in keys}
    used_nothing = rest.keys() == {"requests", "cost"}
    cost = Decimal(group["cost"] or 0) if used_nothing or group["cost"] is not None else None
    return rest | {"cost": cost}


@pytest.mark.parametrize("form", FORMS)
def test_each_format_says_the_truth(form: str, tmp_path: Path) -> None:
    """A company chosen now: totals and every group are its truth, whoever reads the file again or in halves."""
    seed = random.SystemRandom().getrandbits(31)
    write_logs(tmp_path / "demo", form, seed=seed, size=0.03)
    truth = json.loads((tmp_path / "demo" / "truth.json").read_text("utf-8"))
    config = load(tmp_path / "demo" / "tokenomics.toml")
    (path,) = (tmp_path / "demo" / "logs").iterdir()
    lines = path.read_text("utf-8").splitlines(keepends=True)
    halves = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for half, part in zip(halves, (lines[:9], lines[9:]), strict=True):
        half.write_text("".join(part), "utf-8")
    done = take(tmp_path / "ledger", path, config=config)
    take(tmp_path / "halves", *halves, config=config)
    take(tmp_path / "halves", halves[1], config=config)

    assert [(f.source, f.rows, f.records, f.rejected) for f in done.files] == [
        tuple(truth["files"][0][name] for name in ("source", "rows", "recorded", "rejected"))
    ]  # fmt: skip
    for ledger in ("ledger", "halves"):
        report = costs_by(tmp_path / ledger)
        assert said(report.totals) == told(truth["totals"]), seed
        for name in BY:
            rows = {row.key[0]: said(row) for row in costs_by(tmp_path / ledger, name).rows}
            assert rows == {each[name]: told(each, name) for each in truth["by"][name]}, (seed, name)  # fmt: skip


@pytest.mark.parametrize("form", ["cloudflare", "helicone", "opencode", "portkey"])
def test_beside_another_log_of_the_same_calls_they_count_once(form: str, tmp_path: Path) -> None:
    """Whatever a format leaves out, all that is paid is what LiteLLM's logs of the same company say."""
    seed = random.SystemRandom().getrandbits(31)
    write_litellm(tmp_path / "litellm", gateway_log_calls(world(seed=seed, size=0.03, month=FIRST_MONTH)))  # fmt: skip
    write_logs(tmp_path / "demo", form, seed=seed, size=0.03)
    logs = [tmp_path / "litellm", tmp_path / "demo" / "logs"]
    take(tmp_path / "one", logs[0])
    for ledger, order in (("both", 1), ("turned", -1)):
        for path in logs[::order]:
            take(tmp_path / ledger, path)

    one, both, turned = (costs_by(tmp_path / name).totals for name in ("one", "both", "turned"))
    assert (both.cost, both.meters["output"]) == (one.cost, one.meters["output"]), seed
    assert turned == both


def test_a_format_that_is_none_is_named(tmp_path: Path) -> None:
    """The nearest one is suggested, and nothing is written."""
    with pytest.raises(InputError, match="helicone"):
        write_logs(tmp_path / "demo", "helicon", seed=1)

    assert not (tmp_path / "demo").exists()
