"""Every question that Spark answers, it answers as DuckDB does."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import tokenomics as tk
from support.asked_worlds import ENVIRONMENT, WORLDS
from support.command import Done, command, process
from support.questions import EVERY, EXACT, NEAR
from tokenomics import queries
from tokenomics.engines import use_engine, use_master
from tokenomics.ledger import opening
from tokenomics.ledger.reading import chosen_of
from tokenomics.queries import noting
from tokenomics.recording import Asked, Recorder, Step
from tokenomics.spark import engine


class Answered(NamedTuple):
    """What was answered, and the queries that were run for it."""

    done: Done
    ran: frozenset[str]


Ask = Callable[[str, str], Answered]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a world by its name, filled once."""

    @cache
    def filled(world: str) -> Path:
        made = tmp_path_factory.mktemp(world)
        WORLDS[world].fill(made)
        return made

    return filled


@pytest.fixture(scope="session")
def duckdb(folder: Callable[[str], Path]) -> Ask:
    """What DuckDB answers to a question of a world, asked once."""
    return cache(lambda world, question: _answer(folder(world), question))


@pytest.fixture
def spark(folder: Callable[[str], Path], spark_master: str) -> Ask:
    """What Spark answers to a question of a world."""
    chosen = ("--engine", "spark", "--master", spark_master)
    return lambda world, question: _answer(folder(world), question, *chosen)


def _answer(where: Path, question: str, *chosen: str) -> Answered:
    """What a question is answered; what is written to a file stands behind."""
    given = shlex.split(question)
    steps = list[Step]()
    with opening(lambda *ledgers: Recorder(chosen_of(*ledgers), steps)), noting() as made:
        done = command(*given, *chosen, cwd=where, env=ENVIRONMENT)
    if "--output" in given:
        written = where / given[given.index("--output") + 1]
        done = done._replace(out=done.out + written.read_text("utf-8"))
        written.unlink()
    ran = [step.text for step in steps if isinstance(step, Asked)]
    return Answered(
        done, frozenset(each.name for each in made if any(each.text in text for text in ran))
    )


@pytest.fixture(autouse=True)
def _nothing_said() -> Iterator[None]:
    """Leave the choice of an engine as it was found."""
    yield
    use_engine(None)
    use_master(None)


@pytest.mark.parametrize(
    ("world", "question"), [(world, each) for world, told in EXACT.items() for each in told]
)
def test_an_answer_is_the_same_byte_for_byte(
    duckdb: Ask, spark: Ask, world: str, question: str
) -> None:
    """Counts, quantities, money and their order are equal to the last digit, by the same queries."""
    ours, theirs = duckdb(world, question), spark(world, question)

    assert theirs == ours
    assert ours.done.code == 0


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


@pytest.mark.parametrize(
    ("world", "question"), [(world, each) for world, told in NEAR.items() for each in told]
)
def test_statistics_are_alike(duckdb: Ask, spark: Ask, world: str, question: str) -> None:
    """What is learnt of floating-point sums is equal within a billionth, by the same queries."""
    ours, theirs = duckdb(world, question), spark(world, question)

    assert (theirs.ran, theirs.done.code, theirs.done.err) == (ours.ran, 0, ours.done.err)
    assert near(json.loads(theirs.done.out), json.loads(ours.done.out))


def test_the_questions_run_every_query(duckdb: Ask) -> None:
    """What the questions run on both engines are all queries there are: a new one wants a question that runs it."""
    every = {path.stem for path in Path(queries.__file__).parent.glob("*.sql")}

    assert every - frozenset[str]().union(*(duckdb(*each).ran for each in EVERY)) == set()


def test_much_is_answered_as_little_is(
    duckdb: Ask, spark: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is too much to hold is read and written where it lies, and the answer stays."""
    monkeypatch.setattr(engine, "_FEW", 0)
    given = "demo", "report --by feature --per success --format json"

    assert spark(*given) == duckdb(*given)


def test_paths_are_read_here_and_asked_there(duckdb: Ask, spark: Ask) -> None:
    """Logs are read into a ledger of this machine, which a Spark on it sees."""
    given = "demo", "report logs --by model --format json"

    assert spark(*given).done == duckdb(*given).done


def test_a_cluster_is_not_asked_about_a_folder_that_it_does_not_see(tmp_path: Path) -> None:
    """Logs without a ledger would lie where no worker finds them."""
    done = command("report", "logs", "--engine", "spark", "--master", "spark://far:7077", cwd=tmp_path)  # fmt: skip

    assert (done.code, "--ledger DIR" in done.err) == (2, True)


def test_a_notebook_asks_spark(folder: Callable[[str], Path], spark_master: str) -> None:
    """A handle that is opened with an engine answers by it, in the same frames."""
    ledger = folder("demo") / ".tokenomics"
    ours = tk.costs(tk.open(ledger), by="model")
    theirs = tk.costs(tk.open(ledger, engine="spark", master=spark_master), by="model")

    assert theirs.equals(ours)
    assert isinstance(theirs["cost"].drop_nulls()[0], Decimal)


def test_a_process_says_nothing_but_the_answer(
    folder: Callable[[str], Path], spark_master: str
) -> None:
    """What Spark and its Java have to tell reaches neither stream."""
    given = ("report", "--by", "model", "--format", "json")
    ours = process(*given, cwd=folder("demo"), env=ENVIRONMENT)
    env = {**ENVIRONMENT, "TOKENOMICS_ENGINE": "spark", "TOKENOMICS_MASTER": spark_master}
    theirs = process(*given, cwd=folder("demo"), env=env)

    assert (theirs.returncode, theirs.stdout, theirs.stderr) == (0, ours.stdout, ours.stderr)


def test_a_cluster_that_is_not_there_is_told_in_one_line(
    folder: Callable[[str], Path], spark_master: str
) -> None:
    """Nobody at the master's address is no answer, and the exit code says so."""
    del spark_master
    done = process("report", "--engine", "spark", "--master", "nothing://here", cwd=folder("demo"))

    assert done.returncode == 3
    assert done.stderr.decode().startswith("error: no Spark starts at nothing://here: ")
    assert done.stderr.count(b"\n") <= 3
