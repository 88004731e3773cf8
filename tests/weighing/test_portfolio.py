"""Portfolios, from calls and outcomes, against sums done by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from support.agents import NOW, figures
from support.qualities import judged, quality_of, tasks_of
from tokenomics.analysis.listing import Listing
from tokenomics.books import Book
from tokenomics.config import Config
from tokenomics.costing import CostQuery
from tokenomics.ledger import Ledger
from tokenomics.outcomes import asked_of
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import ratio
from tokenomics.sections import LabourConfig, OptionConfig, OverheadConfig
from tokenomics.weighing.options import options_of
from tokenomics.weighing.portfolio import portfolio

# Input of small is 2 dollars a million, of large 5, of undated 1: a task of 100,000 is 0.2, 0.5, 0.1.
SMALL, LARGE = ("small", 100_000), ("large", 100_000)
DRAFTS = [
    *tasks_of(36, "draft", "success", SMALL),
    *tasks_of(4, "draft", "failure", SMALL),
    *tasks_of(38, "draft", "success", LARGE),
    *tasks_of(2, "draft", "failure", LARGE),
]
RULES = OptionConfig(
    "rules", "no model", per_task="0.05", success_rate=0.5, source="templates of 2025"
)


def put(
    ledger: Ledger,
    book: Book,
    *options: OptionConfig,
    models: Sequence[str] = (),
    config: Config | None = None,
    **question: object,
) -> Listing:
    """The portfolio of a ledger."""
    config = config or Config()
    stated = options_of(Config(option=options), "USD", book, models)
    query = CostQuery(**question)  # pyright: ignore[reportArgumentType]
    return portfolio(ledger, book, query, asked_of(config, NOW), options=stated)


def test_models_by_hand(tmp_path: Path, book: Book) -> None:
    """Small: 8 / 36 = 0.222 a success at 90 %; large: 20 / 38 = 0.526 at 95 %: nothing is better than either."""
    listing = put(judged(tmp_path, DRAFTS), book)
    small, large = (figures(listing, "draft", name) for name in ("small", "large"))

    assert [row[:2] for row in listing.rows] == [("draft", "small"), ("draft", "large")]
    assert small["cost_per_success"] == ratio(Decimal(8), 36)
    assert large["cost_per_success"] == ratio(Decimal(20), 38)
    assert (small["cost_per_task"], large["cost_per_task"]) == (Decimal("0.2"), Decimal("0.5"))
    assert (small["success_rate"], large["success_rate"]) == (Decimal("0.9"), Decimal("0.95"))
    assert (small["pareto"], large["pareto"]) == ("envelope", "envelope")
    assert (small["quality"], small["judged"]) == ("measured", 40)


def test_price_by_hand(tmp_path: Path, book: Book) -> None:
    """Half is 4 / 36, double 16 / 36. Large is cheaper from 1 + (0.526 - 0.222) x 36 / 8 = 2.368 x on."""
    listing = put(judged(tmp_path, DRAFTS), book)
    small, large = (figures(listing, "draft", name) for name in ("small", "large"))

    assert small["cost_per_success_at_half_price"] == ratio(Decimal(4), 36)
    assert small["cost_per_success_at_double_price"] == ratio(Decimal(16), 36)
    assert small["cost_per_success_at_volume_24"] == small["cost_per_success"]
    assert f"{large['switching_price']:.4f}" == "2.3684"
    assert (small["switching_price"], small["hedge_value"], large["hedge_value"]) == (None, None, 0)


def test_a_success_costs_what_quality_says(tmp_path: Path, book: Book) -> None:
    """To the digit, with the ends of its interval and people's time at 60 an hour."""
    tasks = [*DRAFTS, *tasks_of(30, "chat", "success", SMALL, minutes=3)]
    ledger, config = judged(tmp_path, tasks), Config(labour=LabourConfig("60 USD"))
    listing = put(ledger, book, config=config)

    for row in quality_of(ledger, book, config=config).rows:
        theirs = figures(quality_of(ledger, book, config=config), *row[:2])
        ours = figures(listing, *row[:2])
        for name in ("cost_per_success", "cost_per_success_ci_low", "cost_per_success_ci_high"):
            assert ours[name] == theirs[name]


