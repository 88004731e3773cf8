"""What a command finds around it: installed packages, and what a configuration counts on."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from typing import NamedTuple

from tokenomics import channels
from tokenomics.config import Config, logs_of
from tokenomics.sources.find import is_there

_PARTS = ("tokenomics-finops", "duckdb", "deltalake", "polars", "pyarrow")
# The module that an extra brings.
_EXTRAS = {
    "charts": "vl_convert",
    "forecast": "statsforecast",
    "notify": "apprise",
    "spark": "pyspark",
    "sql": "sqlglot",
    "tokens": "bpe_openai",
}


class Installed(NamedTuple):
    """Versions by name, and of each extra whether it is there."""

    versions: dict[str, str]
    extras: dict[str, bool]


def installed() -> Installed:
    """What is installed of the packages that figures depend on, and of the extras."""
    versions = {name: version(name) for name in _PARTS} | {"python": platform.python_version()}
    return Installed(versions, {name: find_spec(it) is not None for name, it in _EXTRAS.items()})


def installed_text(found: Installed) -> Iterator[str]:
    """The same in two lines."""
    yield ", ".join(f"{name} {number}" for name, number in found.versions.items())
    there = [name for name, has in found.extras.items() if has]
    lacking = [name for name in found.extras if name not in there]
    parts = [f"extras: {', '.join(there) or 'none'}"]
    parts += [f"not installed: {', '.join(lacking)}"] if lacking else []
    yield "; ".join(parts)


def missing(config: Config, env: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each log and each variable that the configuration names and that is not there."""
    for path in logs_of(config):
        if not is_there(path):
            yield f"[ledger] logs: {path} is not there"
    for name, channel in config.channel.items():
        unset = [each for each in channels.variables(channel) if not env.get(each)]
        if unset:
            yield f"channel {name}: set {', '.join(unset)} where alerts are sent from"
