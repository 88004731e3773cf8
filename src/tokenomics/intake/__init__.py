"""Files in, one commit out."""

from __future__ import annotations

from tokenomics.intake.run import FileReport, IngestResult, Opened, ingest

__all__ = ["FileReport", "IngestResult", "Opened", "ingest"]
