"""`tokenomics.toml`: every key has a default, every unknown key is refused with its nearest match."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from tokenomics import channels
from tokenomics.channels import ChannelConfig
from tokenomics.people import people_file
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.kinds import KINDS
from tokenomics.timezones import zone

DEFAULT_NAME = "tokenomics.toml"

# Columns that may be said to name a person, and the beginning of a tag that may.
PERSONAL = ("team", "feature", "project", "customer", "session_id", "task_id", "api_key_id")
_TAG = "tag:"

_HIDDEN = ("root", "digest")
# How the library that checks types says what is wrong, and in which key.
_PLACE = re.compile(r"(.*?)(?: - at `\$\.?(.*)`)?")
_MISSING = re.compile(r"Object missing required field `(.*)`")
_STRANGE = re.compile(r"Object contains unknown field `(.*)`")
_JARGON = {"Invalid RFC3339 encoded date": "No date: write 2026-11-01"}
_WORDS = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false", "array": "list", "object": "table"}  # fmt: skip


class LedgerConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[ledger]`: where records are kept."""

    path: Annotated[str, Meta(description="Folder of the ledger, relative to this file.")] = (
        ".tokenomics"
    )


class ReportConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[report]`: how reports are shown."""

    currency: Annotated[Literal["USD"], Meta(description="Currency of reports.")] = "USD"
    timezone: Annotated[str, Meta(description="Zone of days, weeks and months.")] = "UTC"


class PrivacyConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[privacy]`: what becomes of the people that logs name."""

    keep_user_ids: Annotated[
        bool, Meta(description="Store users as they are, instead of pseudonyms.")
    ] = False
    people: Annotated[
        str | None,
        Meta(description="File that says who is behind a pseudonym, relative to this file."),
    ] = None
    also: Annotated[
        tuple[str, ...],
        Meta(description="What names a person besides users: customer, tag:KEY and the like."),
    ] = ()


class SourceConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[source]]`: a format of your own, by naming its columns or JSON paths."""

    name: Annotated[str, Meta(description="Name of the source, as reports show it.")]
    match: Annotated[str, Meta(description="Files it reads: a glob, relative to this file.")]
    kind: Annotated[
        str, Meta(description="Kind of record: usage, outcome, overhead, revenue, charge.")
    ] = "usage"
    fields: Annotated[
        dict[str, str],
        Meta(description="Record column = column or dotted JSON path of the file."),
    ] = {}
    constants: Annotated[
        dict[str, str | int | float | bool],
        Meta(description="Record column = a value that every row has."),
    ] = {}
    units: Annotated[
        dict[str, str],
        Meta(
            description="Record column = unit of the file: s, ms, us, ns, cents, thousand, million."
        ),
    ] = {}
    timezone: Annotated[str | None, Meta(description="Zone of instants that state none.")] = None
    key: Annotated[
        tuple[str, ...],
        Meta(description="Columns or paths that name a row; without them its place does."),
    ] = ()


class AttributeConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[attribute]]`: who a call belongs to, decided when a report is made."""

    when: Annotated[dict[str, str], Meta(description="Dimension = value that a record must have.")]
    set: Annotated[
        dict[str, str], Meta(description="Dimension = value it is given; the first rule wins.")
    ]


class AuthorityConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[authority]]`: whose word counts where several sources state the same usage."""

    provider: Annotated[str, Meta(description="Provider whose usage several sources state.")]
    source: Annotated[str, Meta(description="Source to believe: on its days no other is counted.")]


class TaskConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[task]`: what the calls of one task have in common."""

    id: Annotated[
        tuple[str, ...], Meta(description="Columns that name a call's task: the first it has.")
    ] = ("task_id", "trace_id", "session_id")
    period: Annotated[
        Literal["first", "last", "outcome"],
        Meta(
            description="What decides which period a task belongs to: its first or last call, or its judgement."
        ),
    ] = "last"


class SuccessConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[success]]`: when a task has succeeded; of several rules the first for a task decides."""

    when: Annotated[str, Meta(description="What judgements must say: `resolved = true`.")]
    where: Annotated[
        dict[str, str], Meta(description="Dimension = value of the tasks it is for; else all.")
    ] = {}
    wait: Annotated[
        str, Meta(description="How long a judgement is awaited: `12h`, `7d`; then it is unknown.")
    ] = "7d"
    unknown: Annotated[
        Literal["bounds", "failure"],
        Meta(description="What a task is that was never judged: bounds of the cost, or a failure."),
    ] = "bounds"


class OverheadConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[overhead]]`: a cost that is no model call, stated here or drawn from bills."""

    name: Annotated[str, Meta(description="What is paid for.")]
    amount: Annotated[str | None, Meta(description="What it costs: `500.00 USD`.")] = None
    start: Annotated[date | None, Meta(description="First day of what the amount is for.")] = None
    end: Annotated[
        date | None, Meta(description="Last day of it; without one all is due on the first.")
    ] = None
    from_charges: Annotated[
        dict[str, str] | None,
        Meta(description="Column of bills' lines = value: those are what it costs."),
    ] = None
    cost: Annotated[
        Literal["billed", "effective", "contracted", "list"],
        Meta(description="Which cost of the lines is meant."),
    ] = "billed"
    allocate_by: Annotated[
        Literal["requests", "tokens", "cost", "tasks", "even"],
        Meta(description="How it is shared out among the tasks of its scope."),
    ] = "cost"
    nature: Annotated[
        Literal["opex", "capex"], Meta(description="opex, or capex amortised over its period.")
    ] = "opex"
    scope: Annotated[
        dict[str, str], Meta(description="Dimension = value it is confined to; else everything.")
    ] = {}


class EventConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[event]]`: a known change that forecasts keep apart from what they learn."""

    name: Annotated[str, Meta(description="What happens.")]
    date: Annotated[date, Meta(description="Its first day.")]
    where: Annotated[
        dict[str, str], Meta(description="Dimension = value it is confined to; else everything.")
    ] = {}
    factor: Annotated[
        float | None, Meta(description="Multiple of the cost: 4.5 for a renewal, 0 for an end.")
    ] = None
    monthly: Annotated[
        float | None, Meta(description="Multiple again every thirty days: 1.1 is growth of 10 %.")
    ] = None
    daily: Annotated[
        str | None, Meta(description="Cost added each day, of what has no past: `40.00 USD`.")
    ] = None
    ramp_days: Annotated[
        int, Meta(ge=0, description="Days in which it grows into its full effect.")
    ] = 0
    until: Annotated[
        date | None, Meta(description="First day on which it is over; else it stays.")
    ] = None


class AlertConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[alert]`: what `tokenomics alert` tells besides budgets, and whom."""

    channels: Annotated[
        tuple[str, ...],
        Meta(description="Channels that hear of spikes, missing prices, old data and prices."),
    ] = ()
    max_age: Annotated[
        str, Meta(description="Age of the newest record from which on nothing is judged: `26h`.")
    ] = "26h"


class LabourConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """`[labour]`: what people's time costs."""

    hourly: Annotated[
        str | None,
        Meta(
            description="Price of an hour of review or rework: `60.00 USD`; else it is not counted."
        ),
    ] = None


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    ledger: LedgerConfig = LedgerConfig()
    report: ReportConfig = ReportConfig()
    privacy: PrivacyConfig = PrivacyConfig()
    source: tuple[SourceConfig, ...] = ()
    attribute: tuple[AttributeConfig, ...] = ()
    authority: tuple[AuthorityConfig, ...] = ()
    task: TaskConfig = TaskConfig()
    success: tuple[SuccessConfig, ...] = ()
    labour: LabourConfig = LabourConfig()
    overhead: tuple[OverheadConfig, ...] = ()
    event: tuple[EventConfig, ...] = ()
    alert: AlertConfig = AlertConfig()
    channel: dict[str, ChannelConfig] = {}
    root: Annotated[Path, Meta(description="Folder that relative paths start from.")] = Path()
    digest: Annotated[str, Meta(description="Digest of the file's text.")] = ""


_SECTIONS: dict[str, type[Struct]] = {
    "ledger": LedgerConfig,
    "report": ReportConfig,
    "privacy": PrivacyConfig,
    "source": SourceConfig,
    "attribute": AttributeConfig,
    "authority": AuthorityConfig,
    "task": TaskConfig,
    "success": SuccessConfig,
    "labour": LabourConfig,
    "overhead": OverheadConfig,
    "event": EventConfig,
    "alert": AlertConfig,
}


def load(path: Path | None = None) -> Config:
    """The configuration in `path`, else in ./tokenomics.toml, else all defaults.

    Raises ConfigError naming the file, the key and the nearest valid one.
    """
    file = path or Path(DEFAULT_NAME)
    if not file.is_file():
        if path is not None:
            raise ConfigError(f"{path}: no such file")
        return Config()
    try:
        text = file.read_bytes()
        data = tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from None
    config = _validated(file, data)
    digest = hashlib.sha256(text).hexdigest()
    return msgspec.structs.replace(config, root=file.resolve().parent, digest=digest)


def people_of(config: Config, ledger: Path) -> Path:
    """The file that says who is behind the pseudonyms of a ledger.

    Raises ConfigError where it would lie in the ledger's folder: whoever reads the one should not
    read the other.
    """
    named = config.privacy.people
    path = people_file(ledger) if named is None else config.root / Path(named).expanduser()
    if path.resolve().is_relative_to(ledger.resolve()):
        raise ConfigError(f"privacy.people: {path} lies in the ledger's folder: choose another")
    return path


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


def _check_names(config: Config) -> None:
    """Raise ConfigError for a kind, a time zone, a channel or a place of people that there is not."""
    zone(config.report.timezone)
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
    return [name for name in model.__struct_fields__ if name not in _HIDDEN]


def _sentence(problem: str, within: str = "", known: Sequence[str] = ()) -> str:
    """What is wrong and where, from the checking library's own words.

    `within` is the path of the table that was checked, where it is not the whole file, and `known`
    are its keys.
    """
    found = _PLACE.fullmatch(problem)
    reason, place = (found[1], found[2] or "") if found else (problem, "")
    inner = [part for part in re.split(r"[.\[\]]+", place) if part]
    where = [within, *inner] if within else inner
    if strange := _STRANGE.fullmatch(reason):
        paths = [f"{within}.{key}" for key in known] if within else _known_paths(where)
        return unknown("key", ".".join([*where, strange[1]]), paths)
    if missing := _MISSING.fullmatch(reason):
        return f"{'.'.join([*where, missing[1]])}: missing"
    words = re.sub(r"`([^`]*)`", lambda name: _plain(name[1]), _JARGON.get(reason, reason))
    return f"{'.'.join(where)}: {words[:1].lower()}{words[1:]}"


def _plain(types: str) -> str:
    return " or ".join(_WORDS.get(name, name) for name in types.split(" | "))


def _known_paths(where: list[str]) -> list[str]:
    section = _SECTIONS.get(where[0], Config) if where else Config
    return [".".join([*where, name]) for name in _public(section)]
