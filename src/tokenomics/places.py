"""Where a ledger is: a folder of this machine, or an address in a bucket with a copy in a folder."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tokenomics.records.errors import ConfigError, unknown

# The variable that names the folder of copies.
MIRRORS = "TOKENOMICS_MIRRORS"
SCHEMES = ("s3", "gs", "az")

# A path with one slash is what is left of an address that somebody took for a path.
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+(.*)", re.DOTALL)
_PART = r"[A-Za-z0-9 _.~=@+,!$&'()-]+"


class Remote(NamedTuple):
    """A ledger in a bucket: its address, the folder that holds copies of its files and can be made again,
    and the path beside which lies what is this machine's alone, such as who is behind a pseudonym.
    """

    url: str
    folder: Path
    home: Path

    def __str__(self) -> str:
        """The address, as a user writes it."""
        return self.url


# What names a ledger.
Where = Path | Remote


def place(
    named: str | Path | Remote, root: Path = Path(), env: Mapping[str, str] = os.environ
) -> Where:
    """The ledger that is named by a path, relative to `root`, or by an address such as s3://bucket/folder.

    Raises ConfigError for an address of an unknown scheme, without a bucket, or with characters that
    stores or folders understand differently.
    """
    if isinstance(named, Remote):
        return named
    found = _ADDRESS.fullmatch(named.as_posix() if isinstance(named, Path) else named)
    if found is None:
        return root / named
    scheme, parts = found[1].lower(), [part for part in found[2].split("/") if part]
    if scheme not in SCHEMES:
        raise ConfigError(f"{found[0]}: {unknown('scheme', scheme, SCHEMES)}")
    if not parts:
        raise ConfigError(f"{found[0]}: name a bucket: {scheme}://BUCKET/FOLDER")
    for part in parts:
        if not re.fullmatch(_PART, part) or not part.strip(". "):
            raise ConfigError(f"{found[0]}: a ledger's address cannot hold {part!r}")
    inside = Path(scheme, *parts)
    return Remote(f"{scheme}://{'/'.join(parts)}", _mirrors(env) / inside, _kept(env) / inside)


def remote_of(where: Where) -> Remote | None:
    """The bucket that a ledger is in, if it is in one."""
    return where if isinstance(where, Remote) else None


def folder_of(where: Where) -> Path:
    """The folder in which a ledger's files are read and written."""
    return where.folder if isinstance(where, Remote) else where


def home_of(where: Where) -> Path:
    """The path beside which lies what belongs to a ledger and is not of it."""
    return where.home if isinstance(where, Remote) else where


def cache(env: Mapping[str, str], home: Path) -> Path:
    """Where this user's programs keep what can be made again."""
    places = {"darwin": home / "Library" / "Caches", "win32": home / "AppData" / "Local"}
    return Path(env.get("XDG_CACHE_HOME") or places.get(sys.platform, home / ".cache"))


def _mirrors(env: Mapping[str, str]) -> Path:
    """Real paths, since those are what a database is allowed to open."""
    named = env.get(MIRRORS)
    base = Path(named).expanduser() if named else cache(env, Path.home()) / "tokenomics" / "ledgers"
    return base.resolve()


def _kept(env: Mapping[str, str]) -> Path:
    """Where this user's programs keep what cannot be made again."""
    home = Path.home()
    places = {
        "darwin": home / "Library" / "Application Support",
        "win32": home / "AppData" / "Roaming",
    }
    base = env.get("XDG_DATA_HOME") or places.get(sys.platform, home / ".local" / "share")
    return Path(base) / "tokenomics" / "ledgers"
