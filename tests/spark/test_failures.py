from __future__ import annotations

import pytest

from tokenomics.records.errors import InputError, OutsideError
from tokenomics.spark.failures import told

errors = pytest.importorskip("pyspark.errors", reason="pyspark is not installed: make spark")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION] 1E+39 cannot be", InputError),
        ("[ARITHMETIC_OVERFLOW] Overflow in sum of decimals.", InputError),
        ("Job aborted due to stage failure: Lost task 0.3", OutsideError),
    ],
)
def test_failures_are_one_line(text: str, kind: type[Exception]) -> None:
    """A sum that is too great is the input's fault, a lost worker something outside."""
    with pytest.raises(kind) as raised, told():
        raise errors.PySparkException(f"{text}\n\tat org.apache.spark")

    assert "\n" not in str(raised.value)


def test_a_failure_of_a_worker_is_told_by_its_cause() -> None:
    """Of a trace of Java's the innermost cause is told, whichever way it came."""
    protocol = pytest.importorskip("py4j.protocol", reason="pyspark is not installed: make spark")

    with (
        pytest.raises(OutsideError, match=r"^Spark failed: java\.io\.IOException: no room$"),
        told(),
    ):
        raise protocol.Py4JError("An error occurred\n: Exception\n\tat x\nCaused by: y\n\tat y\nCaused by: java.io.IOException: no room\n\tat z")  # fmt: skip


def test_a_statement_that_spark_does_not_know_is_our_mistake() -> None:
    """It is no user's error, and stays what it is."""
    with pytest.raises(errors.AnalysisException), told():
        raise errors.AnalysisException("no such column")
