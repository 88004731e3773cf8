"""Sessions of Spark Connect: Spark is asked over the network, and no Java is needed here."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from tokenomics.records.errors import OutsideError
from tokenomics.spark.failures import first_line

# A server that does not answer at first is waited for some seconds, one that is lost for a minute.
_AT_FIRST, _LATER = 4, 6


def is_remote(master: str) -> bool:
    """Whether a master's URL is one of Connect."""
    return master.startswith("sc://")


def connected(master: str, settings: Mapping[str, str]) -> Any:
    """A session of its own, with these settings, at the server of an address such as sc://host:15002.

    Raises ImportError where a package of Connect is missing, OutsideError where no server answers.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it doubts new versions of pandas, and tells of each retry
        from pyspark.errors import PySparkException  # noqa: PLC0415 # pyright: ignore[reportMissingImports]
        from pyspark.sql.connect.client.retries import DefaultPolicy  # noqa: PLC0415 # pyright: ignore[reportMissingImports]
        from pyspark.sql.connect.session import SparkSession  # noqa: PLC0415 # pyright: ignore[reportMissingImports]

        try:
            session = SparkSession.builder.remote(master).create()
            session.client.set_retry_policies([DefaultPolicy(max_retries=_AT_FIRST)])
            for name, value in settings.items():
                session.conf.set(name, value)
        except PySparkException as error:
            raise OutsideError(f"no Spark answers at {master}: {first_line(str(error))}") from None
    session.client.set_retry_policies([DefaultPolicy(max_retries=_LATER)])
    return session


def left(session: Any) -> None:
    """Give a session up at its server, if that is still there, and close the line to it."""
    session.client.set_retry_policies([])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session.stop()
