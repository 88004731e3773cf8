"""Reads the logs of Cloudflare's AI Gateway: the pages of its API, or their entries one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row


def entries(value: Any) -> list[Any]:
    """The entries of a page, or what is no page as it is; a page may be empty."""
    found = cast("Row", value).get("result") if isinstance(value, dict) else None
    return found if isinstance(found, list) else [value]


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row an entry; an empty one for a page without any."""
    return rows.parted(path, container, first_line, entries)
