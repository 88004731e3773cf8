"""What Spark says when it fails, as the errors that users meet."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from tokenomics.records.errors import InputError, OutsideError

_TOO_GREAT = ("ARITHMETIC_OVERFLOW", "CAST_OVERFLOW", "NUMERIC_VALUE_OUT_OF_RANGE")
_OURS = ("AnalysisException", "ParseException")


@contextmanager
def told() -> Generator[None]:
    """Tell what fails inside in one line.

    Raises InputError for a sum that is too great for exact arithmetic, OutsideError for whatever
    befalls Spark or its workers. A statement that Spark does not understand is a mistake of ours, and
    stays what it is.
    """
    from pyspark.errors import PySparkException  # noqa: PLC0415 # pyright: ignore[reportMissingImports]

    try:
        yield
    except Exception as error:
        # Some failures of workers come as errors of the package that Spark talks to Java by.
        if not isinstance(error, PySparkException) and type(error).__module__ != "py4j.protocol":
            raise
        text = str(error)
        if any(f"[{name}" in text for name in _TOO_GREAT):
            raise InputError(
                f"a quantity is too great to be priced exactly: {first_line(text)}"
            ) from None
        if type(error).__name__ in _OURS:
            raise
        raise OutsideError(f"Spark failed: {first_line(_cause(text))}") from error


def _cause(text: str) -> str:
    """What a trace of Java names as its innermost cause; the text itself where it is none."""
    return text.rpartition("Caused by: ")[2]


def first_line(text: str) -> str:
    """The first line of what Spark says, of 400 characters at most."""
    return text.strip().partition("\n")[0][:400]
