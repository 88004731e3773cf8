"""An explanation as text and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import T0, book_of, call
from tokenomics.books import Book
from tokenomics.explain import Explanation, explain_row
from tokenomics.report.explanation import explanation_json, explanation_text

EXACT_TEXT = """\
source         test
grain          request
ts             2026-11-02T10:00:00Z
provider       acme
model_served   small
billing        metered
token_basis    reported
feature        a\\x1b[2J
reported_cost  0.0115

priced as acme small (exact), standard tier, 3,000 tokens of context

input: 3,000 x 0.000002 = 0.006 USD
    from 2026-01-01T00:00:00Z; source: a page
reasoning: 5 x 0.000008 = 0.00004 USD
    rate of output
    from 2026-01-01T00:00:00Z; source: a page
citation: 2 x no rate = unpriced
web_search: 0.5 x 0.01 = 0.005 USD
    from 2026-01-01T00:00:00Z; source: a page

total: 0.01104 USD
unpriced: citation
"""


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """The prices of the cost tests."""
    return book_of(tmp_path)


def _explained(book: Book, **columns: Any) -> Explanation:
    """A call explained as it is read from a ledger, instants in microseconds."""
    micros = (T0 - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    row = {**call(**columns), "ts": micros}
    del row["merge_rank"]
    return explain_row(row, book)


def _text(book: Book, **columns: Any) -> str:
    return explanation_text(_explained(book, **columns))


def test_the_text_reads_like_this(book: Book) -> None:
    """The record, its name in the book, each meter's arithmetic and source, the total.

    3000 x 2 + 5 x 8 per million are 0.00604, and 0.5 x 10 per thousand 0.005 more.
    """
    text = _text(
        book,
        input=3_000,
        reasoning=5,
        citation=2,
        web_search=Decimal("0.500000"),
        feature="a\x1b[2J",
        reported_cost=Decimal("0.011500000000000000"),
    )

    assert text == EXACT_TEXT


def test_what_a_rate_rests_on_is_said(book: Book) -> None:
    """Long context, an assumed fall-back, a batch tier, an undated price, an end of a price."""
    long = _text(book, model_served="large", input=300_000)
    assumed = _text(book, cache_write=4)
    batch = _text(book, input=2, service_tier="batch")
    undated = _text(book, model_served="undated", input=1)
    ended = _text(book, model_served="moving", input=1)

    assert "priced as acme large (exact), standard tier, 300,000 tokens of context" in long
    assert "input: 300,000 x 0.00001 = 3 USD\n    context tier from 272,001 tokens\n" in long
    assert (
        "cache_write: 4 x 0.0000025 = 0.00001 USD\n    rate of cache_write_5m (assumed)" in assumed
    )
    assert "small (exact), batch tier, 2 tokens" in batch
    assert "    undated; source: a table without dates\n" in undated
    assert "    from 2026-01-01T00:00:00Z until 2026-11-15T00:00:00Z; source: old page\n" in ended


def test_a_check_and_a_note_are_shown(tmp_path: Path) -> None:
    """The day on which the source was looked at, and what the book remarks."""
    book = book_of(
        tmp_path,
        'provider = "acme"\n[[price]]\nmodel = "small"\nfrom = 2026-01-01\nsource = "x"\n'
        'checked = 2026-11-20\nnote = "half price until spring"\nrates = [{ input = 2 }]',
    )

    assert "source: x, checked 2026-11-20\n    half price until spring\n" in _text(book, input=1)


def test_an_unknown_model_is_named_with_its_nearest(book: Book) -> None:
    """A hostile name moves no cursor."""
    assert "no price for acme smol: the book does not know the name; nearest: small\n" in _text(
        book, model_served="smol", input=1
    )
    hostile = _text(book, model_served="\x1b[2Jqqqqqqqq", input=1)
    assert "no price for acme \\x1b[2Jqqqqqqqq: the book does not know the name\n" in hostile
    assert hostile.endswith("\n\nnothing could be priced\nunpriced: input\n")


def test_what_is_not_billed_says_so(book: Book) -> None:
    """The price is 0 by the way of billing and not by the book."""
    text = _text(book, input=10, billing="cached")

    assert "input: 10 x 0 = 0 USD\n    not billed\n" in text
    assert text.endswith("\ntotal: 0 USD\n")


def test_the_json_holds_plain_decimals(book: Book) -> None:
    """Rates and amounts are text; quantities that are whole are integers."""
    found = _explained(book, input=3, web_search=Decimal("0.500000"))
    answer = json.loads(explanation_json(found))

    assert answer["schema"] == "tokenomics/explain.v1"
    assert answer["total"] == "0.005006"  # 3 x 0.000002 + 0.5 x 0.01
    assert [(m["meter"], m["quantity"], m["rate"], m["amount"]) for m in answer["meters"]] == [
        ("input", 3, "0.000002", "0.000006"),
        ("web_search", "0.5", "0.01", "0.005"),
    ]
    assert answer["priced_as"] == {
        "provider": "acme",
        "model": "small",
        "how": "exact",
        "service_tier": "standard",
        "context_tokens": 3,
        "nearest": [],
    }
    assert answer["record"]["ts"] == "2026-11-02T10:00:00Z"


def test_the_json_says_where_a_price_comes_from(book: Book) -> None:
    """The book's entry of each meter, its dates and figures as text; none where none was found."""
    found = _explained(book, cache_write=1, citation=1)
    write, citation = json.loads(explanation_json(found))["meters"]

    assert (write["via"], write["assumed"]) == (["cache_write_5m"], True)
    assert write["price"]["source"] == "a page"
    assert write["price"]["rate"] == "0.0000025"
    assert write["price"]["start"] == "2026-01-01T00:00:00Z"
    assert write["price"]["end"] is None
    assert (citation["rate"], citation["amount"], citation["price"]) == (None, None, None)


def test_the_json_of_nothing_priced_has_no_total(book: Book) -> None:
    """An unknown model is null and not zero, and its meters are listed."""
    answer = json.loads(explanation_json(_explained(book, model_served="smol", input=1)))

    assert (answer["total"], answer["unpriced"]) == (None, ["input"])
    assert (answer["priced_as"]["model"], answer["priced_as"]["nearest"]) == (None, ["small"])
