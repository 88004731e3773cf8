"""The SQL pieces by which usage records are compared, for the columns that hold anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.engine import Engine, fill
from tokenomics.overlap.buckets import SESSION
from tokenomics.records import meters
from tokenomics.records.kinds import STATED_BY, TOKEN_BASES, USAGE
from tokenomics.records.meters import BY_NAME, is_whole

BASE = "tokenomics_base"
# Whose a sum of telemetry is that names neither a session nor a service.
EVERYBODY = "'everybody'"

_NULL = "CAST(NULL AS VARCHAR)"
_PARTS = 1_000_000
# What only the record itself can say; everything else is filled in from the others of its call.
_OWN = frozenset(
    {
        "record_id", "merge_rank", "source", "source_file", "source_line", "ingest_id",
        "observed_at", "grain", "series", "stated_by", "ts", "provider", "status", "token_basis",
        "reported_cost", "reported_cost_text", "reported_currency", "other", *meters.NAMES,
    }
)  # fmt: skip


class Columns(NamedTuple):
    """The columns of usage records in use, named after the alias `records`."""

    used: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in their declared order."""
        return tuple(name for name in USAGE.names if name in self.used)

    @property
    def listed(self) -> str:
        """The columns as a list."""
        return ", ".join(f"records.{name}" for name in self.names)

    @property
    def meters(self) -> tuple[str, ...]:
        """The meters in use, requests first."""
        return ("requests", *(n for n in meters.NAMES if n in self.used and n != "requests"))

    def text(self, name: str) -> str:
        """A text column, null where nothing holds it."""
        return f"records.{name}" if name in self.used else _NULL

    @property
    def model(self) -> str:
        """The model's name: the one that answered, else the one asked for."""
        return f"coalesce({self.text('model_served')}, {self.text('model_requested')})"

    @property
    def tier(self) -> str:
        """The tier of service."""
        return f"coalesce({self.text('service_tier')}, 'standard')"

    @property
    def ends(self) -> str:
        """The end of a record."""
        return "coalesce(records.ts_end, records.ts)" if "ts_end" in self.used else "records.ts"

    @property
    def told(self) -> str:
        """What tells which record of a call is trusted: the less the `doubt`, then the greater the `size`, the more."""
        by = _ranked("records.stated_by", STATED_BY) if "stated_by" in self.used else "0"
        basis = _ranked("records.token_basis", TOKEN_BASES)
        # Whoever states a count, an estimate is nobody's word.
        guessed = "CASE WHEN records.token_basis = 'estimated' THEN 1 ELSE 0 END"
        size = f"{self.tokens('input')} + {self.tokens('output')}"
        return (
            "records.record_id, records.provider, records.source, "
            f"100 * {guessed} + 10 * {by} + {basis} AS doubt, CAST({size} AS BIGINT) AS size"
        )

    @property
    def by_gateway(self) -> str:
        """Whether a gateway states a record."""
        return "records.stated_by = 'gateway'" if "stated_by" in self.used else "false"

    @property
    def whose(self) -> str:
        """Whose calls telemetry's sum is of, by its series; empty for any other record."""
        if "stated_by" not in self.used:
            return "''"
        keys = f"CASE {self.text('series')} WHEN 'session' THEN {self.of_session} WHEN 'service' THEN {self.of_service} END"
        return f"CASE WHEN records.stated_by = 'telemetry' THEN coalesce({keys}, {EVERYBODY}) ELSE '' END"

    @property
    def of_session(self) -> str:
        """The session of a record as sums of telemetry name it."""
        return f"'{SESSION}' || {self.text('session_id')}"

    @property
    def of_service(self) -> str:
        """The service of a record as sums of telemetry name it: a tag, where its project has another name."""
        named = "records.tags['service'], " if "tags" in self.used else ""
        return f"'service:' || coalesce({named}{self.text('project')})"

    @property
    def has_other(self) -> str:
        """Whether a record states quantities that have no meter."""
        return "coalesce(array_length(records.other), 0) > 0" if "other" in self.used else "false"

    @property
    def blind(self) -> str:
        """Whether a record counts tokens and leaves open what of them was cached, or beside them."""
        read = "records.cache_read IS NULL" if "cache_read" in self.used else "true"
        return f"(records.token_basis = 'partial' AND {read})"

    def tokens(self, side: str, *, cached: bool = True) -> str:
        """All tokens of a side of a call, or those that are neither read from nor written to a cache."""
        names = [n for n in self.meters if BY_NAME[n].side == side and BY_NAME[n].unit == "token"]
        names = [n for n in names if cached or not n.startswith("cache_")]
        return " + ".join(f"coalesce(records.{name}, 0)" for name in names) or "0"

    def part(self, meter: str) -> str:
        """A meter as a whole number of its smallest part."""
        if meter == "requests":
            stated = "records.requests, " if "requests" in self.used else ""
            return f"coalesce({stated}CASE WHEN records.grain = 'request' THEN 1 END)"
        if is_whole(BY_NAME[meter]):
            return f"records.{meter}"
        return f"CAST(records.{meter} * {_PARTS} AS BIGINT)"

    @property
    def known(self) -> str:
        """What the other records of a call say together: of each attribute the most trusted word."""
        told = [f"{_first(name)} AS {name}" for name in self.names if name not in _OWN]
        return ", ".join(told)

    @property
    def merged(self) -> str:
        """The columns of a call, its attributes filled in from its other records."""
        return ", ".join(
            f"records.{name}" if name in _OWN else f"{_filled(name)} AS {name}"
            for name in self.names
        )

    @property
    def replaced(self) -> str:
        """The columns of a sum with its quantities replaced by those of the alias `rest`."""
        return ", ".join(
            f"rest.{name}" if name in BY_NAME else f"records.{name}" for name in self.names
        )


def _ranked(column: str, choices: Sequence[str]) -> str:
    whens = " ".join(f"WHEN '{choice}' THEN {place}" for place, choice in enumerate(choices))
    return f"CASE {column} {whens} ELSE {len(choices)} END"


def _said(name: str) -> str:
    """What a record says of an attribute; that billing is unknown says nothing."""
    return f"nullif(records.{name}, 'unknown')" if name == "billing" else f"records.{name}"


def _first(name: str) -> str:
    value = _said(name)
    return f"min_by({value}, placed.place) FILTER (WHERE {value} IS NOT NULL)"


def _filled(name: str) -> str:
    unknown = ", 'unknown'" if name == "billing" else ""
    return f"coalesce({_said(name)}, known.{name}{unknown})"


def write_rest(
    con: Engine,
    table: str,
    columns: Columns,
    rest: Mapping[str, Mapping[str, int]],
) -> None:
    """Write quantities by record id and meter to a table with a column a meter in use."""
    ids = sorted(rest)
    named = [name for name in columns.meters if name in columns.used]
    types = {name: USAGE.column(name).sql_type for name in named}
    rows = [(bytes.fromhex(i), *(_whole(name, rest[i].get(name)) for name in named)) for i in ids]
    fill(con, table, {"record_id": "BLOB", **types}, rows)


def _whole(meter: str, parts: int | None) -> Decimal | int | None:
    return parts if parts is None or is_whole(BY_NAME[meter]) else Decimal(parts) / _PARTS
