"""Commands on a ledger in a bucket: what they answer, and what they say where it cannot be reached."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import tokenomics as tk
from support.buckets import Bucket, Cut
from support.command import Done, command
from support.logs import BROKEN, ROWS, calls

Run = Callable[..., Done]
MORE = "2026-11-04T10:00:00Z,openai,gpt-4-0613,support,ada,1000,500,e"


@pytest.fixture
def run(far: Bucket, tmp_path: Path) -> Run:
    """Runs a command with a configuration whose ledger lies in the bucket."""
    text = f'[ledger]\npath = "{far.url(tmp_path.name)}"\n'
    (tmp_path / "tokenomics.toml").write_text(text, "utf-8")
    env = far.environment

    def _run(*arguments: str | Path, **more: str) -> Done:
        return command(*arguments, cwd=tmp_path, env={**env, **more})

    return _run


def test_an_ingest_that_is_cut_off_is_made_up_for(far: Bucket, run: Run, tmp_path: Path) -> None:
    """The line goes in the middle: one sentence and exit code 3, and afterwards the costs of a local ledger."""
    calls(tmp_path / "calls.csv", *ROWS, BROKEN)
    far.cut(Cut("^PUT .*partNumber", nth=2, more=None))
    cut = run("ingest", "calls.csv", TOKENOMICS_STORE_PATIENCE="1")
    far.restore()
    again, twice = run("ingest", "calls.csv"), run("ingest", "calls.csv")

    address = far.url(tmp_path.name)
    assert (cut.code, cut.out, len(cut.err.splitlines())) == (3, "", 1)
    assert f"{address} cannot be reached: " in cut.err
    assert (again, twice) == ((0, "", ""), (0, "", ""))
    told = {
        where: json.loads(run("report", "--by", "model,user", "--format", "json", **env).out)
        for where, env in (("far", {}), ("near", {"TOKENOMICS_LEDGER": "books"}))
        if where == "far" or run("ingest", "calls.csv", **env).code == 0
    }
    assert told["far"].pop("ledger") == {"path": address, "version": 0}
    assert told["near"].pop("ledger")["version"] == 0
    assert told["far"]["totals"] == told["near"]["totals"]
    assert told["far"]["coverage"] == told["near"]["coverage"]


def test_every_command_takes_an_address(far: Bucket, run: Run, tmp_path: Path) -> None:
    """Whoever asks need not know where the ledger is."""
    address = far.url(tmp_path.name)
    calls(tmp_path / "calls.csv", *ROWS, BROKEN)
    assert f"into {address} version 0" in run("ingest", "calls.csv", "-v").err
    calls(tmp_path / "more.csv", MORE)
    run("ingest", "more.csv")

    assert f"{address} version 1" in run("ledger", "info").err
    assert len(json.loads(run("ledger", "history", "--format", "json").out)) == 2
    assert len(json.loads(run("ledger", "rejects", "--format", "json").out)) == 1
    assert run("ledger", "compact").code == 0
    assert f"ledger {address} version 2" in run("doctor").out
    assert f"{address}: only a ledger in a folder" in run("ledger", "verify").err
    assert run("alert", "--dry-run").out.count("\n") <= 1
    earlier = json.loads(run("report", "--ledger-at", "0", "--format", "json").out)
    latest = json.loads(run("report", "--ledger", address, "--format", "json").out)
    assert (earlier["totals"]["requests"], latest["totals"]["requests"]) == (
        len(ROWS),
        len(ROWS) + 1,
    )
    assert run("diff", address, address).code == 0
    assert list(tk.costs(tk.open(address), "model")["requests"]) == [len(ROWS) + 1]


def test_people_stay_on_the_machines_of_their_owner(far: Bucket, run: Run, tmp_path: Path) -> None:
    """The bucket knows pseudonyms only, and a machine without their file does not invent others."""
    calls(tmp_path / "calls.csv")
    run("ingest", "calls.csv")
    (people,) = tmp_path.glob(".local/share/tokenomics/ledgers/s3/*/.*.people.json")
    calls(tmp_path / "more.csv", MORE)
    people.rename(tmp_path / "elsewhere.json")
    refused = run("ingest", "more.csv")
    (tmp_path / "elsewhere.json").rename(people)

    assert people.stat().st_mode & 0o777 == 0o600
    assert not any(".people." in line for line in far.asked())
    assert (refused.code, len(refused.err.splitlines())) == (2, 1)
    assert f"{people} is not here" in refused.err
    assert run("ingest", "more.csv").code == 0


@pytest.mark.parametrize(
    ("address", "code", "sentence"),
    [
        ("s3://nowhere/it", 2, "s3://nowhere/it: there is no bucket 'nowhere'"),
        ("s3x://finops/it", 2, "unknown scheme 's3x': did you mean 's3'?"),
        ("s3://finops/nothing", 2, "there is no ledger at s3://finops/nothing"),
        ("az://finops/it", 2, "no credentials were found: set AZURE_STORAGE_ACCOUNT_NAME"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_sentence(
    run: Run, address: str, code: int, sentence: str
) -> None:
    """It names the address, and what to do."""
    done = run("report", "--ledger", address)

    assert (done.code, done.out, len(done.err.splitlines())) == (code, "", 1)
    assert sentence in done.err


def test_an_endpoint_that_is_not_there_is_outside(run: Run) -> None:
    """Exit code 3 says that the same command may do better later."""
    done = run("report", AWS_ENDPOINT_URL="http://127.0.0.1:1", TOKENOMICS_STORE_PATIENCE="1")

    assert (done.code, len(done.err.splitlines())) == (3, 1)
    assert "cannot be reached: Connection refused" in done.err


def test_copies_may_lie_elsewhere_and_go(far: Bucket, run: Run, tmp_path: Path) -> None:
    """Without them a report takes longer and says the same."""
    calls(tmp_path / "calls.csv")
    mirrors = {"TOKENOMICS_MIRRORS": str(tmp_path / "copies")}
    run("ingest", "calls.csv", **mirrors)
    first = run("report", **mirrors)
    far.asked()
    assert run("report", **mirrors) == first
    assert not any("parquet" in line for line in far.asked())
    shutil.rmtree(tmp_path / "copies")

    assert run("report", **mirrors) == first
    assert any("parquet" in line for line in far.asked())
