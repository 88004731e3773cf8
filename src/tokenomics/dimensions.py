"""The closed table of dimensions: what costs can be grouped and filtered by.

Besides these every tag is a dimension of its own, written `tag:KEY`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from tokenomics.records.errors import ConfigError, unknown

Part = Literal["hour", "day", "week", "month"]


class Dimension(NamedTuple):
    """A name to group by and the columns of the usage record it is read from.

    The first column that is not null counts, then `default`; flags are yes or no, numbers are
    written out. `part` makes it a period of time. `many` says that it usually has so many values that pricing each record beats
    grouping by price first. `tag` is the key of a tag.
    """

    name: str
    columns: tuple[str, ...]
    doc: str
    default: str | None = None
    part: Part | None = None
    many: bool = False
    tag: str | None = None


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("hour", ("ts",), "Hour in the report's time zone, with its offset.", part="hour"),
    Dimension("day", ("ts",), "Day in the report's time zone.", part="day"),
    Dimension("week", ("ts",), "ISO week in the report's time zone: the date of its Monday.", part="week"),
    Dimension("month", ("ts",), "Month in the report's time zone.", part="month"),
    Dimension("provider", ("provider",), "Who served and bills the call."),
    Dimension("model", ("model_served", "model_requested"), "Model that answered; where unknown, the one asked for."),
    Dimension("model_requested", ("model_requested",), "Model the caller asked for."),
    Dimension("feature", ("feature",), "Product feature that made the call."),
    Dimension("team", ("team",), "Team that answers for the call."),
    Dimension("user", ("user_id",), "Who made the call inside the organisation.", many=True),
    Dimension("project", ("project",), "Project or workspace."),
    Dimension("environment", ("environment",), "prod, staging, dev and the like."),
    Dimension("customer", ("customer",), "End customer on whose behalf the call was made.", many=True),
    Dimension("service_tier", ("service_tier",), "Tier as served; standard where none is stated.", default="standard"),
    Dimension("source", ("source",), "Source that read the record."),
    Dimension("status", ("status",), "success or failure."),
    Dimension("session", ("session_id",), "Session or conversation.", many=True),
    Dimension("operation", ("operation",), "chat, embedding, responses and the like."),
    Dimension("billing", ("billing",), "How the call is billed."),
    Dimension("api_key", ("api_key_id",), "Identifier or hash of the key.", many=True),
    Dimension("region", ("region",), "Region or geography of inference."),
    Dimension("task", ("task_id",), "Task that outcomes are about.", many=True),
    Dimension("trace", ("trace_id",), "Trace that groups the calls of one piece of work.", many=True),
    Dimension("step", ("step",), "Step of an agent or workflow."),
    Dimension("route", ("route",), "Gateway route that was taken."),
    Dimension("route_reason", ("route_reason",), "Why that route was taken."),
    Dimension("fallback", ("is_fallback",), "Whether another model or route failed first: yes or no."),
    Dimension("attempt", ("attempt",), "Number of the attempt, from 1."),
    Dimension("hidden_attempts", ("hidden_attempts",), "Attempts that the source counts and does not list."),
    Dimension("error_type", ("error_type",), "Class or code of the error."),
    Dimension("gateway_cache", ("gateway_cache_hit",), "Whether a gateway answered from its own cache: yes or no."),
    Dimension("deployment", ("deployment",), "Deployment, endpoint or gateway model id."),
    Dimension("variant", ("variant",), "Variant with prices of its own, such as fast."),
    Dimension("context_tier", ("context_tier",), "Context tier, where the source states it."),
)  # fmt: skip

BY_NAME: dict[str, Dimension] = {dimension.name: dimension for dimension in DIMENSIONS}
_BY_COLUMN: dict[str, Dimension] = {
    d.columns[0]: d for d in DIMENSIONS if not d.part and d.columns[0] not in BY_NAME
}
_TAG = "tag:"


def tag_key(name: str) -> str | None:
    """The key of a tag that is written `tag:KEY`; None for every other name."""
    return name.removeprefix(_TAG) if name.startswith(_TAG) and len(name) > len(_TAG) else None


def dimension(name: str) -> Dimension:
    """The dimension of that name, of that column (`user_id`), or of that tag (`tag:KEY`).

    Raises ConfigError with the nearest name where there is none.
    """
    if (key := tag_key(name)) is not None:
        return Dimension(name, ("tags",), "A tag.", many=True, tag=key)
    found = BY_NAME.get(name) or _BY_COLUMN.get(name)
    if found is None:
        raise ConfigError(unknown("dimension", name, [*BY_NAME, "tag:KEY"]))
    return found


def of_scope(name: str) -> Dimension:
    """The dimension that a scope confines by that name: one of the record's, else a tag."""
    known = BY_NAME.get(name) or _BY_COLUMN.get(name)
    return known if known and not known.part else dimension(f"{_TAG}{name.removeprefix(_TAG)}")


def filterable(name: str) -> Dimension:
    """The dimension of that name, which must not be a period of time."""
    found = dimension(name)
    if found.part:
        raise ConfigError(f"{name!r} cannot be filtered by a value: use since and until")
    return found
