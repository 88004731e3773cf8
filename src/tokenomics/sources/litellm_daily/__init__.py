"""LiteLLM's daily tables: what each user, team, organisation, customer or agent used by the day.

The tables are the same calls by other groupings, so each is a series of its own and one of them counts.
"""

from __future__ import annotations

from importlib import resources

from tokenomics.records.kinds import USAGE
from tokenomics.sources import sums
from tokenomics.sources.contract import Hints, Sample, Source, field, format_of, names_in

_ROW = frozenset({"date", "spend", "api_requests", "prompt_tokens"})
# Whose day a row sums up, by the column that says so.
_ENTITIES = ("user_id", "team_id", "organization_id", "end_user_id", "agent_id")
_BY = ("row_id", *_ENTITIES, "api_key", "model", "model_group", "llm_provider", "tool", "endpoint")
_COLUMNS = (
    "grain", "provider", "model_requested", "model_served", "user_id", "team", "customer", "api_key_id", "tags",
    "billing", "token_basis", "reported_cost", "reported_cost_text", "reported_currency", "requests", "input",
    "cache_read", "cache_write", "output",
)  # fmt: skip
_LINES = resources.files(__name__).joinpath("map.sql").read_text("utf-8")


def _query(entity: str) -> str:
    return sums.query(
        _LINES, by=dict.fromkeys(_BY, ""), columns=_COLUMNS, size="size_of_all", series=f"1d: {entity}"
    )  # fmt: skip


SOURCE = Source(
    name="litellm_daily",
    doc="LiteLLM's daily spend tables of users, teams, organizations, end users and agents (JSON, JSON Lines, CSV)",
    known_by="`date`, `spend`, `api_requests` and `prompt_tokens`",
    kind=USAGE,
    containers=("jsonl", "json", "csv"),
    fields=(
        field("row_id", "id"),
        field("day", "date"),
        field("user_id", privacy="pseudonymise"),
        field("team_id"),
        field("organization_id"),
        field("end_user_id"),
        field("agent_id"),
        field("api_key"),
        field("model"),
        field("model_group"),
        field("llm_provider", "custom_llm_provider"),
        field("tool", "mcp_namespaced_tool_name"),
        field("endpoint"),
        field("prompt_tokens"),
        field("completion_tokens"),
        field("read_said", "cache_read_input_tokens"),
        field("written_said", "cache_creation_input_tokens"),
        field("spend"),
        field("api_requests"),
        field("updated", "updated_at"),
    ),
    query=_query("all"),
    keyed=True,
    exact=True,
    lossy=(
        "single calls: where spend logs are read too, they are counted and the rest of a day is *unlogged*",
        "which requests failed: their number is in the requests",
        "answers of the proxy's cache: they keep their tokens at no spend, so the price of a day may be above its spend",
        "what a cache read of models that are not Claude's, where it says 0: some builds count it as input only, so such counts are partial",
        "how long cache writes live, tiers, reasoning (it is part of the output)",
        "who is billed for a call: billing is unknown",
    ),
    drops=("when a row was made: created_at",),
    export="one of the tables `LiteLLM_DailyUserSpend`, `LiteLLM_DailyTeamSpend` and their like as CSV or JSON; that of users has every call",
    traps=(
        "the tables are the same money by other groupings: of a day the fullest one counts",
        "a row of the same day grows until midnight: the one that was updated last stands",
        "the table of tags has a call of two tags twice: it is refused",
    ),
)  # fmt: skip


def claims(sample: Sample) -> bool:
    """Whether the rows are sums of a day that can be added."""
    return any(names >= _ROW and "tag" not in names for names in names_in(sample))


def claim(sample: Sample, _: Hints) -> Source | None:
    """The source of a daily table, whose series is whatever the table is by; None for other files."""
    if not claims(sample):
        return None
    names = frozenset[str]().union(*names_in(sample))
    entity = next((name for name in _ENTITIES if name in names), None)
    return SOURCE._replace(query=_query(entity)) if entity else SOURCE


def refuses(sample: Sample) -> str | None:
    """Why the table of tags is not read; None where it is another file."""
    if any(names >= _ROW and "tag" in names for names in names_in(sample)):
        return "LiteLLM's daily spend by tag has a call of two tags twice and one without tags nowhere: export LiteLLM_DailyUserSpend"
    return None


FORMAT = format_of(SOURCE, claim, refuses)
