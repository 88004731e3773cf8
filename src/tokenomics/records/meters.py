"""The closed table of meters: every disjoint billable quantity a usage record can state.

Wide tables carry one nullable column a meter. What a source names and this table does not
goes to the record's `other` list: priced if a book has a rate for it, else unpriced.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Unit = Literal[
    "token", "request", "call", "session", "image", "second", "character", "page",
    "search_unit", "classification", "token_hour", "gb_hour", "gpu_second", "capacity_unit_hour",
]  # fmt: skip
Side = Literal["input", "output", "other"]
Modality = Literal["text", "audio", "image", "video", "document", "any"]


class Meter(NamedTuple):
    """One disjoint billable quantity.

    `parent` is the inclusive count that providers often report and of which this is a part.
    `in_context` says that it counts towards the context tier (total input, cache included).
    `fee` marks what only some providers charge: without a rate it is free, not unpriced.
    """

    name: str
    unit: Unit
    side: Side
    modality: Modality
    parent: str | None
    in_context: bool
    fee: bool
    focus: str
    doc: str


def _token(name: str, side: Side, modality: Modality, parent: str | None, doc: str) -> Meter:
    in_context = side == "input"
    return Meter(name, "token", side, modality, parent, in_context, False, _focus(name, side), doc)


def _focus(name: str, side: Side) -> str:
    """The words of a bill for a meter of tokens: `Cache Read Input Tokens`, whatever its parts' order."""
    words = [word for word in name.split("_") if word != side]
    return " ".join([*(w if w[0].isdigit() else w.capitalize() for w in words), side.capitalize(), "Tokens"])  # fmt: skip


def _other(name: str, unit: Unit, focus: str, doc: str, side: Side = "other") -> Meter:
    return Meter(name, unit, side, "any", None, False, False, focus, doc)


def _modal(base: str, side: Side, what: str) -> tuple[Meter, ...]:
    modalities: tuple[Modality, ...] = ("audio", "image", "video", "document")
    return tuple(
        _token(f"{base}_{m}", side, m, side, f"{m.capitalize()} tokens {what}.") for m in modalities
    )


METERS: tuple[Meter, ...] = (
    _token("input", "input", "text", "input", "Text tokens sent and neither read from nor written to a cache."),
    _token("cache_read", "input", "text", "input", "Text tokens read from a prompt cache."),
    _token("cache_write", "input", "text", "input", "Tokens written to a prompt cache whose lifetime the source does not state."),
    _token("cache_write_5m", "input", "text", "input", "Tokens written to a cache that lives five minutes."),
    _token("cache_write_1h", "input", "text", "input", "Tokens written to a cache that lives one hour."),
    _token("cache_write_12h", "input", "text", "input", "Tokens written to a cache that lives twelve hours."),
    _token("output", "output", "text", "output", "Text tokens generated and visible."),
    _token("reasoning", "output", "text", "output", "Tokens generated while thinking, where the source states them apart."),
    _token("input_tool", "input", "text", "input", "Tokens that a provider's own tools added to the prompt."),
    _token("citation", "output", "text", "output", "Tokens of citations, where a provider bills them apart."),
    *_modal("input", "input", "sent"),
    *_modal("cache_read", "input", "read from a prompt cache"),
    *_modal("output", "output", "generated"),
    Meter("requests", "request", "other", "any", None, False, True, "Requests", "Billable calls; one, or a bucket's count."),
    _other("web_search", "call", "Web Searches", "Web searches that a provider's tool made."),
    _other("maps", "call", "Map Lookups", "Map grounding calls that a provider's tool made."),
    _other("file_search", "call", "File Searches", "File searches that a provider's tool made."),
    _other("code_session", "session", "Code Sessions", "Code interpreter sessions or containers opened."),
    _other("images", "image", "Images", "Images generated, where they are billed by the piece.", "output"),
    _other("seconds_in", "second", "Seconds In", "Seconds of audio or video sent.", "input"),
    _other("seconds_out", "second", "Seconds Out", "Seconds of audio or video generated.", "output"),
    _other("characters", "character", "Characters", "Characters turned into speech or translated.", "input"),
    _other("pages", "page", "Pages", "Pages read by document or character recognition.", "input"),
    _other("search_units", "search_unit", "Search Units", "Rerank units: one query with up to a hundred documents."),
    _other("classifications", "classification", "Classifications", "Classifications made."),
    _other("storage_token_hours", "token_hour", "Token Hours", "Cached tokens times the hours they were kept."),
    _other("gb_hours", "gb_hour", "GB Hours", "Gigabytes times the hours they were kept."),
    _other("gpu_seconds", "gpu_second", "GPU Seconds", "Seconds of a GPU."),
    _other("capacity_unit_hours", "capacity_unit_hour", "Capacity Unit Hours", "Provisioned capacity units times hours."),
    _other("trained_tokens", "token", "Trained Tokens", "Tokens trained on while fine-tuning."),
)  # fmt: skip

BY_NAME: dict[str, Meter] = {meter.name: meter for meter in METERS}
NAMES: tuple[str, ...] = tuple(BY_NAME)
IN_CONTEXT: tuple[str, ...] = tuple(m.name for m in METERS if m.in_context)


def is_token(name: str) -> bool:
    """Whether a meter of this name counts tokens."""
    return name in BY_NAME and BY_NAME[name].unit == "token"


def is_whole(meter: Meter) -> bool:
    """Whether the meter counts whole things (BIGINT) rather than quantities (DECIMAL(18,6))."""
    return meter.unit in {"token", "request"} and meter.name != "trained_tokens"
