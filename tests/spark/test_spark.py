"""Every question that Spark answers, it answers as DuckDB does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tokenomics as tk
from support.command import command, process
from support.questions import NOW, OF_BILLS, QUESTIONS, STATISTICS, words
from tokenomics.engines import use_engine, use_master

BUDGETS = '\n[[budget]]\nname = "team"\nfor_each = "team"\namount = "3 USD"\nperiod = "month"\n'


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of a small company's ledger."""
    folder = tmp_path_factory.mktemp("spark")
    assert command("demo", "--size", "0.05", "--folder", "demo", "--quiet", cwd=folder).code == 0
    config = folder / "demo" / "tokenomics.toml"
    config.write_text(config.read_text("utf-8") + BUDGETS, "utf-8")
    return config


@pytest.fixture(scope="module")
def billed(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Path:
    """The same with the bills of the company's provider."""
    folder = tmp_path_factory.mktemp("billed")
    config = folder / "tokenomics.toml"
    config.write_text(demo.read_text("utf-8"), "utf-8")
    logs, bills = demo.parent / "logs", demo.parent / "bills"
    assert command("ingest", logs, bills, "--config", config, cwd=folder).code == 0
    return config


@pytest.fixture(autouse=True)
def _nothing_said() -> Iterator[None]:
    """Leave the choice of an engine as it was found."""
    yield
    use_engine(None)
    use_master(None)


def answers(question: str, config: Path, master: str) -> tuple[str, str]:
    """What DuckDB and Spark answer to a question."""
    env = {"TOKENOMICS_NOW": NOW}
    given = words(question, config=config)
    ours = command(*given, cwd=config.parent, env=env)
    theirs = command(*given, "--engine", "spark", "--master", master, cwd=config.parent, env=env)
    assert (ours.code, theirs.code) == (0, 0), theirs.err
    assert theirs.err == ours.err
    return ours.out, theirs.out


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_the_same_byte_for_byte(question: str, demo: Path, spark_master: str) -> None:
    """Counts, quantities, money and their order are equal to the last digit."""
    ours, theirs = answers(question, demo, spark_master)

    assert theirs == ours


@pytest.mark.parametrize("question", OF_BILLS)
def test_bills_are_answered_alike(question: str, billed: Path, spark_master: str) -> None:
    """So are bills, and the usage that they state."""
    ours, theirs = answers(question, billed, spark_master)

    assert theirs == ours


def near(one: Any, other: Any) -> bool:
    """Whether two documents are the same, numbers within a billionth of each other."""
    match one, other:
        case dict(), dict():
            return one.keys() == other.keys() and all(near(one[name], other[name]) for name in one)
        case list(), list():
            return len(one) == len(other) and all(map(near, one, other))
        case float(), float():
            return one == pytest.approx(other, rel=1e-9)
        case _:
            return one == other


@pytest.mark.parametrize("question", STATISTICS)
def test_statistics_are_alike(question: str, demo: Path, spark_master: str) -> None:
    """What is learnt of floating-point sums is equal within a billionth."""
    ours, theirs = answers(question, demo, spark_master)

    assert near(json.loads(theirs), json.loads(ours))


def test_paths_are_read_here_and_asked_there(demo: Path, spark_master: str) -> None:
    """Logs are read into a ledger of this machine, which a Spark on it sees."""
    logs = str(demo.parent / "logs")
    ours, theirs = answers(f"report '{logs}' --by model --format json", demo, spark_master)

    assert theirs == ours


def test_a_cluster_is_not_asked_about_a_folder_that_it_does_not_see(demo: Path) -> None:
    """Logs without a ledger would lie where no worker finds them."""
    done = command(
        "report", "logs", "--engine", "spark", "--master", "spark://far:7077", cwd=demo.parent
    )

    assert (done.code, "--ledger DIR" in done.err) == (2, True)


def test_a_notebook_asks_spark(demo: Path, spark_master: str) -> None:
    """A handle that is opened with an engine answers by it, in the same frames."""
    ledger = demo.parent / ".tokenomics"
    ours = tk.costs(tk.open(ledger), by="model")
    theirs = tk.costs(tk.open(ledger, engine="spark", master=spark_master), by="model")

    assert theirs.equals(ours)
    assert isinstance(theirs["cost"].drop_nulls()[0], Decimal)


def test_a_process_says_nothing_but_the_answer(demo: Path, spark_master: str) -> None:
    """What Spark and its Java have to tell reaches neither stream."""
    given = words("report --by model --format json", config=demo)
    ours = process(*given, cwd=demo.parent, env={"TOKENOMICS_NOW": NOW})
    env = {"TOKENOMICS_NOW": NOW, "TOKENOMICS_ENGINE": "spark", "TOKENOMICS_MASTER": spark_master}
    theirs = process(*given, cwd=demo.parent, env=env)

    assert (theirs.returncode, theirs.stdout, theirs.stderr) == (0, ours.stdout, ours.stderr)


def test_a_cluster_that_is_not_there_is_told_in_one_line(demo: Path, spark_master: str) -> None:
    """Nobody at the master's address is no answer, and the exit code says so."""
    del spark_master
    given = words("report", config=demo)
    done = process(*given, "--engine", "spark", "--master", "nothing://here", cwd=demo.parent)

    assert done.returncode == 3
    assert done.stderr.decode().startswith("error: no Spark starts at nothing://here: ")
    assert done.stderr.count(b"\n") <= 3
