"""One call explained, from a ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.quantities import book_with
from support.usage import T0, book_of, call, kept
from tokenomics.books import Book
from tokenomics.costing import CostQuery, costs
from tokenomics.explain import Explanation, explain
from tokenomics.records.errors import InputError, PriceError
from tokenomics.report.explanation import explanation_text

NOW = datetime(2026, 11, 23, tzinfo=UTC)
_ONE, _TWO = bytes.fromhex("aa" * 16), bytes.fromhex("ab" * 16)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """The prices of the cost tests."""
    return book_of(tmp_path)


def _explained(folder: Path, book: Book, **columns: Any) -> Explanation:
    row = call(record_id=_ONE, request_id="req-1", **columns)
    return explain(kept(folder, row), book, "req-1")


def test_each_meter_is_quantity_times_rate(tmp_path: Path, book: Book) -> None:
    """1000 x 2 + 5 x 8 per million, the second by fall-back; the sum is the report's."""
    row = call(record_id=_ONE, request_id="req-1", input=1_000, reasoning=5)
    ledger = kept(tmp_path, row)
    found = explain(ledger, book, "req-1")

    assert [(x.meter, x.quantity, x.rate, x.amount, x.via) for x in found.lines] == [
        ("input", 1_000, Decimal("0.000002"), Decimal("0.002"), ()),
        ("reasoning", 5, Decimal("0.000008"), Decimal("0.00004"), ("output",)),
    ]
    assert found.total == Decimal("0.00204")
    assert found.total == costs(ledger, book, CostQuery()).totals.cost
    assert found.fields["ts"] == T0


@pytest.mark.parametrize("name", ["req-1", "resp-1", "aa" * 16, "AAAA", "aaaaaaaa"])
def test_a_call_is_found_by_any_of_its_ids(tmp_path: Path, book: Book, name: str) -> None:
    """Request id, response id, record id or its beginning, in either case."""
    one = call(record_id=_ONE, request_id="req-1", response_id="resp-1", input=1)
    ledger = kept(tmp_path, one, call(record_id=_TWO, input=2))

    assert explain(ledger, book, name).fields["record_id"] == "aa" * 16


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("req-2", "no record has the id 'req-2'"),
        ("aa", "no record has the id 'aa'"),
        ("%", "no record has the id '%'"),
        ("twice", "'twice' names more than one record: a{32}, (ab){16}"),
    ],
)
def test_no_record_or_several_are_an_error(
    tmp_path: Path, book: Book, name: str, message: str
) -> None:
    """Two digits are too few, patterns mean nothing, and an ambiguous id lists what it names."""
    rows = [call(record_id=key, request_id="twice", input=1) for key in (_ONE, _TWO)]

    with pytest.raises(InputError, match=message):
        explain(kept(tmp_path, *rows), book, name)


def _twice() -> list[dict[str, Any]]:
    """One call as a gateway logs it and as a trace does."""
    return [
        call(record_id=_ONE, source="litellm", stated_by="gateway", response_id="r", input=100),
        call(record_id=_TWO, source="otel", stated_by="telemetry", response_id="r", input=90),
    ]


def test_a_call_of_two_sources_is_explained_as_it_counts(tmp_path: Path, book: Book) -> None:
    """The more trusted record stands, 100 x 2 per million, and the other is named."""
    found = explain(kept(tmp_path, *_twice()), book, "r")

    assert found.total == Decimal("0.0002")
    assert found.notes == (f"counted once: {'ab' * 16} of otel states the same call",)
    assert found.notes[0] in explanation_text(found)


def test_a_record_that_does_not_count_says_so(tmp_path: Path, book: Book) -> None:
    """What is left out of reports can still be looked at, by its record id."""
    found = explain(kept(tmp_path, *_twice()), book, "ab" * 16)

    assert found.total == Decimal("0.00018")
    assert "not counted" in found.notes[0]


def test_a_sum_beside_logs_is_explained_by_its_rest(tmp_path: Path, book: Book) -> None:
    """Of a provider's 1000 tokens 970 are logged: 30 x 2 per million are left."""
    day = T0.replace(hour=0)
    rows = [
        call(record_id=_ONE, source="litellm", stated_by="gateway", response_id="r", input=970),
        call(
            record_id=_TWO, source="acme", stated_by="provider", grain="bucket", series="1d: model",
            ts=day, ts_end=day + timedelta(days=1), input=1000,
        ),
    ]  # fmt: skip
    found = explain(kept(tmp_path, *rows), book, "ab" * 16)

    assert found.total == Decimal("0.00006")
    assert "this is the rest" in found.notes[0]


