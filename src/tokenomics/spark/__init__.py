"""Questions answered by Spark: the same statements over the same files, on as many machines as there are."""

from __future__ import annotations

import uuid
from pathlib import Path

from tokenomics.spark.engine import SparkEngine
from tokenomics.spark.session import HERE, session_of

__all__ = ["HERE", "SparkEngine", "connect", "session_of"]


def connect(master: str | None, shared: Path) -> SparkEngine:
    """An engine on the Spark at a master's URL; None: on this machine, with all its cores.

    `shared` is a folder that all workers see: what does not fit into memory is written below it.
    """
    return SparkEngine(session_of(master or HERE), shared / f"_spark-{uuid.uuid4().hex}")
