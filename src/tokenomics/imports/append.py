"""Appending to an imported book: what stands in it stays, byte for byte."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import uuid4

from tokenomics.imports.files import LISTS
from tokenomics.imports.plan import Plan
from tokenomics.imports.record import Reading
from tokenomics.imports.recorded import Recorded, appended, head
from tokenomics.records.errors import OutsideError


def append(
    path: Path, name: str, *, book: Recorded, reading: Reading, plan: Plan, day: date
) -> int:
    """Write what is planned below what the file holds, in one step; how many entries those are.

    A file to which nothing is added is left alone. Raises OutsideError where it cannot be written.
    """
    if not plan.changes:
        return 0
    used = {k.hours for change in plan.changes for k in change.added.entry.prices if k.hours}
    hours = {word: reading.hours[word] for word in sorted(used - book.hours)}
    text = appended([c.added for c in plan.changes], hours, day, reading.title)
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        before = path.read_bytes() if path.exists() else head(name, LISTS[name].title).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(before + text.encode())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise OutsideError(f"{path}: {error.strerror}") from None
    return len(plan.changes)
