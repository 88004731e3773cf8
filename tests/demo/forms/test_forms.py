"""The company's gateway in the formats of others, read against the truth of what each can tell."""

from __future__ import annotations

import json
import random
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.ledgers import take
from support.readme import documents
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


def halved(logs: list[Path], folder: Path) -> tuple[list[Path], list[Path]]:
    """The same logs in two parts: of one file its first lines and the rest, both below its header."""
    if len(logs) > 1:
        middle = len(logs) // 2
        return logs[:middle], logs[middle:]
    folder.mkdir()
    lines = logs[0].read_text("utf-8").splitlines(keepends=True)
    header = lines[:1] if logs[0].suffix == ".csv" else []
    parts = [folder / f"{name}{logs[0].suffix}" for name in ("one", "two")]
    for part, mine in zip(parts, (lines[:9], [*header, *lines[9:]]), strict=True):
        part.write_text("".join(mine), "utf-8")
    return parts[:1], parts[1:]


@pytest.mark.parametrize("form", FORMS)
def test_each_format_says_the_truth(form: str, tmp_path: Path) -> None:
    """A company chosen now: totals and every group are its truth, whoever reads the logs again or in halves."""
    seed = random.SystemRandom().getrandbits(31)
    write_logs(tmp_path / "demo", form, seed=seed, size=0.03)
    truth = json.loads((tmp_path / "demo" / "truth.json").read_text("utf-8"))
    config = load(tmp_path / "demo" / "tokenomics.toml")
    logs = sorted(path for path in (tmp_path / "demo" / "logs").rglob("*") if path.is_file())
    one, two = halved(logs, tmp_path / "parts")
    done = take(tmp_path / "ledger", *logs, config=config)
    take(tmp_path / "halves", *one, *two, config=config)
    take(tmp_path / "halves", *two, config=config)

    assert truth["totals"]["requests"] > 100
    assert sorted(
        (f.source, f.rows, f.records, f.skipped, f.rejected) for f in done.files
    ) == sorted(
        tuple(file[name] for name in ("source", "rows", "recorded", "skipped", "rejected"))
        for file in truth["files"]
    )
    assert said(costs_by(tmp_path / "halves").totals) == told(truth["totals"]), seed
    for name in BY:
        report = costs_by(tmp_path / "ledger", name)
        rows = {row.key[0]: said(row) for row in report.rows}
        assert said(report.totals) == told(truth["totals"]), seed
        assert rows == {each[name]: told(each, name) for each in truth["by"][name]}, (seed, name)


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Path]:
    """A company chosen now: its seed, and a folder with LiteLLM's logs of it and a ledger of them."""
    seed, home = random.SystemRandom().getrandbits(31), tmp_path_factory.mktemp("proxied")
    write_litellm(home / "litellm", gateway_log_calls(world(seed=seed, size=0.02, month=FIRST_MONTH)))  # fmt: skip
    take(home / "one", home / "litellm")
    return seed, home


@pytest.mark.parametrize(
    "form",
    [
        "cloudflare",
        "databricks",
        "envoy",
        "helicone",
        "helicone_csv",
        "kong",
        "langfuse",
        "opencode",
        "otel",
        "portkey",
    ],
)
def test_beside_another_log_of_the_same_calls_they_count_once(
    form: str, proxied: tuple[int, Path], tmp_path: Path
) -> None:
    """Whatever a format leaves out, all that is paid is what LiteLLM's logs of the same company say."""
    seed, home = proxied
    write_logs(tmp_path / "demo", form, seed=seed, size=0.02)
    logs = tmp_path / "demo" / "logs"
    shutil.copytree(home / "one", tmp_path / "both")
    take(tmp_path / "both", logs)
    take(tmp_path / "turned", logs)
    take(tmp_path / "turned", home / "litellm")

    one, both, turned = (
        costs_by(ledger).totals for ledger in (home / "one", tmp_path / "both", tmp_path / "turned")
    )
    assert (both.cost, both.meters["output"]) == (one.cost, one.meters["output"]), seed
    assert turned == both


def test_a_format_that_is_none_is_named(tmp_path: Path) -> None:
    """The nearest one is suggested, and nothing is written."""
    with pytest.raises(InputError, match="helicone"):
        write_logs(tmp_path / "demo", "helicon", seed=1)

    assert not (tmp_path / "demo").exists()


def test_the_docs_name_every_format() -> None:
    """Whoever looks for a format finds its name."""
    text = "".join(path.read_text("utf-8") for path in documents())

    assert [form for form in FORMS if f"`{form}`" not in text] == []
