"""Spend reports of Vercel's AI Gateway: sums by the day or the hour, of models, users, providers or keys.

A row is usage and a line of Vercel's bill in one. The API writes its names with underscores, the AI SDK
without.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import CHARGE, USAGE
from tokenomics.sources import sums
from tokenomics.sources.contract import Field, Sample, Source, field, fixed
from tokenomics.sources.vercel_report import results

_TIMES = frozenset({"day", "hour"})
_SPENT = frozenset({"total_cost", "totalCost"})
_COUNTS = frozenset({"market_cost", "marketCost", "request_count", "requestCount"})
_BY = {
    "model": "model", "served_by": "provider", "user_name": "user", "credential": "credential_type",
}  # fmt: skip
_LINES = resources.files(__name__).joinpath("map.sql").read_text("utf-8")


def _spelt(name: str, called: str) -> Field:
    """A value as the API calls it, and as the AI SDK does."""
    first, *others = called.split("_")
    return field(name, called, first + "".join(word.capitalize() for word in others))


_USAGE = Source(
    name="vercel_report",
    doc="Spend reports of Vercel's AI Gateway by day or hour (JSON, JSON Lines of /v1/report), usage and bill in one",
    known_by="rows of `results` with `day` or `hour`, `total_cost` and `market_cost` or `request_count`, in either spelling",
    kind=USAGE,
    containers=("jsonl", "json"),
    fields=(
        field("pull"),
        field("day"),
        field("hour"),
        field("model"),
        field("served_by", "provider"),
        field("user_name", "user", privacy="pseudonymise"),
        _spelt("credential", "credential_type"),
        _spelt("spent", "total_cost"),
        _spelt("market", "market_cost"),
        _spelt("prompt", "input_tokens"),
        _spelt("completion", "output_tokens"),
        _spelt("read", "cached_input_tokens"),
        _spelt("written", "cache_creation_input_tokens"),
        _spelt("thought", "reasoning_tokens"),
        _spelt("calls", "request_count"),
    ),
    query=sums.query(
        _LINES,
        by=_BY,
        columns=(
            "grain", "provider", "model_served", "route", "user_id", "billing", "token_basis", "reported_cost",
            "reported_cost_text", "reported_currency", "requests", "input", "cache_read", "cache_write", "output", "reasoning",
        ),
        size="spent_a",
    ),
    keyed=True,
    exact=True,
    lossy=(
        "single calls: where generations are read too, they are counted and the rest of a day is *unlogged*",
        "what a report was not asked to tell apart: models, users, providers or whose keys",
        "tags: a report by tag states a call once for each of its tags, so it is refused",
        "how long the cache keeps what is written",
        "with keys of one's own: the amount is Vercel's; the provider's bill has the rest, which is not added",
        "the bill by meter: a day and what it is summed by is one line of it",
    ),
    stated_by="provider",
    reader=results.read,
    whole=True,
    export="`GET https://ai-gateway.vercel.sh/v1/report?start_date=…&end_date=…&date_part=day&group_by=model`, an answer a file or a line",
    traps=(
        "a report without days cannot be placed in time: it is refused; ask with `date_part=day`",
        "reports by other groupings state the same calls: of the usage one of them counts, and of bills that come to the same amount the finer one",
        "the input includes what was cached and what was written to the cache, the output includes reasoning",
        "`market_cost` is the list price of the same calls: it is kept as the list cost, never added",
        "Vercel counts a query of the report as one of its charges, which no report states",
    ),
)  # fmt: skip
SOURCE = _USAGE._replace(
    beside=_USAGE._replace(
        kind=CHARGE,
        query=sums.query(
            _LINES,
            by=_BY,
            columns=(
                "billed_cost", "list_cost", "currency", "provider", "service", "model_served", "line_kind", "description",
                "quantity_known", "tags",
            ),
        ),
    )
)  # fmt: skip


def _is_sum(names: frozenset[str]) -> bool:
    return bool(names & _SPENT) and bool(names & _COUNTS)


def claims(sample: Sample) -> bool:
    """Whether the rows are sums of a day or an hour, none of them by tag."""
    return any(
        _is_sum(names) and names & _TIMES and "tag" not in names for names in results.names(sample)
    )


def refuses(sample: Sample) -> str | None:
    """Why a report without days or by tags is not read, in one sentence; None where it is another file."""
    for names in results.names(sample):
        if _is_sum(names) and "tag" in names:
            return "a Vercel spend report by tag states a call once for each of its tags: ask for it with `date_part=day` and `group_by=model`"
        if _is_sum(names) and not names & _TIMES:
            return "a Vercel spend report without days cannot be placed in time: ask for it with `date_part=day`"
    return None


FORMAT = fixed(SOURCE, claims, refuses)
