"""OpenAI's usage reports: pages of the Usage API, and the dashboard's export of the same results.

Input tokens hold cached tokens and cache writes, the modalities hold neither; output tokens hold
all modalities. Older pages state text and audio side by side. A page and an export that are
grouped alike are one series, so the same usage in both is one record.
"""

from __future__ import annotations

from functools import partial
from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources import pages
from tokenomics.sources.contract import NO_HINTS, Hints, Sample, Source, field, format_of
from tokenomics.sources.pages import Bounds

BOUNDS = Bounds("start_time", "end_time")

_EMPTY = frozenset({"start_time", "end_time", "start_time_iso", "end_time_iso"})
_EXPORT = frozenset({"start_time", "end_time", "num_model_requests", "input_tokens", "output_tokens"})  # fmt: skip
_NO_ACTIVITY = "states no activity: without any, the exports of usage and of cost are the same"

SOURCE = Source(
    name="openai_usage",
    doc="OpenAI Usage API pages (JSON, JSON Lines) and the dashboard's completions usage export (CSV)",
    known_by="a page whose results are objects `organization.usage.*`, or the columns `start_time`, `end_time`, `num_model_requests`, `input_tokens`; a page or an export without activity",
    kind=USAGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field("object"),
        field(pages.PULL),
        field("as_of", "fetched_at"),
        field("start_time"),
        field("end_time"),
        field("project_id"),
        field("user_id", privacy="pseudonymise"),
        field("api_key_id"),
        field("model"),
        field("batch"),
        field("service_tier"),
        field("api_source"),
        field("size"),
        field("source"),
        field("context_level"),
        field("vector_store_id"),
        field("num_model_requests"),
        field("input_tokens"),
        field("output_tokens"),
        field("input_cached_tokens"),
        field("input_cache_write_tokens"),
        field("input_uncached_tokens"),
        field("input_text_tokens"),
        field("output_text_tokens"),
        field("input_cached_text_tokens"),
        field("input_audio_tokens"),
        field("input_cached_audio_tokens"),
        field("output_audio_tokens"),
        field("input_image_tokens"),
        field("input_cached_image_tokens"),
        field("output_image_tokens"),
        field("compute_units"),
        field("images"),
        field("characters"),
        field("seconds"),
        field("usage_bytes"),
        field("num_sessions"),
        field("num_requests"),
    ),
    query=resources.files(__name__).joinpath("map.sql").read_text("utf-8"),
    keyed=True,
    exact=True,
    lossy=(
        "single calls: a bucket sums them up, so it is priced at the rates below every context threshold",
        "reasoning: it is part of the output",
        "how long cache writes live",
        "what the report is not grouped by: without the model nothing can be priced",
        "model requests of web searches: the report of completions counts them",
        "vector storage: bytes at an instant or over a time, which is not documented; named and unpriced",
        "compute units of the dashboard's export: what they are is not documented; named and unpriced",
        "a bucket that is restated as empty: its earlier sum stays",
    ),
    stated_by="provider",
    reader=partial(pages.read, bounds=BOUNDS),
    whole=True,
    drops=("names of people, keys and projects beside their ids",),
    export="ask `/v1/organization/usage/completions` and its siblings with an admin key and keep the pages, or export the usage of the dashboard",
    traps=(
        "overlapping pulls restate a bucket: the whole one of the latest pull stands, once; `tokenomics pull` notes when it fetched a page",
        "cached tokens are inside the input: the rest is counted as input",
    ),
)


def claim(sample: Sample, _: Hints = NO_HINTS) -> Source | None:
    """The source of a usage report, with a note where it states no activity; None for other files."""
    if not claims(sample):
        return None
    return SOURCE._replace(notes=(_NO_ACTIVITY,)) if _is_empty(sample) else SOURCE


def claims(sample: Sample) -> bool:
    """Whether the file is a page of usage results, an export of them, or either without activity."""
    if sample.header:
        return frozenset(sample.header) >= _EXPORT or _is_empty(sample)
    result = pages.first_result(sample, BOUNDS)
    if result is None:
        return _is_empty(sample)
    return not result or str(result.get("object")).startswith("organization.usage.")


def _is_empty(sample: Sample) -> bool:
    if sample.header:
        return frozenset(sample.header) == _EMPTY
    found = sample.rows
    if found and all(row.get("object") == "page" and row.get("data") == [] for row in found):
        return True
    return pages.first_result(sample, BOUNDS) == {}


FORMAT = format_of(SOURCE, claim)
