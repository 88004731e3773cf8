"""The believable company: its month, features, teams, people, customers and models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal, NamedTuple

from tokenomics.demo.calls import GATEWAY, LITELLM, NATIVE
from tokenomics.records.errors import InputError

# The months for which every price in facts.py is known.
FIRST_MONTH, LAST_MONTH = "2026-08", "2026-11"

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class World(NamedTuple):
    """A company in one month: all that the same bytes need to come out again.

    `start` and `end` are the month's first instant and the first one after it, in UTC.
    """

    seed: int
    size: float
    month: str
    start: datetime
    end: datetime

    @property
    def days(self) -> tuple[datetime, ...]:
        """The midnights of the month's days."""
        count = (self.end - self.start).days
        return tuple(self.start + timedelta(days=n) for n in range(count))


class Model(NamedTuple):
    """A model and the meters that its calls state besides input and output."""

    provider: str
    name: str
    meters: frozenset[str]


class Feature(NamedTuple):
    """A product feature: who runs it, how often, on which models, with how much text.

    `sessions` is per working day at size 1 and `turns` the least and most calls of a session;
    `weekend` scales Saturdays and Sundays. `prompt` and `answer` are median tokens.
    `success` is the share of judged sessions that succeed; None where nobody judges.
    """

    name: str
    team: str
    source: str
    sessions: float
    turns: tuple[int, int]
    models: tuple[tuple[Model, int], ...]
    prompt: int
    answer: int
    hours: str = "office"
    weekend: float = 0.1
    success: float | None = None
    for_customers: bool = False
    cacheable: bool = False
    service_tier: Literal["standard", "batch"] = "standard"


def _model(provider: str, name: str, *meters: str) -> Model:
    return Model(provider, name, frozenset(meters))


SOL = _model("openai", "gpt-5.6-sol", "cache_read", "cache_write", "reasoning")
LUNA = _model("openai", "gpt-5.6-luna", "cache_read")
MINI = _model("openai", "gpt-5.4-mini", "cache_read")
OPUS = _model("anthropic", "claude-opus-5", "cache_read", "cache_write")
SONNET = _model("anthropic", "claude-sonnet-4-5-20250929", "cache_read", "cache_write")
HAIKU = _model("anthropic", "claude-haiku-4-5-20251001", "cache_read", "cache_write")
FLASH = _model("google", "gemini-3.5-flash-lite", "cache_read")
MISTRAL_SMALL = _model("mistral", "mistral-small-latest")
MISTRAL_MEDIUM = _model("mistral", "mistral-medium-latest")
LLAMA = _model("hosted_vllm", "acme-llama-70b")

FEATURES: tuple[Feature, ...] = (
    Feature("ticket-summary", "support", LITELLM, 100, (1, 3), ((LUNA, 8), (HAIKU, 2)), 1400, 220, "daytime", 0.6, 0.86, for_customers=True, cacheable=True),
    Feature("search-answers", "search", LITELLM, 90, (1, 2), ((LUNA, 6), (MISTRAL_SMALL, 4)), 2600, 160, "daytime", 0.7, 0.78, for_customers=True, cacheable=True),
    Feature("email-drafts", "sales", LITELLM, 30, (1, 2), ((MISTRAL_MEDIUM, 5), (LUNA, 5)), 900, 380, success=0.7),
    Feature("code-review-bot", "platform", LITELLM, 9, (3, 8), ((SONNET, 1),), 4200, 520, success=0.64),
    Feature("research-agent", "strategy", LITELLM, 3, (6, 18), ((SONNET, 3), (LUNA, 1)), 2200, 600, weekend=0.2, success=0.55),
    Feature("moderation", "trust", LITELLM, 32, (1, 1), ((LLAMA, 1),), 700, 12, "daytime", 0.9, for_customers=True),
    Feature("contract-review", "legal", NATIVE, 8, (2, 5), ((SOL, 1),), 20000, 1500, success=0.81),
    Feature("product-tagging", "catalog", NATIVE, 60, (1, 1), ((FLASH, 7), (MISTRAL_SMALL, 3)), 1100, 90, "daytime", 0.8),
    Feature("nightly-enrichment", "data", NATIVE, 80, (1, 1), ((SOL, 1), (FLASH, 3)), 5200, 420, "night", 1.0, 0.97, service_tier="batch"),
    Feature("internal-chat", "it", GATEWAY, 40, (1, 3), ((MINI, 1),), 800, 260),
    Feature("translation", "marketing", GATEWAY, 30, (1, 1), ((MINI, 3), (LUNA, 1)), 1500, 1300),
)  # fmt: skip

