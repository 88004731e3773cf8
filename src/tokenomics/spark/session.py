"""Sessions of Spark, set so that statements answer as DuckDB does, and started without a word."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import IO, Any

from tokenomics.memory import memory_limit
from tokenomics.records.errors import OutsideError
from tokenomics.spark.failures import first_line
from tokenomics.spark.java import check_java
from tokenomics.spark.remote import connected, is_remote, left

INSTALL = "pip install 'tokenomics-finops[spark]'"
HERE = "local[*]"
# Sums that are too great are errors, products keep all their digits, and instants are of no place.
_MEANING = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_LTZ",
    "spark.sql.caseSensitive": "false",
}
# What Spark infers of columns from conditions grows out of bounds with columns made of columns: planning
# a statement of a replay took it minutes.
# Tables that are known to have few rows are handed to all workers by name. What Spark takes for small by the
# size of its packed files fills the memory of a worker of a gigabyte.
_PLANNING = {
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
}
# Plans of statements with a hundred columns take more than the gigabyte that Spark gives its driver.
_DRIVER = 3 * 10**9


def session_of(master: str) -> Any:
    """A session on the Spark at a master's URL: local[N], spark://…, yarn, k8s://…, or Connect's sc://….

    Where this process has a session already, as in a notebook, it is a new one beside it, whose
    settings and names are its own. Raises OutsideError where pyspark or Java is missing, or no Spark
    answers there.
    """
    with _needed():
        return connected(master, {**_MEANING, **_PLANNING}) if is_remote(master) else _local(master)


def leave(session: Any, views: Iterable[str]) -> None:
    """Give up a session that was made here, and the temporary views that it has.

    The context of one in this process stays: others may use it.
    """
    if type(session).__module__.startswith("pyspark.sql.connect."):
        left(session)
        return
    for view in views:
        session.catalog.dropTempView(view)


@contextmanager
def _needed() -> Generator[None]:
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "pyspark":
            raise OutsideError(
                f"Spark Connect needs more packages: pip install 'pyspark[connect]' ({error})"
            ) from None
        raise OutsideError(f"the Spark engine needs pyspark: {INSTALL}") from None


def _local(master: str) -> Any:
    session = _started(master)
    for name, value in {**_MEANING, **_PLANNING}.items():
        session.conf.set(name, value)
    return session


def _started(master: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 # pyright: ignore[reportMissingImports]

    if (active := SparkSession.getActiveSession()) is not None:
        return active.newSession()
    check_java(os.environ)
    with tempfile.TemporaryFile() as said:
        return SparkSession(_context(master, said)).newSession()


def _context(master: str, said: IO[bytes]) -> Any:
    """A context whose Java tells its news to a file, for nobody asked for them unless it fails."""
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415 # pyright: ignore[reportMissingImports]
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415 # pyright: ignore[reportMissingImports]

    settings = SparkConf().setMaster(master).setAppName("tokenomics")
    settings.set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false")
    settings.set("spark.driver.memory", f"{(memory_limit() or _DRIVER) // 2**20}m")
    try:
        gateway = launch_gateway(settings, popen_kwargs={"stdout": said, "stderr": said})
        return SparkContext(conf=settings, gateway=gateway)
    except Exception as error:
        said.seek(0)
        why = _reason(said.read().decode(errors="replace")) or str(error)
        raise OutsideError(f"no Spark starts at {master}: {first_line(why)}") from error


def _reason(said: str) -> str | None:
    """The last line of what Java said that tells of an error."""
    told = [line for line in said.splitlines() if re.search("error|exception", line, re.IGNORECASE)]
    return told[-1] if told else None
