"""Formats that are known and not read: what marks a file of each, why, and what to ingest instead.

A guess at columns that nobody confirmed would be counts that nobody can trust, so such a file is refused
by its name. A `[[source]]` reads it all the same, by what its owner knows of it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from tokenomics.sources.contract import Sample, names_in


class Unread(NamedTuple):
    """A format that is not read.

    A file is of it where a row or the header has all `keys`, and in a row each of `values` stands
    under its key.
    """

    name: str
    keys: frozenset[str]
    why: str
    instead: str
    values: MappingProxyType[str, str] = MappingProxyType({})

    @property
    def known_by(self) -> str:
        """What marks a file of the format, in words."""
        marks = [f"`{key}`" for key in sorted(self.keys)]
        return ", ".join([*marks, *(f"`{key}` is *{value}*" for key, value in self.values.items())])


UNREAD = (
    Unread(
        "Azure Monitor's resource log of API Management",
        frozenset({"properties", "time"}),
        "the names in its `properties` are not confirmed",
        "export the table ApiManagementGatewayLlmLog from Log Analytics",
        MappingProxyType({"category": "GatewayLlmLogs"}),
    ),
    Unread(
        "Azure OpenAI's request log",
        frozenset({"properties", "time"}),
        "it counts no tokens",
        "ingest the responses, API Management's log or the bill",
        MappingProxyType({"category": "RequestResponse"}),
    ),
    Unread(
        "Cloudflare's Logpush of AI Gateway",
        frozenset({"Endpoint", "Gateway", "Model", "Provider", "StatusCode"}),
        "its columns are not confirmed and no tokens are known among them",
        "ingest the logs that Cloudflare's API lists",
    ),
    Unread(
        "Databricks' table system.billing.usage",
        frozenset({"sku_name", "usage_quantity", "usage_start_time", "usage_unit"}),
        "it counts Databricks' own units and states no money",
        "ingest system.serving.endpoint_usage",
    ),
)  # fmt: skip


def refusal(sample: Sample) -> str | None:
    """Why a file of a format that is not read is refused, in one sentence; None for every other file."""
    found = next((unread for unread in UNREAD if _is_of(unread, sample)), None)
    if found is None:
        return None
    return f"{found.name} is not read, for {found.why}: {found.instead}, or write a [[source]]"


def _is_of(unread: Unread, sample: Sample) -> bool:
    if not unread.values:
        return any(names >= unread.keys for names in names_in(sample))
    return any(
        row.keys() >= unread.keys
        and all(row.get(key) == value for key, value in unread.values.items())
        for row in sample.rows
    )
