"""Who is behind a pseudonym: a file of its own that only its owner may read.

A pseudonym is drawn at random, so nothing in a ledger leads back to a person without the file. It
holds one line a person, the real name first. The key of digests lies beside it: without that file
nothing in a ledger tells whether a prompt that somebody supposes was ever sent.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path

from tokenomics.locking import locked
from tokenomics.records.errors import ConfigError, LedgerReadOnly, OutsideError
from tokenomics.records.written import json_document
from tokenomics.whole import whole

PREFIX = "user-"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_LENGTH = 10
# Bytes of the key of digests.
_KEY = 32
# Seconds that another writer is waited for; each holds the lock for milliseconds.
_PATIENCE = 60


def people_file(ledger: Path) -> Path:
    """Where the people of a ledger are kept unless the configuration says otherwise: beside it.

    A hidden file, so that no ingest of the folder around looks into it.
    """
    folder = ledger.resolve()
    return folder.with_name(f".{folder.name.removeprefix('.')}.people.json")


def load(path: Path) -> dict[str, str]:
    """The pseudonym of each person by their real name; empty where there is no such file yet.

    Raises ConfigError where others may read the file, where we may not, and where it is damaged.
    """
    text = _text(path)
    if text is None:
        return {}
    try:
        return _checked(json_document(text))
    except ValueError:
        raise ConfigError(
            f"{path}: not a file of people and pseudonyms: bring back a copy, or move it away and "
            "everybody gets another pseudonym from now on"
        ) from None


def readable(path: Path) -> dict[str, str]:
    """The same for whoever may read the file; empty for everybody else."""
    return load(path) if os.access(path, os.R_OK) else {}


def pseudonyms(path: Path, names: Iterable[str]) -> dict[str, str]:
    """The pseudonym of each name; people who have none yet get one, and the file is written.

    A name that is a pseudonym of the file already stays as it is. Raises as `load`, and
    LedgerReadOnly where the file cannot be written.
    """
    wanted = sorted(set(names))
    with _locked(path):
        known = load(path)
        given = set(known.values())
        new = [name for name in wanted if name not in known and name not in given]
        for name in new:
            known[name] = _drawn(given)
            given.add(known[name])
        if new:
            _write(path, _listed(known))
    return {name: known.get(name, name) for name in wanted}


def digest_key(path: Path) -> str:
    """The key of a ledger's digests, beside its file of people; drawn where there is none yet.

    Raises ConfigError where others may read it, where we may not, and where it is damaged, and
    LedgerReadOnly where it cannot be written.
    """
    file = key_file(path)
    with _locked(file):
        key = checked_key(path)
        if key is None:
            key = _drawn_key()
            _write(file, f"{key}\n")
    return key


def rotate_key(path: Path) -> Path:
    """Draw another key of digests beside a file of people, in the place of the old one; where it lies.

    Digests of before and after are never equal, and nobody can tell from those of before what was
    sent. Raises as `digest_key`.
    """
    file = key_file(path)
    with _locked(file):
        _write(file, f"{_drawn_key()}\n")
    return file


def _drawn_key() -> str:
    import secrets  # noqa: PLC0415 - few starts draw anything

    return secrets.token_hex(_KEY)


def key_file(path: Path) -> Path:
    """Where the key of digests lies, beside a file of people."""
    return path.with_name(f"{path.name.removesuffix('.json')}.key")


def checked_key(path: Path) -> str | None:
    """The key of digests beside a file of people; None where there is none yet. Raises as `digest_key`."""
    file = key_file(path)
    key = _text(file)
    if key is None:
        return None
    if re.fullmatch(rf"[0-9a-f]{{{2 * _KEY}}}", key.strip()) is None:
        raise ConfigError(
            f"{file}: not a key of digests: bring back a copy, or move it away and what is read "
            "from now on has digests that nothing before is equal to"
        )
    return key.strip()


def forget(path: Path, names: Collection[str]) -> list[str]:
    """Take people out of the file, by real name or pseudonym; returns the real names that were there.

    What is recorded of them stays, and nothing tells any more whose it is.
    """
    with _locked(path):
        known = load(path)
        gone = [name for name, given in known.items() if name in names or given in names]
        if gone:
            _write(path, _listed({name: known[name] for name in known if name not in set(gone)}))
    return gone


def _text(path: Path) -> str | None:
    """What a file says that only its owner may read; None where there is none."""
    try:
        with path.open("rb") as file:
            _refuse_open(path, os.fstat(file.fileno()).st_mode)
            return file.read().decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None


def _listed(known: Mapping[str, str]) -> str:
    return f"{json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1)}\n"


def _checked(found: object) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise ValueError
    return dict(found)


def _refuse_open(path: Path, mode: int) -> None:
    """Raise ConfigError where the system says that others than the owner may read or write."""
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise ConfigError(
            f"{path}: others may read it (mode {stat.S_IMODE(mode):o}): run 'chmod 600 {path}'"
        )


def _drawn(given: Collection[str]) -> str:
    import secrets  # noqa: PLC0415

    while True:
        # A byte is any of the 32 letters as likely as any other.
        letters = (_ALPHABET[byte % 32] for byte in secrets.token_bytes(_LENGTH))
        drawn = PREFIX + "".join(letters)
        if drawn not in given:
            return drawn


@contextmanager
def _locked(path: Path) -> Generator[None]:
    """Keep other writers of the file away; the lock is a file beside it, which stays."""
    lock = path.with_name(f"{path.name}.lock")
    try:
        with locked(lock, _PATIENCE) as is_ours:
            if not is_ours:
                raise OutsideError(f"{lock}: held by another process for {_PATIENCE} seconds")
            yield
    except OSError as error:
        raise LedgerReadOnly(f"{path}: cannot be written: {error.strerror}") from None


def _write(path: Path, text: str) -> None:
    """Replace the file at once, closed to everybody but its owner; the lock on it is held."""
    with whole(path, "people", mode=0o600, alone=True) as part:
        part.write_text(text, "utf-8")
