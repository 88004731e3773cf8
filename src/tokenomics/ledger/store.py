"""The files of a ledger in a bucket: fetched into its folder once, and sent from there.

Everything goes through the store of the Delta library, which takes credentials, region and endpoint
from the environment. It repeats what fails until patience ends; what fails then ends in one sentence.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from deltalake._internal import DeltaFileSystemHandler
from deltalake.exceptions import DeltaError

from tokenomics.ledger.faults import failure
from tokenomics.ledger.identity import digest_of, is_whole, stated_digest
from tokenomics.ledger.layout import DataFile, relative
from tokenomics.places import Remote
from tokenomics.records.errors import ConfigError, LedgerError, OutsideError, TokenomicsError

# The variable that says how many seconds a bucket may stay silent.
PATIENCE = "TOKENOMICS_STORE_PATIENCE"
_SECONDS = 20

# Bytes asked for or sent at once, each within patience.
_PART = 8 * 2**20
_TOGETHER = 8
_Item = TypeVar("_Item")


def options(env: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the Delta library is told of every store: how long it may try."""
    said = env.get(PATIENCE, str(_SECONDS))
    if not said.isdecimal() or not int(said):
        raise ConfigError(f"{PATIENCE}={said!r}: name a whole number of seconds, such as 20")
    return {
        "connect_timeout": f"{min(int(said), 5)}s",
        "timeout": f"{said}s",
        "retry_timeout": f"{said}s",
        "max_retries": "8",
        "backoff_config.init_backoff": "100ms",
        "backoff_config.max_backoff": "3s",
    }


@contextmanager
def reaching(remote: Remote | None, *, writing: bool = False) -> Generator[None]:
    """Say in one sentence why a store did not do what is asked inside; a local ledger's errors pass."""
    try:
        yield
    except (DeltaError, OSError) as error:
        if remote is None:
            raise
        raise failure(remote.url, error, writing=writing) from error


def here(files: Iterable[DataFile]) -> None:
    """Fetch those of the files that are not in their folder yet.

    Raises LedgerError where the bucket has one no more, and as `failure` says where it is out of reach.
    """
    absent = [
        file
        for file in files
        if file.remote and not is_whole(Path(file.path), file.size, file.committed)
    ]
    if absent:
        _each(_fetch, absent)


def send(remote: Remote, paths: Iterable[str]) -> None:
    """Bring files of the folder into the bucket."""
    _each(lambda path: _send(remote, Path(path)), paths)


def remove(remote: Remote, keys: Iterable[str]) -> None:
    """Delete files of the bucket by their names below its address."""
    with reaching(remote, writing=True):
        handler = _handler(remote)
        for key in keys:
            handler.delete_file(key)


def text_of(remote: Remote, key: str) -> str | None:
    """The text of a file in the bucket; None where there is none of that name."""
    with reaching(remote):
        try:
            file = _handler(remote).open_input_file(key)
            return bytes(file.read(file.size())).decode("utf-8", "replace")
        except FileNotFoundError:
            return None


def is_committed(remote: Remote, name: str, mark: str, error: BaseException) -> bool:
    """Whether an entry of the log whose commit ended in an error is in the bucket all the same.

    The answer to it may be what was lost: then the store refused it as a repetition of itself. False
    where another writer's is there instead, which bears no such `mark`. Raises OutsideError where there
    is none, or where nobody can say: its files must stay then, for it may be on its way.
    """
    try:
        text = text_of(remote, name)
    except TokenomicsError as silence:
        raise OutsideError(
            f"{silence}; whether the ledger has a new version is not known: the same command again"
            " makes it where it is not there, and counts nothing twice"
        ) from error
    if text is None:
        raise failure(remote.url, error, writing=True) from error
    return mark in text


def names_in(remote: Remote) -> list[str]:
    """What lies right below the address, folders and files."""
    with reaching(remote):
        found = _handler(remote).get_file_info_selector("", allow_not_found=True)
    return [entry.base_name for entry in found]


def sizes_in(remote: Remote) -> dict[str, int]:
    """The sizes of the data files in the bucket, by the paths that they have in the folder."""
    with reaching(remote):
        found = _handler(remote).get_file_info_selector("", allow_not_found=True, recursive=True)
    data = (entry for entry in found if Path(entry.path).match(relative("*", "*", "*")))
    return {str(remote.folder / entry.path): entry.size for entry in data}


def _fetch(file: DataFile) -> None:
    """Fetch a file under another name and give it its own when all of it is there."""
    remote, path = file.remote, Path(file.path)
    assert remote is not None
    part, key = path.with_name(f".{uuid4()}.part"), path.relative_to(remote.folder).as_posix()
    try:
        remote.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("xb") as copy:
                copy.writelines(_parts(remote, key, file.size))
            if (stated := stated_digest(path)) and digest_of(part) != stated:
                raise LedgerError(
                    f"{remote.url}/{key} holds other bytes than were written: put back a copy"
                )
            # Untouched since it was committed, as a file is that was written here.
            os.utime(part, ns=(file.committed * 1_000_000, file.committed * 1_000_000))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutsideError(
            f"{remote.folder}: no copy can be kept there: {error.strerror}"
        ) from error


def _parts(remote: Remote, key: str, size: int) -> Iterator[bytes]:
    """The content of a file of so many bytes; LedgerError where it is gone or has fewer."""
    fetched = 0
    with reaching(remote):
        try:
            source = _handler(remote, {key: size}).open_input_file(key)
            while fetched < size and (data := bytes(source.read(_PART))):
                fetched += len(data)
                yield data
        except FileNotFoundError as error:
            raise LedgerError(
                f"{remote.url}/{key} is gone: what names it cannot be read"
            ) from error
    if fetched != size:
        raise LedgerError(f"{remote.url}/{key} has {fetched} bytes of {size}: put back a copy")


def _send(remote: Remote, path: Path) -> None:
    key = path.relative_to(remote.folder).as_posix()
    try:
        _sent(remote, path, key)
    except (DeltaError, OSError):
        # Of a file whose last answer was lost a store may know no more than that it has it.
        with reaching(remote, writing=True):
            _sent(remote, path, key)


def _sent(remote: Remote, path: Path, key: str) -> None:
    target = _handler(remote).open_output_stream(key)
    with path.open("rb") as source:
        while data := source.read(_PART):
            target.write(data)
    target.close()  # pyright: ignore[reportAttributeAccessIssue] - the library's types lack it


def _handler(remote: Remote, sizes: dict[str, int] | None = None) -> DeltaFileSystemHandler:
    return DeltaFileSystemHandler(remote.url, options(), sizes)


def _each(work: Callable[[_Item], None], items: Iterable[_Item]) -> None:
    """Do the work for all items, several at a time; the first that fails ends it."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - for buckets alone

    with ThreadPoolExecutor(_TOGETHER) as pool:
        try:
            for _ in pool.map(work, items):
                pass
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
