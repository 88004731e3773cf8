"""Databricks' table of model serving, system.serving.endpoint_usage, as a query or an editor exports it.

The table knows the served entity and no model: that is in system.serving.served_entities, whose columns
are read where a query joins them.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources.contract import (
    NO_HINTS,
    Hints,
    Sample,
    Source,
    field,
    format_of,
    names_in,
    served_by,
)

_ROW = frozenset({"databricks_request_id", "input_token_count", "output_token_count"})

SOURCE = Source(
    name="databricks",
    doc="Databricks' table system.serving.endpoint_usage (CSV, JSON, JSON Lines, Parquet)",
    known_by="`databricks_request_id`, `input_token_count` and `output_token_count`",
    kind=USAGE,
    containers=("jsonl", "json", "csv", "parquet"),
    fields=(
        field("request", "databricks_request_id"),
        field("own_request", "client_request_id"),
        field("start", "request_time"),
        field("code", "status_code"),
        field("account", "account_id"),
        field("workspace", "workspace_id"),
        field("requester", privacy="pseudonymise"),
        field("entity", "served_entity_id"),
        field("endpoint", "endpoint_name"),
        field("entity_name"),
        field("entity_kind", "entity_type"),
        field("external_model", "external_model_config.name", "external_model_name"),
        field("external_provider", "external_model_config.provider", "external_model_provider"),
        field("task"),
        field("sent", "input_token_count"),
        field("made", "output_token_count"),
        field("sent_letters", "input_character_count"),
        field("made_letters", "output_character_count"),
        field("context", "usage_context"),
        field("streamed", "request_streaming"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "the model, where no query joins served_entities: the served entity is kept as the deployment, and the call is unpriced",
        "what a prompt cache served or kept, and reasoning: the table has no columns for them, so the counts are partial",
        "whether a model stated its counts: where it did not, a fourth of the characters stands in for tokens, which shows where the characters are stated too; such counts are estimated",
        "what a call costs: Databricks bills units of its own, in system.billing.usage; for an external model its provider bills",
        "the provider's id of the response, by which other logs know the same call",
        "how long a call took",
        "who is billed",
    ),
    states="coalesce(request, entity, sent, made) IS NOT NULL",
    drops=("prompts and answers of inference tables, where a query joins them: request, response",),
    export="`SELECT u.*, e.endpoint_name, e.entity_name, e.entity_type, e.task, e.external_model_config.name AS external_model_name, e.external_model_config.provider AS external_model_provider FROM system.serving.endpoint_usage u LEFT JOIN system.serving.served_entities e USING (served_entity_id)`, downloaded as CSV or written as JSON",
    traps=(
        "a served entity has a row for each of its changes, so a join repeats requests: a request counts once",
        "`usage_context` holds the caller's own tags: `project`, `team`, `feature` and the like fill the columns, `end_user_to_charge` is the customer",
        "calls that another log states too, with what was cached: they are found by the counts beside it, and count once, as that log states them",
        "refused calls (429) are rows of 0 tokens: they are failures",
    ),
)  # fmt: skip


def claim(sample: Sample, hints: Hints = NO_HINTS) -> Source | None:
    """The source of the table's rows; None for every other file."""
    found = any(names >= _ROW for names in names_in(sample))
    return served_by(SOURCE, hints) if found else None


FORMAT = format_of(SOURCE, claim)
