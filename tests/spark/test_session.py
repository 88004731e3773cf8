from __future__ import annotations

import sys

import pytest

from tokenomics.records.errors import OutsideError
from tokenomics.spark.session import leave, session_of


@pytest.mark.parametrize("master", ["local[1]", "sc://localhost"])
def test_a_missing_package_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, master: str
) -> None:
    """Without pyspark the error says which extra has it."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "pyspark"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)

    with pytest.raises(OutsideError, match=r"pip install 'tokenomics-finops\[spark\]'"):
        session_of(master)


def test_a_missing_java_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Java nothing is started."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: make spark")
    monkeypatch.setattr(sql.SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setenv("JAVA_HOME", "/nowhere")

    with pytest.raises(OutsideError, match="JAVA_HOME is '/nowhere'"):
        session_of("local[1]")


def test_a_session_that_is_there_is_not_changed(spark_master: str) -> None:
    """Beside a session of somebody else's stands a new one with settings of its own."""
    first = session_of(spark_master)
    first.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")

    assert session_of(spark_master).conf.get("spark.sql.session.timeZone") == "UTC"
    assert first.conf.get("spark.sql.session.timeZone") == "Asia/Tokyo"


def test_a_session_is_left_without_its_views(spark_master: str) -> None:
    """What it named is gone, and the context stays for others."""
    session = session_of(spark_master)
    session.range(1).createOrReplaceTempView("v")
    leave(session, ["v"])

    assert not session.catalog.tableExists("v")
    assert session_of(spark_master).range(3).count() == 3
