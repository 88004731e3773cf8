"""Fireworks' billing metrics: what its command line exports of usage, without money."""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources import sums
from tokenomics.sources.contract import Sample, Source, field, fixed

_COLUMNS = frozenset({"usage_type", "accelerator_seconds", "base_model_name", "prompt_tokens"})

SOURCE = Source(
    name="fireworks_metrics",
    doc="Fireworks' billing metrics (CSV of `firectl billing export-metrics`)",
    known_by="the columns `usage_type`, `accelerator_seconds`, `base_model_name` and `prompt_tokens`",
    kind=USAGE,
    containers=("csv",),
    fields=(
        field("mail", "email", privacy="pseudonymise"),
        field("start_time"),
        field("end_time"),
        field("what", "usage_type"),
        field("accelerator", "accelerator_type"),
        field("seconds", "accelerator_seconds"),
        field("model", "base_model_name"),
        field("size_class", "model_bucket"),
        field("prompt", "prompt_tokens"),
        field("completion", "completion_tokens"),
    ),
    query=sums.query(
        resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
        by={
            "mail": "email", "what": "usage_type", "accelerator": "accelerator_type", "model": "base_model_name",
            "start_time": "", "end_time": "",
        },
        columns=(
            "grain", "provider", "model_served", "operation", "user_id", "tags", "billing", "token_basis",
            "input", "output", "gpu_seconds",
        ),
        size="size_of_all",
        series="rows as exported",
    ),
    keyed=True,
    exact=True,
    lossy=(
        "money: the export has none; the book prices what it counts",
        "tokens read from a cache: they are inside the input, so counts of tokens are partial",
        "how many calls a row sums up, keys and service tiers",
    ),
    stated_by="provider",
    whole=True,
    drops=("parameter_count, which the model says",),
    export="`firectl billing export-metrics`; its other export, of rated costs, is not read: its columns are not confirmed",
    traps=(
        "rows of tokens and rows of accelerators' time are in one table: a row has one of them",
        "a row may begin and end in the same second: rows alike in all else are told apart by their size",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the file is a table of billing metrics."""
    return frozenset(sample.header) >= _COLUMNS


FORMAT = fixed(SOURCE, claims)
