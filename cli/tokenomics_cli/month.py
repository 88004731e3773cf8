"""What `tokenomics` alone does: this month on this machine's coding agents."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

from tokenomics.records.errors import SourceError
from tokenomics.timezones import zone
from tokenomics_cli.agent_logs import agents, cache_folder, there
from tokenomics_cli.answer import answer
from tokenomics_cli.request import Request
from tokenomics_cli.settings import settings
from tokenomics_cli.terminal import say


def show_month(now: str | None = None) -> None:
    """Report the month so far by model, from the logs of this machine's coding agents.

    Raises SourceError where there are none, with what to do next.
    """
    home = Path.home()
    places = [place for agent in agents(os.environ, home) for place in agent.places]
    folders = [str(folder) for folder in logs(places)]
    ledger = cache_folder(os.environ, home) / "agents"
    given = settings(ledger=ledger, now=now)
    since = first_day(given.now, given.config.report.timezone)
    answer(Request(tuple(folders), by="model", since=since.isoformat(), keep=True), given)
    say(f"more: tokenomics report --ledger {ledger} --by project,day")


def logs(folders: list[Path]) -> list[Path]:
    """The folders, or globs of such, that are there; SourceError where none is."""
    found = [folder for folder in folders if there(folder)]
    if not found:
        places = " or ".join(map(str, folders))
        raise SourceError(
            f"no coding agent's logs in {places}; name logs with 'tokenomics report PATH', "
            "or see an example with 'tokenomics demo'"
        )
    return found


def first_day(now: datetime, tz: str) -> date:
    """The first day of the month that `now` lies in, in a time zone."""
    return now.astimezone(zone(tz)).date().replace(day=1)
