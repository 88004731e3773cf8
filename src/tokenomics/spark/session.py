"""Sessions of Spark, set so that statements answer as DuckDB does, and started without a word."""

from __future__ import annotations

import os
import re
import tempfile
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, Any

from tokenomics.memory import memory_limit
from tokenomics.records.errors import OutsideError
from tokenomics.spark.java import check_java

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
# Plans of statements with a hundred columns take more than the gigabyte that Spark gives its driver.
_DRIVER = 3 * 10**9


def session_of(master: str) -> Any:
    """A session on the Spark at a master's URL: local[N], spark://…, yarn, k8s://…, or Connect's sc://….

    Where this process has a session already, as in a notebook, it is a new one beside it, whose
    settings and names are its own. Raises OutsideError where pyspark or Java is missing, or no Spark
    answers there.
    """
    with _needed():
        session = _connected(master) if master.startswith("sc://") else _started(master)
        for name, value in _MEANING.items():
            session.conf.set(name, value)
        return session


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


def _connected(master: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it doubts new versions of pandas, which is not used here
        from pyspark.errors import PySparkException  # noqa: PLC0415 # pyright: ignore[reportMissingImports]
        from pyspark.sql.connect.session import SparkSession  # noqa: PLC0415 # pyright: ignore[reportMissingImports]

    try:
        return SparkSession.builder.remote(master).create()
    except PySparkException as error:
        raise OutsideError(f"no Spark answers at {master}: {_line(str(error))}") from None


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
        raise OutsideError(f"no Spark starts at {master}: {_line(why)}") from error


def _reason(said: str) -> str | None:
    """The last line of what Java said that tells of an error."""
    told = [line for line in said.splitlines() if re.search("error|exception", line, re.IGNORECASE)]
    return told[-1] if told else None


def _line(text: str) -> str:
    return text.strip().partition("\n")[0][:400]
