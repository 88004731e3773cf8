"""`tokenomics.toml`: every key has a default, every unknown key is refused with its nearest match."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from tokenomics import budget_config, channels, fx_config, scenario_config
from tokenomics.budget_config import BudgetAlertConfig, BudgetConfig
from tokenomics.channels import ChannelConfig
from tokenomics.fx_config import FxConfig
from tokenomics.memory import size_of
from tokenomics.people import people_file
from tokenomics.places import Where, folder_of, home_of
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.exchange import Exchange
from tokenomics.records.kinds import KINDS
from tokenomics.records.written import toml
from tokenomics.scenario_config import ScenarioConfig
from tokenomics.sections import (
    AlertConfig,
    AttributeConfig,
    AuthorityConfig,
    EventConfig,
    LabourConfig,
    LedgerConfig,
    OptionConfig,
    OverheadConfig,
    PersonConfig,
    PrivacyConfig,
    ReportConfig,
    SourceConfig,
    SuccessConfig,
    TaskConfig,
)
from tokenomics.timezones import zone

DEFAULT_NAME = "tokenomics.toml"

# Columns that may be said to name a person, and the beginning of a tag that may.
PERSONAL = ("team", "feature", "project", "customer", "session_id", "task_id", "api_key_id")
_TAG = "tag:"

_HIDDEN = ("root", "digest")
# How the library that checks types says what is wrong, and in which key.
_PLACE = r"(.*?)(?: - at `\$\.?(.*)`)?"
_MISSING = r"Object missing required field `(.*)`"
_STRANGE = r"Object contains unknown field `(.*)`"
_INSTANT = "No instant: write 2026-11-01T00:00:00Z"
_JARGON = {
    "Invalid RFC3339 encoded date": "No date: write 2026-11-01",
    "Invalid RFC3339 encoded datetime": _INSTANT,
    "Expected `datetime | null`, got `date`": _INSTANT,
}
_WORDS = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false", "array": "list", "object": "table"}  # fmt: skip


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    ledger: LedgerConfig = LedgerConfig()
    report: ReportConfig = ReportConfig()
    fx: dict[str, tuple[FxConfig, ...]] = {}
    privacy: PrivacyConfig = PrivacyConfig()
    source: tuple[SourceConfig, ...] = ()
    attribute: tuple[AttributeConfig, ...] = ()
    authority: tuple[AuthorityConfig, ...] = ()
    task: TaskConfig = TaskConfig()
    success: tuple[SuccessConfig, ...] = ()
    labour: LabourConfig = LabourConfig()
    person: tuple[PersonConfig, ...] = ()
    option: tuple[OptionConfig, ...] = ()
    overhead: tuple[OverheadConfig, ...] = ()
    event: tuple[EventConfig, ...] = ()
    scenario: tuple[ScenarioConfig, ...] = ()
    alert: AlertConfig = AlertConfig()
    budget: tuple[BudgetConfig, ...] = ()
    channel: dict[str, ChannelConfig] = {}
    root: Annotated[Path, Meta(description="Folder that relative paths start from.")] = Path()
    digest: Annotated[str, Meta(description="Digest of the file's text.")] = ""


# The sections of the file by name: the type of the table, or of each of several tables.
SECTIONS: dict[str, type[Struct]] = {
    "ledger": LedgerConfig,
    "report": ReportConfig,
    "fx": FxConfig,
    "privacy": PrivacyConfig,
    "source": SourceConfig,
    "attribute": AttributeConfig,
    "authority": AuthorityConfig,
    "task": TaskConfig,
    "success": SuccessConfig,
    "labour": LabourConfig,
    "person": PersonConfig,
    "option": OptionConfig,
    "overhead": OverheadConfig,
    "event": EventConfig,
    "scenario": ScenarioConfig,
    "alert": AlertConfig,
    "budget": BudgetConfig,
}


def load(path: str | Path | None = None) -> Config:
    """The configuration in `path`, else in ./tokenomics.toml, else all defaults.

    Raises ConfigError naming the file, the key and the nearest valid one.
    """
    file = Path(path or DEFAULT_NAME)
    if not file.is_file():
        if path is not None:
            raise ConfigError(f"{path}: no such file")
        return Config()
    import hashlib  # noqa: PLC0415 - a start without a file needs none

    try:
        text = file.read_bytes()
        data = toml(text)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from None
    config = _validated(file, data)
    digest = hashlib.sha256(text).hexdigest()
    return msgspec.structs.replace(config, root=file.resolve().parent, digest=digest)


def people_of(config: Config, ledger: Where) -> Path:
    """The file that says who is behind the pseudonyms of a ledger.

    Raises ConfigError where it would lie in the ledger's folder: whoever reads the one should not
    read the other.
    """
    named = config.privacy.people
    path = people_file(home_of(ledger)) if named is None else config.root / Path(named).expanduser()
    if path.resolve().is_relative_to(folder_of(ledger).resolve()):
        raise ConfigError(f"privacy.people: {path} lies in the ledger's folder: choose another")
    return path


def logs_of(config: Config) -> list[str]:
    """The logs that the configuration names, its relative ones as seen from its folder."""
    return [str(config.root / Path(text).expanduser()) for text in config.ledger.logs]


def exchange_of(config: Config) -> Exchange:
    """The exchange rates of a configuration; their days are those of reports."""
    return Exchange(fx_config.pairs_of(config.fx), zone(config.report.timezone))


def keeping_users(config: Config, keep: bool) -> Config:
    """The configuration, told to store users as they are where `keep`."""
    if not keep:
        return config
    privacy = msgspec.structs.replace(config.privacy, keep_user_ids=True)
    return msgspec.structs.replace(config, privacy=privacy)


def _validated(file: Path, data: dict[str, Any]) -> Config:
    for hidden in _HIDDEN:
        if hidden in data:
            raise ConfigError(f"{file}: {unknown('key', hidden, _public(Config))}")
    try:
        _check_channels(data.get("channel"))
        _check_rates(data.get("fx"))
        _check_budget_alerts(data.get("budget"))
        _check_scenario_events(data.get("scenario"))
        config = msgspec.convert(data, Config)
        _check_names(config)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{file}: {_sentence(str(error))}") from None
    except ConfigError as error:
        raise ConfigError(f"{file}: {error}") from None
    return config


def _check_channels(tables: Any) -> None:
    """Raise ConfigError for a channel, each looked at by itself: so the error tells its name."""
    for name, table in tables.items() if isinstance(tables, dict) else ():
        if isinstance(table, dict):
            _check_channel(f"channel.{name}", table)


def _check_channel(path: str, table: dict[str, Any]) -> None:
    try:
        kind = channels.kind_of(table)
    except ConfigError as error:
        raise ConfigError(f"{path}.{error}") from None
    try:
        channels.check(msgspec.convert(table, kind))
    except msgspec.ValidationError as error:
        raise ConfigError(_sentence(str(error), path, channels.keys(kind))) from None
    except ConfigError as error:
        raise ConfigError(f"{path}.{error}") from None


def _check_rates(tables: Any) -> None:
    """Raise ConfigError for an exchange rate, each looked at by itself: so the error tells its pair."""
    for name, rates in tables.items() if isinstance(tables, dict) else ():
        try:
            msgspec.convert(rates, tuple[FxConfig, ...])
        except msgspec.ValidationError as error:
            raise ConfigError(_sentence(str(error), f"fx.{name}", _public(FxConfig))) from None


def _check_budget_alerts(tables: Any) -> None:
    """Raise ConfigError for a key of a budget's alert, with the nearest of those it may have."""
    listed: list[Any] = tables if isinstance(tables, list) else []
    for nth, table in enumerate(listed):
        if isinstance(table, dict) and isinstance(alert := table.get("alert"), dict):
            try:
                msgspec.convert(alert, BudgetAlertConfig)
            except msgspec.ValidationError as error:
                known = BudgetAlertConfig.__struct_fields__
                raise ConfigError(_sentence(str(error), f"budget.{nth}.alert", known)) from None


