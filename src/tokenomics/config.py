"""`tokenomics.toml`: every key has a default, every unknown key is refused with its nearest match."""

from __future__ import annotations

import hashlib
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.kinds import KINDS

DEFAULT_NAME = "tokenomics.toml"


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(unknown("timezone", name, available_timezones()))
    return name


Timezone = Annotated[str, AfterValidator(_zone)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LedgerConfig(_Section):
    """`[ledger]`: where records are kept."""

    path: str = Field(
        default=".tokenomics", description="Folder of the ledger, relative to this file."
    )


class ReportConfig(_Section):
    """`[report]`: how reports are shown."""

    currency: Literal["USD"] = Field(default="USD", description="Currency of reports.")
    timezone: Timezone = Field(default="UTC", description="Zone of days, weeks and months.")


class SourceConfig(_Section):
    """`[[source]]`: a format of your own, by naming its columns or JSON paths."""

    name: str = Field(description="Name of the source, as reports show it.")
    match: str = Field(description="Files it reads: a glob, relative to this file.")
    kind: str = Field(
        default="usage", description="Kind of record: usage, outcome, overhead, revenue."
    )
    fields: dict[str, str] = Field(
        default={}, description="Record column = column or dotted JSON path of the file."
    )
    constants: dict[str, str | int | float | bool] = Field(
        default={}, description="Record column = a value that every row has."
    )
    units: dict[str, str] = Field(
        default={},
        description="Record column = unit of the file: s, ms, us, ns, cents, thousand, million.",
    )
    timezone: Timezone | None = Field(default=None, description="Zone of instants that state none.")
    key: tuple[str, ...] = Field(
        default=(), description="Columns or paths that name a row; without them its place does."
    )


class AttributeConfig(_Section):
    """`[[attribute]]`: who a call belongs to, decided when a report is made."""

    when: dict[str, str] = Field(description="Dimension = value that a record must have.")
    set: dict[str, str] = Field(description="Dimension = value it is given; the first rule wins.")


class Config(_Section):
    """The whole file."""

    ledger: LedgerConfig = LedgerConfig()
    report: ReportConfig = ReportConfig()
    source: tuple[SourceConfig, ...] = ()
    attribute: tuple[AttributeConfig, ...] = ()
    root: Path = Field(
        default=Path(), exclude=True, description="Folder that relative paths start from."
    )
    digest: str = Field(default="", exclude=True, description="Digest of the file's text.")


def load(path: Path | None = None) -> Config:
    """The configuration in `path`, else in ./tokenomics.toml, else all defaults.

    Raises ConfigError naming the file, the key and the nearest valid one.
    """
    file = path or Path(DEFAULT_NAME)
    if not file.is_file():
        if path is not None:
            raise ConfigError(f"{path}: no such file")
        return Config()
    text = file.read_bytes()
    try:
        data = tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from None
    digest = hashlib.sha256(text).hexdigest()
    return _validated(file, {**data, "root": file.resolve().parent, "digest": digest})


def _validated(file: Path, data: dict[str, Any]) -> Config:
    for hidden in {"root", "digest"} & set(tomllib.loads(file.read_text("utf-8"))):
        raise ConfigError(f"{file}: {unknown('key', hidden, _public(Config))}")
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        raise ConfigError(f"{file}: {_sentence(error)}") from None
    for source in config.source:
        if source.kind not in KINDS:
            raise ConfigError(f"{file}: {unknown('kind', source.kind, KINDS)}")
    return config


def _public(model: type[BaseModel]) -> list[str]:
    return [name for name, info in model.model_fields.items() if not info.exclude]


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return unknown("key", where, _known_paths(Config, first["loc"][:-1]))
    return f"{where}: {first['msg'].removeprefix('Value error, ')}"


def _known_paths(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    sections: dict[str, type[BaseModel]] = {
        "ledger": LedgerConfig,
        "report": ReportConfig,
        "source": SourceConfig,
        "attribute": AttributeConfig,
    }
    section = sections.get(str(loc[0])) if loc else None
    prefix = ".".join(str(part) for part in loc)
    names = _public(section or model)
    return [f"{prefix}.{name}" if prefix else name for name in names]


def zone(name: str) -> ZoneInfo:
    """The timezone of that name; ConfigError with the nearest names otherwise."""
    if name not in available_timezones():
        raise ConfigError(unknown("timezone", name, available_timezones()))
    return ZoneInfo(name)