STAFF: dict[str, tuple[str, ...]] = {
    "support": ("ada", "bruno", "chloe", "dmitri"),
    "search": ("search-service",),
    "sales": ("elena", "farid", "grace"),
    "platform": ("review-bot",),
    "strategy": ("hugo", "ines"),
    "trust": ("moderation-service",),
    "legal": ("jonas", "katya", "liam"),
    "catalog": ("tagger-service",),
    "data": ("enrichment-job",),
    "it": ("maya", "nils", "olga", "pablo", "quinn"),
    "marketing": ("rosa", "sven"),
}
PROJECTS = ("billing-service", "web-shop", "data-pipelines", "mobile-app", "infra")
CUSTOMERS = tuple(f"cust_{n:03d}" for n in range(1, 41))
ENVIRONMENTS = ("prod", "staging", "dev")
ENVIRONMENT_WEIGHTS = (88, 9, 3)

# Relative traffic of the hours of a day, from midnight, UTC.
HOURS: dict[str, tuple[int, ...]] = {
    "office": (0, 0, 0, 0, 0, 0, 1, 4, 9, 10, 10, 7, 6, 9, 10, 9, 7, 4, 2, 1, 1, 0, 0, 0),
    "daytime": (2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 8, 9, 9, 8, 7, 6, 6, 5, 5, 4, 3, 2),
    "night": (9, 8, 5, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 9),
}

_GROWTH_PER_DAY = 0.012
_SATURDAY = 5


def world(*, seed: int, size: float = 1.0, month: str = FIRST_MONTH) -> World:
    """The company in `month` ('2026-08'); InputError where size or month make no demo."""
    if size <= 0:
        raise InputError(f"size {size} makes no company: give a number above 0")
    if not _MONTH.fullmatch(month) or not FIRST_MONTH <= month <= LAST_MONTH:
        raise InputError(f"no demo for month {month!r}: choose from {FIRST_MONTH} to {LAST_MONTH}")
    start = datetime.fromisoformat(f"{month}-01T00:00:00+00:00").astimezone(UTC)
    end = (start + timedelta(days=32)).replace(day=1)
    return World(seed, size, month, start, end)


def dice(company: World, name: str) -> Random:
    """A source of chance of its own for one part, so that no part disturbs another."""
    return Random(f"{company.seed}/{name}")  # noqa: S311 (a demo needs no secrets)


def volume(rng: Random, company: World, day: datetime, *, base: float, weekend: float) -> int:
    """How many sessions of a kind fall on `day`, growth and weekend included."""
    grown = base * company.size * (1 + _GROWTH_PER_DAY * (day.day - 1))
    expected = grown * (weekend if day.weekday() >= _SATURDAY else 1.0)
    return int(expected) + (rng.random() < expected % 1)


def moment(rng: Random, day: datetime, hours: str) -> datetime:
    """An instant of `day`, to the microsecond, as likely as its hour is busy."""
    (hour,) = rng.choices(range(24), HOURS[hours])
    return day + timedelta(hours=hour, microseconds=rng.randrange(3_600_000_000))


def within(company: World, ts: datetime) -> datetime:
    """`ts`, or the month's last microsecond where work runs on beyond it."""
    return min(ts, company.end - timedelta(microseconds=1))


def tokens(rng: Random, median: int, spread: float = 0.6) -> int:
    """A count of tokens around `median` with a tail to the right; from 1 to 12 medians."""
    return max(1, round(median * min(12.0, rng.lognormvariate(0.0, spread))))


def features(source: str) -> Iterator[Feature]:
    """The features whose calls that source logs."""
    return (feature for feature in FEATURES if feature.source == source)
