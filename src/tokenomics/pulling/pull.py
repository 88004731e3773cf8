"""`tokenomics pull`: the reports of a provider from its interface to disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tokenomics.alert.outside import Outside, secret
from tokenomics.locking import locked
from tokenomics.pulling.asking import Client, connected
from tokenomics.pulling.endpoints import PROVIDERS, Provider, Report, parameters
from tokenomics.pulling.months import Month, is_settled, months
from tokenomics.pulling.pages import fetch_month, fetched, keep_page
from tokenomics.records.errors import ConfigError, OutsideError, unknown

Tell = Callable[[str], None]


class Pulled(NamedTuple):
    """Where a provider's pages lie, and how many were fetched."""

    folder: Path
    pages: int


def provider_named(name: str) -> Provider:
    """The provider of that name; ConfigError with the nearest one where it is not known."""
    for each in PROVIDERS:
        if each.name == name:
            return each
    raise ConfigError(unknown("provider", name, (each.name for each in PROVIDERS)))


def pull(  # noqa: PLR0913
    provider: Provider,
    folder: Path,
    outside: Outside,
    *,
    since: date | None = None,
    until: date | None = None,
    url: str | None = None,
    tell: Tell = lambda _: None,
) -> Pulled:
    """Fetch a provider's reports of whole months into `folder`/NAME, and say where they lie.

    Without `since` they begin with the month before. A month is fetched until thirty days after its end, for
    until then it may change; what is there already of a month that was begun is not asked for again. Raises
    ConfigError where the key is not set, OutsideError where the provider refuses or is not there, and where
    another pull is at work.
    """
    key = secret(outside.environment, provider.key_env)
    now = outside.clock()
    today = now.astimezone(UTC).date()
    last = min(until or today + timedelta(days=1), today + timedelta(days=1))
    first = since or (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    if first >= last:
        raise ConfigError(f"there is no day from {first} on before {last}")
    wanted = list(months(first, last))
    headers = {**provider.headers, provider.key_header: f"{provider.key_prefix}{key}"}
    place, pages = folder / provider.name, 0
    with locked(place / ".lock") as is_alone, connected(headers, key, outside) as client:
        if not is_alone:
            raise OutsideError(f"{place}: another pull is at work there: wait until it is done")
        for report in provider.reports:
            asked = _Asked(client, provider, report, url or provider.base, place / report.name)
            pages += _fetched(asked, wanted, now, tell)
    return Pulled(place, pages)


class _Asked(NamedTuple):
    """A report of a provider, asked by a client at an address, and the folder of its pages."""

    client: Client
    provider: Provider
    report: Report
    base: str
    folder: Path

    def page(self, cursor: str | None = None, month: Month | None = None) -> str:
        """A page of it, of a month where it has any."""
        what = f"{self.provider.name} {self.report.name}"
        url = f"{self.base.rstrip('/')}{self.report.path}"
        if month is None:
            return self.client.page(url, [], what)
        wanted = parameters(self.report, month, cursor)
        return self.client.page(url, wanted, f"{what} of {month.name}")


def _fetched(asked: _Asked, wanted: Sequence[Month], now: datetime, tell: Tell) -> int:
    """Fetch what is missing of a report; how many pages that were."""
    if not asked.report.paged:
        keep_page(asked.folder, f"{now:%Y-%m-%d}", asked.page())
        return 1
    known, pages = fetched(asked.folder), 0
    for month in wanted:
        if not is_settled(month, known):
            tell(f"{asked.provider.name} {asked.report.name} of {month.name}")
            pages += fetch_month(asked.folder, month, partial(asked.page, month=month), now)
    return pages
