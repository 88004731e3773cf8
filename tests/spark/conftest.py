"""One Spark for all tests of it: its start takes as long as a hundred of them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tokenomics.records.errors import OutsideError
from tokenomics.spark.java import check_java
from tokenomics.spark.session import session_of

MASTER = "local[2]"


@pytest.fixture(scope="session")
def spark_master() -> Iterator[str]:
    """The master of a Spark in this process, which is set for small data; skipped loudly without one.

    It is started here: commands run in an environment of their own, which says nothing of its settings.
    """
    pytest.importorskip("pyspark", reason="pyspark is not installed: make spark")
    try:
        check_java(os.environ)
    except OutsideError as error:
        pytest.skip(str(error))
    os.environ.setdefault("SPARK_CONF_DIR", str(Path(__file__).parent / "conf"))
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session_of(MASTER)
        yield MASTER


@pytest.fixture(scope="session")
def connect_url(spark_master: str) -> str:
    """The address of Connect's server in the same Spark; skipped loudly without Connect's packages."""
    pytest.importorskip("grpc_status", reason="Spark Connect is not installed: make spark")
    session = session_of(spark_master)
    service = getattr(
        session._jvm,  # noqa: SLF001 - only its Java knows which port was free
        "org.apache.spark.sql.connect.service.SparkConnectService$",
    )
    port = getattr(service, "MODULE$").localPort()
    return f"sc://127.0.0.1:{port}"
