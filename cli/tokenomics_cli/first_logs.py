"""The logs that a first configuration names: those of coding agents, and of the working folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tokenomics.sources.survey import Survey, survey
from tokenomics_cli.agent_logs import Agent, agents, files_of
from tokenomics_cli.summary import counted

# So many logs that lie in the folder itself are named one by one; more of them by the folder.
_NAMED = 5


class Place(NamedTuple):
    """A file or folder of logs, and what it holds in words."""

    path: Path
    holds: str


class Logs(NamedTuple):
    """The places of logs, tables of no known format, and whether every file was looked at."""

    places: tuple[Place, ...]
    strange: tuple[Path, ...] = ()
    whole: bool = True


def named(paths: Iterable[str]) -> Logs:
    """The places that a user names."""
    return Logs(tuple(Place(Path(path).expanduser(), "") for path in paths))


def found(env: Mapping[str, str], home: Path, folder: Path) -> Logs:
    """The logs of this machine's coding agents and those below a folder."""
    seen = survey(folder)
    own = [place for agent in agents(env, home) for place in _sessions(agent)]
    return Logs((*own, *_places(seen, folder)), seen.strange, seen.whole)


def _sessions(agent: Agent) -> Iterable[Place]:
    for place in agent.places:
        if number := files_of(agent, place):
            yield Place(place, f"{agent.name}: {counted(number, 'file')}")


def _places(seen: Survey, folder: Path) -> Iterable[Place]:
    """The files of the folder itself, and of each folder in it the deepest that has all its logs."""
    inside: dict[str, list[Path]] = {}
    for path in seen.known:
        inside.setdefault(path.relative_to(folder).parts[0], []).append(path)
    own = [paths[0] for paths in inside.values() if paths[0].parent == folder]
    if len(own) > _NAMED:
        yield Place(folder, _held(seen, seen.known))
        return
    for paths in inside.values():
        deepest = Path(os.path.commonpath([path.parent for path in paths]))
        yield Place(paths[0] if deepest == folder else deepest, _held(seen, paths))


def _held(seen: Survey, paths: Iterable[Path]) -> str:
    files = [seen.known[path] for path in paths]
    sources = ", ".join(sorted(set(files)))
    return f"{sources}: {counted(len(files), 'file')}"
