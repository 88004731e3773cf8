"""One watcher at a time: a second one that starts meanwhile finds nothing to do."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

from tokenomics.locking import locked
from tokenomics.places import Where, home_of
from tokenomics.records.errors import LedgerReadOnly


@contextmanager
def alone(ledger: Where) -> Generator[bool]:
    """Whether nobody else watches this ledger; nobody can begin to while this lasts.

    The lock is a file beside the ledger, held by the process and gone with it however it ends. Of a
    ledger in a bucket it holds on this machine only.
    Raises LedgerReadOnly where it cannot be made.
    """
    folder = home_of(ledger).resolve()
    lock = folder.with_name(f".{folder.name.removeprefix('.')}.alert.lock")
    with ExitStack() as stack:
        try:
            is_alone = stack.enter_context(locked(lock))
        except OSError as error:
            raise LedgerReadOnly(f"{lock}: cannot be written: {error.strerror}") from None
        yield is_alone
