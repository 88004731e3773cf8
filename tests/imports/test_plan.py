"""Tests of plan.py."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from support.price_lists import day, dollars, listed, offer, priced
from tokenomics.imports import Plan, Reading, planned
from tokenomics.imports.record import Offer, Period
from tokenomics.imports.recorded import Entry, Recorded

EMPTY = Recorded({}, frozenset())


def _after(book: Recorded, plan: Plan) -> Recorded:
    """The book with what is planned at its end."""
    entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for name, known in book.entries.items():
        entries[name].extend(known)
    for change in plan.changes:
        entries[change.added.provider, change.added.model].append(change.added.entry)
    return Recorded(entries, frozenset())


def _starts(plan: Plan) -> list[date | None]:
    return [change.added.entry.start for change in plan.changes]


def test_a_first_price_has_no_start() -> None:
    """The list does not tell since when, and no other price is known."""
    plan = planned(EMPTY, priced(a="1", b="2"), day(0))

    assert _starts(plan) == [None, None]
    assert [change.before for change in plan.changes] == [None, None]


def test_a_later_price_is_from_the_day_it_was_seen() -> None:
    """The change says what the book had; what stays the same is counted."""
    book = _after(EMPTY, planned(EMPTY, priced(a="1", b="2"), day(0)))
    plan = planned(book, priced(a="1.5", b="2"), day(9))

    assert _starts(plan) == [day(9)]
    assert (plan.changes[0].added.model, plan.changes[0].before) == ("a", dollars(input="1"))
    assert plan.unchanged == 1


def test_a_model_that_went_is_told_and_stays() -> None:
    """Providers bill for models that a list has dropped."""
    book = _after(EMPTY, planned(EMPTY, priced(a="1", b="2"), day(0)))
    plan = planned(book, priced(a="1"), day(1))

    assert (plan.gone, plan.changes) == ((("acme", "b"),), ())


def test_a_doubtful_model_is_held_back_unless_it_is_accepted() -> None:
    """An accepted one says in its note what spoke against it; its name may have its provider."""
    book = _after(EMPTY, planned(EMPTY, priced(a="1"), day(0)))
    plan = planned(book, priced(a="11"), day(1))
    (taken,) = planned(book, priced(a="11"), day(1), ["acme/a"]).changes

    assert plan.changes == ()
    assert [one.why for one in plan.held] == ["more than tenfold: input 11 after 1"]
    assert taken.added.note == "Taken although: more than tenfold: input 11 after 1."


def test_starts_that_the_list_tells_stand() -> None:
    """A scheduled price is known before it begins."""
    periods = (Period(None, dollars(input="1")), Period(day(30), dollars(input="2")))

    assert _starts(planned(EMPTY, listed(offer("a", *periods)), day(0))) == [None, day(30)]


def test_a_scheduled_price_that_is_called_off_is_replaced_where_it_would_begin() -> None:
    """From that day on the price that stays is written again: nothing is edited."""
    periods = (Period(None, dollars(input="1")), Period(day(30), dollars(input="2")))
    book = _after(EMPTY, planned(EMPTY, listed(offer("a", *periods)), day(0)))
    plan = planned(book, priced(a="1"), day(5))

    assert _starts(plan) == [day(30)]
    assert plan.changes[0].added.entry.prices == dollars(input="1")


def test_a_dated_price_that_was_wrong_is_replaced_from_its_start() -> None:
    """A list that dates its prices corrects what it edits."""
    first, wrong, right = (dollars(input=price) for price in ("1", "2", "3"))
    old = listed(offer("a", Period(None, first), Period(day(3), wrong)))
    book = _after(EMPTY, planned(EMPTY, old, day(5)))
    new = listed(offer("a", Period(None, first), Period(day(3), right)))

    assert _starts(planned(book, new, day(9))) == [day(3)]


def test_a_period_without_prices_is_not_written() -> None:
    """A model may be priced from a day on only."""
    periods = (Period(None, {}), Period(day(3), dollars(input="1")))
    book = _after(EMPTY, planned(EMPTY, listed(offer("a", *periods)), day(0)))

    assert [entry.start for entry in book.entries["acme", "a"]] == [day(3)]
    assert planned(book, listed(offer("a", *periods)), day(1)).changes == ()


_PRICES = st.sampled_from(("1", "1.5", "2"))
_STARTS = st.lists(st.integers(0, 12), max_size=2, unique=True).map(sorted)


@st.composite
def _offers(draw: st.DrawFn, model: str) -> Offer:
    starts = [None, *map(day, draw(_STARTS))]
    return offer(model, *(Period(start, dollars(input=draw(_PRICES))) for start in starts))


_LISTS = st.builds(listed, _offers("a"), _offers("b"))


@given(
    lists=st.lists(_LISTS, min_size=1, max_size=4), steps=st.lists(st.integers(0, 4), min_size=4)
)
def test_an_import_is_done_once(lists: list[Reading], steps: list[int]) -> None:
    """Whatever was imported on whatever days before: the same list again changes nothing."""
    book, today = EMPTY, 0
    for one, step in zip(lists, steps, strict=False):
        today += step
        book = _after(book, planned(book, one, day(today)))
        again = planned(book, one, day(today))

        assert again.changes == ()
        assert again.unchanged == len(one.offers)


@given(price=_PRICES, other=_PRICES, step=st.integers(0, 2))
def test_what_comes_back_is_appended(price: str, other: str, step: int) -> None:
    """One price, another one, the first again: an entry a change, also on one day."""
    book = EMPTY
    for number, stated in enumerate((price, other, price)):
        book = _after(book, planned(book, priced(a=stated), day(number * step)))
    entries = [entry.prices for entry in book.entries["acme", "a"]]

    told = (price, other, price) if price != other else (price,)
    assert entries == [dollars(input=one) for one in told]
