"""The Parquet files of a ledger version as a frame of Spark: those that are named, and no others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tokenomics.spark.types import stored

# DuckDB's way to name a character that stands for others, as the ledger writes paths.
_ESCAPED = re.compile(r"\[([\[*?])\]")
_GLOB = re.compile(r"([{}\[\]*?\\])")


def frame_of(session: Any, paths: Sequence[str]) -> Any:
    """The rows of these files in the columns that the ledger declares; what a file lacks is null."""
    return session.read.schema(stored()).parquet(*map(uri_of, paths))


def uri_of(path: str) -> str:
    """A path as Hadoop takes it, with nothing in it that stands for something else."""
    plain = _ESCAPED.sub(r"\1", path)
    if plain.startswith("s3://"):
        return "s3a://" + plain.removeprefix("s3://")
    escaped = _GLOB.sub(r"\\\1", plain)
    return escaped if "://" in plain else f"file://{escaped}"
