"""What a report says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from support.usage import T0, book_of, call, report_of
from tokenomics.books import Book


def test_undated_rates_are_counted_in_requests_and_money(book: Book) -> None:
    """One of two requests is at an undated rate: 1000000 x 1 + 10 x 2 per million."""
    rows = [call(model_served="undated", input=1_000_000, output=10), call(input=7)]
    cover = report_of(book, rows).coverage

    assert (cover.requests, cover.undated) == (2, 1)
    assert cover.undated_cost == Decimal("1.00002")


def test_assumed_fallbacks_and_token_bases_are_counted(book: Book) -> None:
    """A cache write of unknown lifetime is priced by assumption; estimates are counted."""
    rows = [
        call(cache_write=5),
        call(input=5, token_basis="estimated", requests=2),
        call(input=5, token_basis="partial"),
    ]
    cover = report_of(book, rows).coverage

    assert (cover.assumed, cover.estimated, cover.partial) == (1, 2, 1)


def test_estimates_are_known_in_money(book: Book) -> None:
    """1000000 x 2 per million of 3000000 x 2 rest on an estimate; what has no rate adds nothing."""
    rows = [
        call(input=1_000_000, token_basis="estimated"),
        call(input=2_000_000),
        call(model_served="new", input=7, token_basis="estimated"),
    ]
    report = report_of(book, rows)

    assert report.totals.cost == 3 * report.coverage.estimated_cost
    assert report.coverage.tokens.estimated == 1_000_007


def test_shares_are_known_in_tokens_too(book: Book) -> None:
    """100 + 20 + 7 + 3 tokens: 20 estimated, 7 without a rate, 3 of a sum without a number of requests."""
    rows = [
        call(input=100),
        call(output=20, token_basis="estimated"),
        call(model_served="new", input=7),
        call(grain="bucket", stated_by="provider", source="sums", input=3, requests=None),
    ]
    tokens = report_of(book, rows).coverage.tokens

    assert (tokens.total, tokens.estimated, tokens.unpriced, tokens.uncounted) == (130, 20, 7, 3)


def test_what_is_not_billed_rests_on_no_rate(book: Book) -> None:
    """A free call at an undated rate is not undated."""
    cover = report_of(book, [call(model_served="undated", input=5, billing="free")]).coverage

    assert (cover.undated, cover.undated_cost) == (0, 0)


def test_undated_money_is_of_all_sources(book: Book) -> None:
    """Sums of one rate key are added up: (1000000 + 2000000) x 1 per million."""
    rows = [
        call(model_served="undated", input=1_000_000),
        call(model_served="undated", input=2_000_000, source="other"),
    ]

    assert report_of(book, rows).coverage.undated_cost == 3


def test_sources_are_counted(book: Book) -> None:
    """Each source with its requests, in order of name."""
    rows = [call(input=1, source="b"), call(input=1, source="a", requests=4)]

    assert report_of(book, rows).coverage.sources == {"a": 4, "b": 1}


def test_unpriced_meters_of_a_model_are_one_entry(book: Book) -> None:
    """Tiers and days of one model are listed together, with the reason."""
    rows = [
        call(citation=5, ts=T0),
        call(citation=6, service_tier="batch"),
        call(model_served="new", input=3),
    ]
    new, small = report_of(book, rows, "day").unpriced

    assert (new.model, new.meters, new.requests) == ("new", {"input": 3}, 1)
    assert (small.model, small.meters, small.requests) == ("small", {"citation": 11}, 2)
    assert (new.reason, small.reason) == (
        "the book does not know the name",
        "the book has no rate for these meters",
    )


def test_a_zero_quantity_needs_no_rate(book: Book) -> None:
    """A meter stated as nothing is not unpriced."""
    assert report_of(book, [call(input=1, output_audio=0)]).unpriced == ()


def test_dates_of_one_model_do_not_divide_another(tmp_path: Path) -> None:
    """A change of one model's price leaves another model's figures alone."""
    text = """
provider = "acme"
[[price]]
model = "a"
from = 2026-01-01
source = "x"
rates = [{ input = 1 }]
[[price]]
model = "b"
from = 2026-01-01
until = 2026-11-03
source = "x"
rates = [{ input = 1 }]
"""
    rows = [
        call(model_served=model, input=1_000_000, ts=datetime(2026, 11, day, tzinfo=UTC))
        for model in "ab"
        for day in (2, 3)
    ]
    report = report_of(book_of(tmp_path, text), rows, "model")

    assert {row.key[0]: row.cost for row in report.rows} == {"a": 2, "b": 1}
    assert report.unpriced[0].meters == {"input": 1_000_000}