def test_a_model_of_the_book_is_priced_on_the_same_tokens(tmp_path: Path, book: Book) -> None:
    """80 tasks of 100,000 tokens at 1 dollar a million are 8: 0.10 a task; how many succeed nobody knows.

    It is cheaper a success than small's 0.222 where more than 0.1 / 0.222 = 45 % succeed.
    """
    said = figures(put(judged(tmp_path, DRAFTS), book, models=["undated"]), "draft", "undated")

    assert (said["kind"], said["quality"], said["judged"]) == ("api", "no evidence", None)
    assert (said["cost_per_task"], said["cost_per_success"]) == (Decimal("0.1"), None)
    assert said["pareto"] is None
    assert said["needed_rate"] == Decimal("0.45")


def test_a_stated_option_is_marked_as_assumed(tmp_path: Path, book: Book) -> None:
    """0.05 a task is 0.10 a success at 50 %: the cheapest, and less often right than both models."""
    listing = put(judged(tmp_path, DRAFTS), book, RULES)
    said = figures(listing, "draft", "rules")

    assert listing.rows[0][1] == "rules"
    assert (said["quality"], said["source"]) == ("assumed", "templates of 2025")
    assert (said["cost_per_task"], said["cost_per_success"]) == (Decimal("0.05"), Decimal("0.1"))
    assert (said["pareto"], figures(listing, "draft", "small")["pareto"]) == (
        "envelope",
        "envelope",
    )
    assert any("50 % is your assumption: templates of 2025" in text for text in listing.remarks)


def test_what_is_paid_a_month_is_spread_over_the_volume(tmp_path: Path, book: Book) -> None:
    """730 hours at 160 dollars: 160 for 80 tasks, 2 each. Eight million tokens fit into ten million: with 24
    times as many it takes 20 units, 3,200 for 24 x 80: 1.667 each.
    """
    own = OptionConfig(
        "own", "self-hosted", monthly="160", capacity=1e7, success_rate=1.0, source="a guess"
    )
    since = NOW - timedelta(hours=730)
    ledger = judged(tmp_path, [*DRAFTS])
    said = figures(put(ledger, book, own, since=since, until=NOW), "draft", "own")

    assert (said["cost_per_task"], said["cost_per_success"]) == (2, 2)
    assert said["cost_per_success_at_volume_24"] == ratio(Decimal(3200), 1920)
    assert said["cost_per_success_at_double_price"] == 2


def test_a_filter_does_not_shorten_the_period(tmp_path: Path, book: Book) -> None:
    """Calls an hour apart: an hour of 730 dollars a month is 1 dollar, also for the drafts of one minute."""
    own = OptionConfig("own", "local", monthly="730")
    (tmp_path / "late.jsonl").write_text(
        '{"ts": "2026-11-02T11:00:00+00:00", "provider": "acme", "model": "small", "feature": "chat", "input": 5}\n'
    )
    ledger = judged(tmp_path, DRAFTS, tmp_path / "late.jsonl")
    said = figures(put(ledger, book, own, where=(("feature", "draft"),)), "draft", "own")

    assert said["cost_per_task"] == ratio(Decimal(1), 80)


def test_tokens_at_a_price_of_ones_own(tmp_path: Path, book: Book) -> None:
    """100,000 tokens at 1.50 a million are 0.15 a task, and 0.02 besides: 0.17."""
    own = OptionConfig("own", "distilled", per_million_tokens="1.50", per_task="0.02")

    assert figures(put(judged(tmp_path, DRAFTS), book, own), "draft", "own")[
        "cost_per_task"
    ] == Decimal("0.17")