def test_partial_counts_have_a_bound(tmp_path: Path, book: Book) -> None:
    """10 input and 5 unexplained, all of it output at worst: 15 x 8 per million; a search is 0.01 more."""
    rest = [{"meter": "unexplained_tokens", "quantity": Decimal(5), "unit": "token"}]
    found = _explained(
        tmp_path, book, input=10, other=rest, web_search=Decimal(1), token_basis="partial"
    )

    assert found.total == Decimal("0.01002")
    assert found.at_most == Decimal("0.01012")
    assert "at most 0.01012 USD" in explanation_text(found)


def test_partial_counts_without_any_have_none(tmp_path: Path, book: Book) -> None:
    """A call of which nothing is known can have cost anything."""
    found = _explained(tmp_path, book, token_basis="partial")

    assert found.at_most is None


def test_what_has_no_rate_is_named(tmp_path: Path, book: Book) -> None:
    """The priced part is the total, and the rest is listed."""
    found = _explained(tmp_path, book, input=1_000_000, citation=3)

    assert (found.total, found.unpriced) == (2, ("citation",))


def test_an_unknown_model_has_no_total(tmp_path: Path, book: Book) -> None:
    """Nothing could be priced; near names are given."""
    found = _explained(tmp_path, book, model_served="smol", input=1)

    assert (found.total, found.quote.nearest) == (None, ("small",))
    assert (
        "no price for acme smol: the book does not know the name; nearest: small"
        in explanation_text(found)
    )
    assert explanation_text(found).endswith("nothing could be priced\nunpriced: input\n")


def test_what_is_not_billed_is_zero(tmp_path: Path, book: Book) -> None:
    """A cached answer costs nothing, other meters included."""
    others = [{"meter": "thing", "quantity": Decimal(1), "unit": None}]
    found = _explained(tmp_path, book, input=10, billing="cached", other=others)

    assert (found.total, found.unpriced) == (0, ())
    assert "input: 10 x 0 = 0 USD\n    not billed\n" in explanation_text(found)


def test_a_currency_without_exchange_is_refused(tmp_path: Path, book: Book) -> None:
    """Prices are not relabelled."""
    ledger = kept(tmp_path, call(record_id=_ONE, input=1))

    with pytest.raises(PriceError, match="priced in USD"):
        explain(ledger, book, "aaaa", currency="EUR")


def test_a_price_by_quantity_shows_what_the_account_used(tmp_path: Path) -> None:
    """4,000 of 8,000 searches of the account's month: 0.01 x 3000 / 8000 each, as in the report."""
    book = book_with(tmp_path)
    mine = {"web_search": Decimal(4_000), "scope_id": "acct"}
    rows = [
        call(record_id=_ONE, request_id="req-1", **mine),
        call(record_id=_TWO, request_id="req-2", **mine, ts=T0 + timedelta(days=20)),
    ]
    ledger = kept(tmp_path, *rows)
    found = explain(ledger, book, "req-1")
    day = CostQuery(since=T0, until=T0 + timedelta(days=1))

    assert found.lines[0].rate == Decimal("0.00375")
    assert found.total == costs(ledger, book, day).totals.cost == Decimal(15)
    assert (
        "source: a page; free searches: 8,000 in 2026-11 of acct:"
        " 5,000 at 100 % off, 3,000 at 0 % off (a page)"
    ) in explanation_text(found)


def test_a_call_without_an_account_says_why_it_is_charged_in_full(tmp_path: Path) -> None:
    """Nobody guesses whose allowance it takes; calls that use nothing of it say nothing."""
    rows = [
        call(record_id=_ONE, request_id="req-1", web_search=Decimal(1)),
        call(record_id=_TWO, request_id="req-2", input=1),
    ]
    ledger, book = kept(tmp_path, *rows), book_with(tmp_path)
    found = explain(ledger, book, "req-1")

    assert found.total == Decimal("0.01")
    assert found.notes == (
        "free searches: no billed account is stated, so the rate stands in full",
    )
    assert explain(ledger, book, "req-2").notes == ()
