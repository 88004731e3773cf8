"""A question about costs as options state it, and the query it means."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tokenomics.config import Config, exchange_of
from tokenomics.costing import Attribution, CostQuery
from tokenomics.overlap import Authority
from tokenomics.records.errors import ConfigError
from tokenomics.report.forms import Form
from tokenomics.timezones import month_named, parse_instant, zone


class Request(NamedTuple):
    """The options of a report, None where they were not given.

    `keep` says whether paths are read into the settings' ledger, rather than into one that is
    gone afterwards.
    """

    paths: tuple[str, ...] = ()
    by: str | None = None
    per: str | None = None
    since: str | None = None
    until: str | None = None
    tz: str | None = None
    where: tuple[str, ...] = ()
    limit: int | None = None
    form: Form = "table"
    output: Path | None = None
    fail_on: str | None = None
    pricebook: tuple[Path, ...] = ()
    prices_at: str = "event"
    prices_known: str | None = None
    currency: str | None = None
    ledger_at: str | None = None
    task_period: str | None = None
    keep: bool = False


def of_month(request: Request, month: str | None) -> Request:
    """The request of a month, `2026-10`; as it is where none is named.

    Raises ConfigError for a month that is none, and one beside another period.
    """
    if month is None:
        return request
    if request.since or request.until:
        raise ConfigError("--month is a period of its own: leave out --since and --until")
    first, after = month_named(month)
    return request._replace(since=first.isoformat(), until=after.isoformat())


def query_of(request: Request, config: Config, now: datetime) -> CostQuery:
    """The query that a request means; the configuration fills in zone, currency and rates.

    Raises ConfigError for a filter or an instant that cannot be read.
    """
    tz = request.tz or config.report.timezone
    local = zone(tz)
    return CostQuery(
        by=tuple(name.strip() for name in (request.by or "").split(",") if name.strip()),
        per=request.per,
        since=parse_instant(request.since, local) if request.since else None,
        until=parse_instant(request.until, local) if request.until else None,
        tz=tz,
        where=tuple(_filter(text) for text in request.where),
        limit=request.limit,
        currency=request.currency or config.report.currency,
        prices_at=_prices_at(request.prices_at, now, local),
        task_period=request.task_period, task_ids=config.task.id, exchange=exchange_of(config),
    )  # fmt: skip


def _prices_at(text: str, now: datetime, tz: ZoneInfo) -> datetime | None:
    if text in {"event", "now"}:
        return now if text == "now" else None
    if not text[:1].isdigit():
        raise ConfigError(f"--prices-at {text!r}: write event, now or a date like 2026-11-02")
    return parse_instant(text, tz)


def _filter(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.rstrip("!").strip():
        raise ConfigError(f"cannot filter by {text!r}: write NAME=VALUE, such as team=support")
    return name.strip(), value


def rules_of(config: Config) -> list[Attribution]:
    """The configuration's attribution rules."""
    return [Attribution(rule.when, rule.set) for rule in config.attribute]


def authority_of(config: Config) -> list[Authority]:
    """The configuration's authorities."""
    return [Authority(rule.provider, rule.source) for rule in config.authority]


def parameters(request: Request) -> dict[str, object]:
    """What of a request decides about the answer's figures, as JSON values."""
    options = request._asdict()
    for manner in ("form", "output", "fail_on", "keep"):
        del options[manner]
    if request.prices_at == "event":
        del options["prices_at"]
    return {name: _json(value) for name, value in options.items() if value}


def _json(value: object) -> object:
    return [str(part) for part in value] if isinstance(value, tuple) else value
