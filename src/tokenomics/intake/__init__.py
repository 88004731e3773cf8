"""Files in, one commit out."""

from __future__ import annotations

from tokenomics.intake.run import FileReport, IngestResult, ingest

__all__ = ["FileReport", "IngestResult", "ingest"]
