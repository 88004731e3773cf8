"""From nothing to a configuration and a ledger: what `tokenomics init` does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tokenomics.config import DEFAULT_NAME, Config
from tokenomics.places import place
from tokenomics.records.errors import ConfigError
from tokenomics.sections import PrivacyConfig, ReportConfig
from tokenomics.timezones import local_zone
from tokenomics_cli.first_config import Begun, text_of
from tokenomics_cli.first_logs import Logs, found, named
from tokenomics_cli.first_look import Look, look
from tokenomics_cli.handles import asked
from tokenomics_cli.settings import Settings, clock
from tokenomics_cli.summary import counted, end_with_problems, summary
from tokenomics_cli.terminal import emit, near, say

if TYPE_CHECKING:
    from tokenomics.intake import IngestResult


class Start(NamedTuple):
    """The options of `tokenomics init`; with `shown` the text is only shown and nothing is kept."""

    paths: tuple[str, ...]
    output: Path
    shown: bool
    force: bool
    ledger: Path | None
    keep_user_ids: bool
    now: str | None


def begin(start: Start) -> None:
    """Find and read logs, and write a configuration that names them.

    Ends the command with exit code 2 where a named file could not be read. Raises ConfigError where
    there is a configuration already.
    """
    if not start.shown and not start.force and start.output.exists():
        raise ConfigError(f"{start.output}: is there already: --force writes it anew, --dry-run shows what it would say")  # fmt: skip
    home = Path.home()
    logs = named(start.paths) if start.paths else found(os.environ, home, Path.cwd())
    given = _settings(start)
    seen, read = _read(logs, given, start)
    text = text_of(_begun(start, given, logs, seen))
    emit(text, None if start.shown else start.output, exact=True)
    for line in _told(start, logs):
        say(line)
    if read is not None:
        end_with_problems(read)


def _settings(start: Start) -> Settings:
    """What holds before there is a configuration: defaults, and this machine's time zone."""
    root = Path() if start.shown else start.output.parent
    config = Config(
        report=ReportConfig(timezone=local_zone(os.environ)),
        privacy=PrivacyConfig(keep_user_ids=start.keep_user_ids),
        root=root,
    )
    where = place(start.ledger or root / config.ledger.path)
    return Settings(config, where, clock(start.now, config))


def _begun(start: Start, given: Settings, logs: Logs, seen: Look) -> Begun:
    config = given.config
    return Begun(
        config.root, Path.home(), given.ledger, config.report.timezone, start.keep_user_ids, logs, seen,
    )  # fmt: skip


def _read(logs: Logs, given: Settings, start: Start) -> tuple[Look, IngestResult | None]:
    """Read logs, tell what was read, and look at what they say."""
    paths = [str(place.path) for place in logs.places]
    if not paths:
        return Look(), None
    with asked(paths, given, keep=not start.shown) as to:
        if to.read is not None and not start.shown:
            say(*summary(to.read, given.ledger))
        return look(to, given.config.report.timezone), to.read


def _apart(logs: Logs) -> list[Path]:
    """The tables of no known format that lie in no place that was read, which told of them."""
    places = [place.path for place in logs.places]
    return [path for path in logs.strange if not any(map(path.is_relative_to, places))]


def _told(start: Start, logs: Logs) -> Iterator[str]:
    """What was found, what was not, and what to do next."""
    if apart := _apart(logs):
        some = counted(len(apart), "table")
        yield f"{some} of no known format, such as {near(apart[0])}: describe it in a [[source]]"
    if not logs.whole:
        yield "not every file here was looked at: name logs with 'tokenomics init PATH'"
    if not logs.places:
        yield "no logs found: name some with 'tokenomics ingest PATH', or see 'tokenomics demo'"
    if not start.shown:
        is_default = start.output == Path(DEFAULT_NAME)
        config = "" if is_default else f" --config {start.output}"
        more = f"; next: tokenomics report{config} --by day,model" if logs.places else ""
        yield f"{near(start.output)} written{more}"
