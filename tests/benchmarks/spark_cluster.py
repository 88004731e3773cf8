"""Reports of a large ledger on DuckDB, on Spark in this process, and on a cluster of two workers.

    .venv-spark/bin/python tests/benchmarks/spark_cluster.py --rows 5000000

A worker of the cluster is killed in the middle of its last question. Every answer of Spark must be
DuckDB's, byte for byte; the table that is printed says how long each took.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from data import big_ledger

from support.command import program

NOW = "2026-09-02T00:00:00Z"
REPORTS = (
    "report --by feature",
    "report --by provider,model",
    "report --by day,team",
    "report --by user --limit 50",
    "report --by feature --per request",
    "report --by team --per user",
    "report --by feature --per success",
    "failures --by feature",
    "quality",
)


class Answer(NamedTuple):
    """What a command wrote, and the seconds that it took."""

    out: bytes
    seconds: float


def asked(question: str, ledger: Path, *more: str) -> Answer:
    """The answer of a process of its own, which must succeed."""
    words = [program(), *shlex.split(question), "--format", "json", "--ledger", str(ledger), *more]
    began = time.monotonic()
    done = subprocess.run(
        words, capture_output=True, check=False, env=os.environ | {"TOKENOMICS_NOW": NOW}, cwd=ledger.parent
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{question}: {done.stderr.decode()}")
    return Answer(done.stdout, time.monotonic() - began)


class Cluster(NamedTuple):
    """A master on loopback and its workers, each the leader of its processes."""

    url: str
    workers: Sequence[subprocess.Popen[bytes]]
    logs: Path


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Generator[Cluster]:
    """A standalone cluster of this machine: a master, and workers of one core each."""
    with ExitStack() as stack:
        port = _free_port()
        url = f"spark://127.0.0.1:{port}"
        stack.enter_context(_running(folder, "master", "Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(_free_port())))  # fmt: skip
        _await(port)
        found = [
            stack.enter_context(
                _running(
                    folder,
                    f"worker-{n}",
                    "Worker",
                    "--host",
                    "127.0.0.1",
                    "--cores",
                    "1",
                    "--memory",
                    "2g",
                    "--work-dir",
                    str(folder / f"work-{n}"),
                    "--webui-port",
                    str(_free_port()),
                    url,
                )
            )
            for n in range(workers)
        ]
        yield Cluster(url, found, folder)


@contextmanager
def _running(folder: Path, name: str, kind: str, *words: str) -> Generator[subprocess.Popen[bytes]]:
    import pyspark  # pyright: ignore[reportMissingImports]

    home = Path(str(pyspark.__file__)).parent
    with (folder / f"{name}.log").open("wb") as log:
        made = subprocess.Popen(
            [home / "bin" / "spark-class", f"org.apache.spark.deploy.{kind.lower()}.{kind}", *words],
            stdout=log, stderr=log, start_new_session=True, env=os.environ | {"SPARK_HOME": str(home)},
        )  # fmt: skip
        try:
            yield made
        finally:
            kill(made)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a worker as a machine that fails does: it and the executors that it started, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return made.getsockname()[1]


def _await(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the master did not start")


def busy(of: Cluster, number: int, since: int) -> bool:
    """Whether an executor of a worker has finished tasks, of which its log tells, since it had `since`."""
    return finished(of, number) > since


def finished(of: Cluster, number: int) -> int:
    """How many tasks the executors of a worker have finished."""
    logs = (of.logs / f"work-{number}").glob("app-*/*/stderr")
    return sum(len(re.findall(r"Finished task", path.read_text(errors="replace"))) for path in logs)


def killed_in_the_middle(question: str, ledger: Path, of: Cluster) -> Answer:
    """The answer to a question of which a worker did a part and is killed then."""
    had, told = finished(of, 0), list[int]()

    def watch() -> None:
        while not busy(of, 0, had + 2):
            time.sleep(0.05)
        told.append(finished(of, 0) - had)
        kill(of.workers[0])

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    found = asked(question, ledger, "--engine", "spark", "--master", of.url)
    if not told:
        raise SystemExit("the worker had nothing to do before it was over")
    print(f"a worker was killed after {told[0]} tasks of {question!r}")
    return found


def main() -> None:
    """Ask everything everywhere, and print a table."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=5_000_000)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "bench-spark")
    options.add_argument("--match", default="", help="only reports that this expression finds")
    given = options.parse_args()
    ledger = big_ledger(given.folder, given.rows)
    print(f"{given.rows:,} requests, seconds of whole processes")
    print(
        "| question | DuckDB | Spark, local[2] | Spark, two workers | answers |\n|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as logs, cluster(Path(logs)) as of:
        for question in filter(re.compile(given.match).search, REPORTS):
            ours = asked(question, ledger)
            here = asked(question, ledger, "--engine", "spark", "--master", "local[2]")
            there = asked(question, ledger, "--engine", "spark", "--master", of.url)
            same = "equal" if ours.out == here.out == there.out else "DIFFERENT"
            print(f"| `{question}` | {ours.seconds:.1f} | {here.seconds:.1f} | {there.seconds:.1f} | {same} |", flush=True)  # fmt: skip
        found = killed_in_the_middle(REPORTS[0], ledger, of)
        same = "equal" if found.out == asked(REPORTS[0], ledger).out else "DIFFERENT"
        print(f"the answer of the worker that is left is {same}, after {found.seconds:.1f} s")


if __name__ == "__main__":
    main()