def test_overheads_count_where_they_are_a_models_own(tmp_path: Path, book: Book) -> None:
    """9 dollars of everybody are in no figure; 4 for small are, and are spread over 24 times the tasks."""
    day = date(2026, 11, 2)
    config = Config(
        overhead=(
            OverheadConfig("office", "9 USD", day),
            OverheadConfig("licence", "4 USD", day, scope={"model": "small"}),
        )
    )
    listing = put(judged(tmp_path, DRAFTS), book, config=config)
    small, large = (figures(listing, "draft", name) for name in ("small", "large"))

    assert small["cost_per_success"] == ratio(Decimal(12), 36)
    assert small["cost_per_success_at_volume_24"] == ratio(8 + Decimal(4) / 24, 36)
    assert large["cost_per_success"] == ratio(Decimal(20), 38)
    assert any("in no figure, for no option saves them: office" in text for text in listing.remarks)


def test_options_are_for_the_tasks_that_they_name(tmp_path: Path, book: Book) -> None:
    """Rules for drafts are not offered for chats."""
    given = OptionConfig("rules", "no model", per_task="0.05", where={"feature": "draft"})
    tasks = [*DRAFTS, *tasks_of(30, "chat", "success", SMALL)]
    listing = put(judged(tmp_path, tasks), book, given)

    assert sorted(row[:2] for row in listing.rows) == [
        ("chat", "small"), ("draft", "large"), ("draft", "rules"), ("draft", "small"),
    ]  # fmt: skip


def test_few_tasks_are_no_evidence(tmp_path: Path, book: Book) -> None:
    """Five of five at 0.1 neither dominate nor stand on the envelope."""
    tasks = [*DRAFTS, *tasks_of(5, "draft", "success", ("undated", 100_000))]
    listing = put(judged(tmp_path, tasks), book)
    said = figures(listing, "draft", "undated")

    assert (said["quality"], said["pareto"]) == ("small sample", None)
    assert figures(listing, "draft", "small")["pareto"] == "envelope"


def test_calls_without_a_price_have_no_cost(tmp_path: Path, book: Book) -> None:
    """`new` is not in the book: no cost of a task; what another model would cost is known all the same."""
    ledger = judged(tmp_path, tasks_of(40, "chat", "success", ("new", 100_000)))
    listing = put(ledger, book, models=["small"])

    assert figures(listing, "chat", "new")["cost_per_task"] is None
    assert figures(listing, "chat", "small")["cost_per_task"] == Decimal("0.2")


def test_open_tasks_are_in_no_figure(tmp_path: Path, book: Book) -> None:
    """Ten that nobody has judged yet change nothing, of options of the book neither."""
    ledger = judged(tmp_path, [*DRAFTS, *tasks_of(10, "draft", None, LARGE)])
    stated = options_of(Config(), "USD", book, ["undated"])
    soon = asked_of(Config(), NOW.replace(month=11, day=3))
    listing = portfolio(ledger, book, CostQuery(), soon, options=stated)

    assert figures(listing, "draft", "large")["cost_per_success"] == ratio(Decimal(20), 38)
    assert figures(listing, "draft", "undated")["cost_per_task"] == Decimal("0.1")


def test_by_month_and_team_too(tmp_path: Path, book: Book) -> None:
    """Whatever classes are by, models of the book are priced for each."""
    listing = put(judged(tmp_path, DRAFTS), book, models=["undated"], by=("month", "team"))

    assert figures(listing, "2026-11", None, "undated")["cost_per_task"] == Decimal("0.1")


def test_a_portfolio_is_not_by_model(tmp_path: Path, book: Book) -> None:
    """It has a row for each anyhow."""
    with pytest.raises(ConfigError, match="leave it out of --by"):
        put(judged(tmp_path, DRAFTS), book, by=("feature", "model"))


def test_an_empty_ledger_has_no_rows(tmp_path: Path, book: Book) -> None:
    """And says that nothing was judged."""
    listing = put(
        judged(tmp_path, DRAFTS), book, RULES, models=["undated"], where=(("feature", "none"),)
    )

    assert listing.rows == ()
    assert any("no task was judged" in remark for remark in listing.remarks)
