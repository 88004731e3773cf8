"""Following folders that logs are written into."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

import watchfiles

from tokenomics.records.errors import ConfigError
from tokenomics.sources.find import STDIN, is_pattern

# Milliseconds.
_PATIENCE = 200


def follow(
    paths: Sequence[str],
    ledger: Path,
    once: Callable[[], None],
    *,
    changes: Callable[[Iterable[Path], Path], Iterator[Collection[object]]] | None = None,
) -> None:
    """Do `once` now, and again after each change below the paths, until interrupted.

    Raises ConfigError for standard input, which nobody can watch, and for a folder that is not
    there.
    """
    roots = {_root(text) for text in paths}
    for root in roots:
        if not root.is_dir():
            raise ConfigError(f"{root}: no such folder to watch")
    seen = (changes or changed)(sorted(roots), ledger.resolve())
    # The first item says that changes are being noted from now on: none is lost while `once` works.
    next(seen, None)
    once()
    for change in seen:
        if change:
            once()


def changed(roots: Iterable[Path], ledger: Path) -> Iterator[Collection[object]]:
    """The changes to files below the folders, burst by burst and in between none; those to the
    ledger do not count.
    """
    return watchfiles.watch(
        *roots,
        watch_filter=lambda _, path: not Path(path).resolve().is_relative_to(ledger),
        rust_timeout=_PATIENCE,
        yield_on_timeout=True,
        raise_interrupt=False,
    )


def _root(text: str) -> Path:
    """The folder in which changes to a path show."""
    if text == STDIN:
        raise ConfigError("--watch follows files: standard input cannot be watched")
    path = Path(text).expanduser()
    while is_pattern(str(path)) or (path != path.parent and not path.is_dir()):
        path = path.parent
    return path