def _check_scenario_events(tables: Any) -> None:
    """Raise ConfigError for a key of a scenario's event, with the nearest of those it may have."""
    listed: list[Any] = tables if isinstance(tables, list) else []
    for nth, table in enumerate(listed):
        events: list[Any] = table.get("event", []) if isinstance(table, dict) else []
        for number, event in enumerate(events):
            try:
                msgspec.convert(event, EventConfig)
            except msgspec.ValidationError as error:
                within = f"scenario.{nth}.event.{number}"
                raise ConfigError(_sentence(str(error), within, _public(EventConfig))) from None


def _check_names(config: Config) -> None:
    """Raise ConfigError for a kind, a time zone, a rate, a budget, a scenario or a place of people that cannot be."""
    zone(config.report.timezone)
    try:
        size_of(config.ledger.cache)
    except ConfigError as error:
        raise ConfigError(f"ledger.cache: {error}") from None
    fx_config.pairs_of(config.fx)
    budget_config.check(config.budget, config.report.currency, config.channel)
    scenario_config.check(config.scenario)
    for name in config.alert.channels:
        if name not in config.channel:
            raise ConfigError(f"alert.channels: {unknown('channel', name, config.channel)}")
    for name in config.privacy.also:
        if name not in PERSONAL and not name.startswith(_TAG):
            raise ConfigError(f"privacy.also: {unknown('column', name, [*PERSONAL, 'tag:KEY'])}")
    for source in config.source:
        if source.kind not in KINDS:
            raise ConfigError(unknown("kind", source.kind, KINDS))
        if source.timezone is not None:
            zone(source.timezone)


def _public(model: type[Struct]) -> list[str]:
    return [name for name in model.__struct_encode_fields__ if name not in _HIDDEN]


def _sentence(problem: str, within: str = "", known: Sequence[str] = ()) -> str:
    """What is wrong and where, from the checking library's own words.

    `within` is the path of the table that was checked, where it is not the whole file, and `known`
    are its keys.
    """
    found = re.fullmatch(_PLACE, problem)
    reason, place = (found[1], found[2] or "") if found else (problem, "")
    inner = [part for part in re.split(r"[.\[\]]+", place) if part]
    where = [within, *inner] if within else inner
    if strange := re.fullmatch(_STRANGE, reason):
        keys = known if within else _keys(where)
        return unknown("key", strange[1], keys, "".join(f"{part}." for part in where))
    if missing := re.fullmatch(_MISSING, reason):
        return f"{'.'.join([*where, missing[1]])}: missing"
    words = re.sub(r"`([^`]*)`", lambda name: _plain(name[1]), _JARGON.get(reason, reason))
    return f"{'.'.join(where)}: {words[:1].lower()}{words[1:]}"


def _plain(types: str) -> str:
    return " or ".join(_WORDS.get(name, name) for name in types.split(" | "))


def _keys(where: Sequence[str]) -> Sequence[str]:
    return _public(SECTIONS.get(where[0], Config) if where else Config)
