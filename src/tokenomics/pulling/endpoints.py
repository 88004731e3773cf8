"""What is asked of which provider: paths, parameters, keys, and how pages follow one another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from tokenomics.pulling.months import Month

_PER_PAGE = 31


class Report(NamedTuple):
    """A report of a provider: its name in files, its path, what it is grouped by, and how it takes times.

    `stamps` says that times are seconds since 1970, else they are written out. `paged` says that it is
    of any period, page by page; else it is what the provider has of the last weeks.
    """

    name: str
    path: str
    group_by: tuple[str, ...] = ()
    stamps: bool = False
    paged: bool = True


class Provider(NamedTuple):
    """Where a provider's reports are, the variable that holds the key, and how the key is sent.

    `key_prefix` stands before the key in its header.
    """

    name: str
    base: str
    key_env: str
    key_header: str
    reports: tuple[Report, ...]
    key_prefix: str = ""
    headers: Mapping[str, str] = {}


_OPENAI_BY = ("project_id", "user_id", "api_key_id", "model")


def _openai(name: str, *group_by: str) -> Report:
    return Report(f"usage-{name}", f"/organization/usage/{name}", group_by, stamps=True)


PROVIDERS: tuple[Provider, ...] = (
    Provider(
        "openai", "https://api.openai.com/v1", "OPENAI_ADMIN_KEY", "authorization",
        (
            Report("costs", "/organization/costs", ("project_id", "line_item"), stamps=True),
            _openai("completions", *_OPENAI_BY, "batch", "service_tier"),
            _openai("embeddings", *_OPENAI_BY),
            _openai("images", *_OPENAI_BY),
            _openai("audio_speeches", *_OPENAI_BY),
            _openai("audio_transcriptions", *_OPENAI_BY),
            _openai("web_search_calls", *_OPENAI_BY),
        ),
        key_prefix="Bearer ",
    ),
    Provider(
        "anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_ADMIN_KEY", "x-api-key",
        (
            Report("costs", "/organizations/cost_report", ("workspace_id", "description")),
            Report(
                "usage", "/organizations/usage_report/messages",
                ("api_key_id", "workspace_id", "model", "service_tier", "context_window", "inference_geo"),
            ),
        ),
        headers={"anthropic-version": "2023-06-01"},
    ),
    Provider(
        "openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_PROVISIONING_KEY", "authorization",
        (Report("activity", "/activity", paged=False),),
        key_prefix="Bearer ",
    ),
)  # fmt: skip


def parameters(report: Report, month: Month, page: str | None) -> list[tuple[str, str]]:
    """The parameters of a page of a report: of a month's days, by day."""
    start, end = ("start_time", "end_time") if report.stamps else ("starting_at", "ending_at")
    return [
        (start, _time(month.first, stamp=report.stamps)), (end, _time(month.after, stamp=report.stamps)),
        ("bucket_width", "1d"), ("limit", str(_PER_PAGE)),
        *(("group_by[]", name) for name in report.group_by),
        *([("page", page)] if page else []),
    ]  # fmt: skip


def _time(day: date, *, stamp: bool) -> str:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return str(int(at.timestamp())) if stamp else f"{at:%Y-%m-%dT%H:%M:%SZ}"
