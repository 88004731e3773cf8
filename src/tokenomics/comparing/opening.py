"""A side of a comparison opened: its ledger, or one made of its logs, and the question that it is asked."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from tokenomics.comparing.naming import Named
from tokenomics.config import Config, people_of
from tokenomics.costing import Attribution, CostQuery
from tokenomics.costing.persons import meant
from tokenomics.engine import Engine
from tokenomics.intake import IngestResult
from tokenomics.ledger import Ledger, engine_of, used_columns
from tokenomics.records.errors import ConfigError

# Reads logs into a ledger's folder.
Read = Callable[[Sequence[str], Path, Config], IngestResult]


class Opened(NamedTuple):
    """A side with its question; a JSON report has no ledger. `read` is what was read for it."""

    named: Named
    query: CostQuery
    rules: tuple[Attribution, ...] = ()
    ledger: Ledger | None = None
    con: Engine | None = None
    read: IngestResult | None = None

    @property
    def has_features(self) -> bool:
        """Whether any call states a feature, or a rule gives it one."""
        stated = self.ledger is not None and "feature" in used_columns(self.ledger, "usage")
        return stated or any("feature" in rule.set for rule in self.rules)


class Place(NamedTuple):
    """Where sides come from: how a ledger is opened and logs are read, and a folder that is gone afterwards."""

    config: Config
    ledger: Callable[[Path | None], Ledger]
    read: Read
    spool: Path


@contextmanager
def opened(named: Named, query: CostQuery, place: Place) -> Generator[Opened]:
    """The side with its question: a period or a label is one of the place's ledger.

    Raises ConfigError for filters of a JSON report and for two periods of one side.
    """
    if named.kind == "report":
        if query.where or query.since or query.until:
            raise ConfigError(
                f"{named.text}: a JSON report has no calls to filter, nor a period of its own"
            )
        yield Opened(named, query)
        return
    config, read = place.config, None
    if named.kind == "logs":
        config = _with_people(config, place.spool / "people.toml")
        folder = place.spool / f"ledger-{len(list(place.spool.iterdir()))}"
        read = place.read([named.text], folder, config)
        ledger = place.ledger(folder)
    else:
        ledger = named.ledger or place.ledger(named.path)
    sought = meant(_asked(named, query), _rules(config), people_of(config, ledger.where))
    with engine_of(ledger) as con:
        yield Opened(named, sought.query, sought.rules, ledger, con, read)


def _with_people(config: Config, file: Path) -> Config:
    """The configuration with one file of people for both sides, so that somebody has one name."""
    if config.privacy.people is not None:
        return config
    privacy = msgspec.structs.replace(config.privacy, people=str(file))
    return msgspec.structs.replace(config, privacy=privacy)


def _rules(config: Config) -> list[Attribution]:
    return [Attribution(rule.when, rule.set) for rule in config.attribute]


def _asked(named: Named, query: CostQuery) -> CostQuery:
    if named.span is not None:
        if query.since or query.until:
            raise ConfigError(f"{named.text!r} is a period: leave out --since and --until")
        return query._replace(since=named.span.since, until=named.span.until)
    return query if named.label is None else query._replace(where=(*query.where, named.label))
