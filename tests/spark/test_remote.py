"""Spark Connect: the same answers over the network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tokenomics as tk
from support.asked_worlds import ENVIRONMENT, WORLDS
from support.command import command, process
from tokenomics.records.errors import OutsideError
from tokenomics.spark import remote
from tokenomics.spark.remote import connected, is_remote, left


@pytest.mark.parametrize(
    ("master", "answer"), [("sc://host:15002", True), ("local[2]", False), ("spark://sc:1", False)]
)
def test_connect_is_known_by_its_address(master: str, answer: bool) -> None:
    """Addresses of Connect begin with sc://, and no others."""
    assert is_remote(master) is answer


def test_a_session_has_its_settings_and_is_left_twice_without_harm(connect_url: str) -> None:
    """Each session is one of its own, and gone at the server when it is left."""
    one = connected(connect_url, {"spark.sql.session.timeZone": "Asia/Tokyo"})
    other = connected(connect_url, {"spark.sql.session.timeZone": "UTC"})
    assert one.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"
    left(one)
    left(one)

    assert (one.is_stopped, other.is_stopped) == (True, False)
    assert other.conf.get("spark.sql.session.timeZone") == "UTC"
    left(other)


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody at the address is waited for some seconds, and then named."""
    pytest.importorskip("grpc_status", reason="Spark Connect is not installed: make spark")
    monkeypatch.setattr(remote, "_AT_FIRST", 0)

    with pytest.raises(OutsideError, match=r"no Spark answers at sc://127\.0\.0\.1:1: "):
        connected("sc://127.0.0.1:1", {"spark.sql.session.timeZone": "UTC"})


@pytest.mark.parametrize(
    "question", [
        "report --by feature --per success --format json",
        "report --by tag:env,week --tz Europe/Berlin --format json",
        "failures --by feature --format json",
        "ledger rejects",
    ],
)  # fmt: skip
def test_an_answer_over_the_network_is_the_same(
    demo: Path, connect_url: str, question: str
) -> None:
    """Counts, quantities, money and their order are equal to the last digit."""
    ours = command(*question.split(), cwd=demo, env=ENVIRONMENT)
    theirs = command(*question.split(), "--engine", "spark", "--master", connect_url, cwd=demo, env=ENVIRONMENT)  # fmt: skip

    assert theirs == ours
    assert ours.code == 0


def test_a_notebook_asks_over_the_network(demo: Path, connect_url: str) -> None:
    """A handle that is opened with an address of Connect answers in the same frames."""
    ledger = demo / ".tokenomics"
    ours = tk.costs(tk.open(ledger), by="model")

    assert tk.costs(tk.open(ledger, engine="spark", master=connect_url), by="model").equals(ours)


def test_a_process_without_java_asks_over_the_network(demo: Path, connect_url: str) -> None:
    """Where the server is there needs no Java to be here, and nothing is said but the answer."""
    given = ("report", "--by", "model", "--format", "json")
    ours = process(*given, cwd=demo, env=ENVIRONMENT)
    env = {**ENVIRONMENT, "PATH": "", "TOKENOMICS_ENGINE": "spark", "TOKENOMICS_MASTER": connect_url}  # fmt: skip
    theirs = process(*given, cwd=demo, env=env)

    assert (theirs.returncode, theirs.stderr) == (0, ours.stderr)
    assert json.loads(theirs.stdout) == json.loads(ours.stdout)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small company with a ledger."""
    folder = tmp_path_factory.mktemp("connect")
    WORLDS["demo"].fill(folder)
    return folder
