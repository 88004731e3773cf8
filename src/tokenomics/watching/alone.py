"""One watcher at a time: a second one that starts meanwhile finds nothing to do."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from tokenomics.places import Where, home_of
from tokenomics.records.errors import LedgerReadOnly


@contextmanager
def alone(ledger: Where) -> Generator[bool]:
    """Whether nobody else watches this ledger; nobody can begin to while this lasts.

    The lock is a file beside the ledger, held by the process and gone with it however it ends. Of a
    ledger in a bucket it holds on this machine only.
    Raises LedgerReadOnly where it cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - needed by this alone

    folder = home_of(ledger).resolve()
    lock = FileLock(folder.with_name(f".{folder.name.removeprefix('.')}.alert.lock"), mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    except OSError as error:
        raise LedgerReadOnly(f"{lock.lock_file}: cannot be written: {error.strerror}") from None
    try:
        yield True
    finally:
        lock.release()
