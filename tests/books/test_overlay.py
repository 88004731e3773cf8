"""Tests of overlays: prices of one's own, discounts, uplifts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenomics.books import Book, Call, Rate, bundled, load_book, quote, with_overlay
from tokenomics.books.overlay import Adjustment, adjusted, imported
from tokenomics.books.reach import Reach
from tokenomics.books.windows import Window
from tokenomics.records.errors import PriceError

Write = Callable[..., Path]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def _rate(
    book: Book, provider: str, model: str, meter: str, at: datetime = NOON, **more: Any
) -> Decimal | None:
    answer = quote(book, Call(provider, model, None, None, None, 0, at)._replace(**more))
    return answer.rates[meter].rate.rate if meter in answer.rates else None


def _discount(percent: str, more: str = "", provider: str = "google") -> str:
    return f'[[discount]]\nprovider = "{provider}"\npercent = "{percent}"\n{more}\n'


def test_a_discount_loses_no_digit(toml: Write) -> None:
    """15 % off 0.003625 a million is 0.00308125 a million, to the last digit by the token."""
    listed = toml(
        'provider = "acme"\n[[price]]\nmodel = "a"\nrates = [{ cache_read = 0.003625 }]\n',
        "list.toml",
    )

    book = with_overlay(load_book(listed), toml(_discount("15", provider="acme")))

    # 0.003625 x 0.85 = 0.00308125; / 1,000,000
    assert _rate(book, "acme", "a", "cache_read") == Decimal("0.00000000308125")


def test_a_derived_rate_is_rounded_once_half_to_even(toml: Write) -> None:
    """A third of a percent off is cut to 18 decimals when the book is built."""
    listed = toml(
        'provider = "acme"\n[[price]]\nmodel = "a"\nrates = [{ input = 0.000000000003 }]\n',
        "list.toml",
    )

    book = with_overlay(load_book(listed), toml(_discount("50", provider="acme")))

    # 3e-18 x 0.5 = 1.5e-18, and half goes to the even 2e-18
    assert _rate(book, "acme", "a", "input") == Decimal("0.000000000000000002")


def test_an_overlay_makes_the_basis_contract_and_adds_a_layer(toml: Write) -> None:
    """The report can tell whose prices it used."""
    book = with_overlay(bundled(), toml("known_at = 2026-11-30\n" + _discount("15"), "deal.toml"))

    assert (bundled().basis, book.basis) == ("list", "contract")
    assert book.layers[:-1] == bundled().layers
    assert book.layers[-1].name == "deal"
    assert book.name == "bundled + deal"
    assert book.digest != bundled().digest


def test_a_discount_is_confined_to_what_it_names(toml: Write) -> None:
    """Model, meter and tier narrow it: 30 % off batch output of one model."""
    more = 'model = "gemini-2.5-flash"\nmeter = ["output"]\ntier = "batch"'
    book = with_overlay(bundled(), toml(_discount("30", more)))

    flash = [
        _rate(book, "google", "gemini-2.5-flash", meter, service_tier=tier)
        for meter, tier in (("output", "batch"), ("output", None), ("input", "batch"))
    ]

    # 1.25 x 0.7 = 0.875 a million; the others as listed
    assert flash == [Decimal("0.000000875"), Decimal("0.0000025"), Decimal("0.00000015")]
    assert _rate(
        book, "google", "gemini-2.5-flash-lite", "output", service_tier="batch"
    ) == Decimal("0.0000002")


def test_a_discount_holds_in_its_window(toml: Write) -> None:
    """Before and after it the list price holds."""
    book = with_overlay(bundled(), toml(_discount("10", "from = 2026-03-01\nuntil = 2026-04-01")))
    march, april = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    micro = timedelta(microseconds=1)

    rates = [
        _rate(book, "google", "gemini-2.5-flash", "input", at)
        for at in (march - micro, march, april - micro, april)
    ]

    # 0.3 x 0.9 = 0.27 a million
    listed, off = Decimal("0.0000003"), Decimal("0.00000027")
    assert rates == [listed, off, off, listed]


def test_of_several_adjustments_the_first_stands(toml: Write) -> None:
    """A model's own discount before the one for all is not added to it."""
    text = _discount("40", 'model = "gemini-2.5-flash"') + _discount("10")
    book = with_overlay(bundled(), toml(text))

    # 0.3 x 0.6 = 0.18; 0.1 x 0.9 = 0.09 a million
    assert _rate(book, "google", "gemini-2.5-flash", "input") == Decimal("0.00000018")
    assert _rate(book, "google", "gemini-2.5-flash-lite", "input") == Decimal("0.00000009")


def test_an_uplift_adds(toml: Write) -> None:
    """5 % on 5 dollars is 5.25 a million; the source says what was done."""
    book = with_overlay(bundled(), toml('[[uplift]]\nprovider = "openai"\npercent = 5\n'))
    answer = quote(book, Call("openai", "gpt-5.5", None, None, None, 0, NOON)).rates["input"].rate

    assert answer.rate == Decimal("0.00000525")
    assert answer.source.endswith("; 5 % uplift by own.toml")


def test_a_margin_is_a_share_of_the_price_asked(toml: Write) -> None:
    """30 % margin on gpt-4o's 2.50 a million asks 3.571428571428 a million: 30 % of that is kept."""
    book = with_overlay(bundled(), toml('[[margin]]\nprovider = "openai"\npercent = 30\n'))

    answer = quote(book, Call("openai", "gpt-4o", None, None, None, 0, NOON)).rates["input"].rate
    # 0.0000025 / 0.70 = 0.00000357142857142857..., cut half-even to 18 decimals
    assert answer.rate == Decimal("0.000003571428571429")
    assert answer.source.endswith("; 30 % margin by own.toml")


def test_a_margin_of_everything_is_refused(toml: Write) -> None:
    """No price leaves 100 % of itself above a cost."""
    with pytest.raises(PriceError, match="percent = 100 must be from 0 and less than 100"):
        with_overlay(bundled(), toml('[[margin]]\nprovider = "openai"\npercent = 100\n'))


def test_an_own_price_wins_and_is_not_discounted(toml: Write) -> None:
    """The stated meter takes the own price, the others the discount; a discount is of list prices."""
    text = _discount("50") + (
        '[[price]]\nprovider = "google"\nmodel = "gemini-2.5-flash"\nrates = [{ output = 2 }]\n'
    )
    book = with_overlay(bundled(), toml(text))

    # 2 a million as stated; 0.3 x 0.5 = 0.15 a million
    assert _rate(book, "google", "gemini-2.5-flash", "output") == Decimal("0.000002")
    assert _rate(book, "google", "gemini-2.5-flash", "input") == Decimal("0.00000015")


def test_an_own_price_holds_in_its_window(toml: Write) -> None:
    """Outside of it the book's price is as before, and as undated as it was."""
    text = (
        '[[price]]\nprovider = "openai"\nmodel = "codex-mini-latest"\nfrom = 2026-03-01\nuntil = 2026-04-01\n'
        "rates = [{ input = 1 }]\n"
    )
    book = with_overlay(bundled(), toml(text))
    answers = [
        quote(
            book,
            Call(
                "openai",
                "codex-mini-latest",
                None,
                None,
                None,
                0,
                datetime(2026, month, 1, tzinfo=UTC),
            ),
        )
        for month in (2, 3, 4)
    ]
    rates = [answer.rates["input"].rate for answer in answers]

    assert [rate.rate for rate in rates] == [
        Decimal("0.0000015"),
        Decimal("0.000001"),
        Decimal("0.0000015"),
    ]
    assert [rate.undated for rate in rates] == [True, False, True]


def test_an_own_price_for_an_alias_is_for_the_model_it_names(toml: Write) -> None:
    """Calls come under the dated name; the price still reaches them."""
    text = (
        '[[price]]\nprovider = "anthropic"\nmodel = "claude-sonnet-4-5"\nrates = [{ input = 2 }]\n'
    )
    book = with_overlay(bundled(), toml(text))

    assert _rate(book, "anthropic", "claude-sonnet-4-5-20250929", "input") == Decimal("0.000002")
    assert _rate(book, "anthropic", "claude-sonnet-4-5", "output") == Decimal("0.000015")


def test_a_model_of_ones_own_is_priced(toml: Write) -> None:
    """A provider and model that the book does not know come with the overlay."""
    text = '[[price]]\nprovider = "hosted"\nmodel = "llama"\nrates = [{ input = 0.1, other = { seats = 5 } }]\n'
    book = with_overlay(bundled(), toml(text))

    assert _rate(book, "hosted", "llama", "input", region="anywhere") == Decimal("0.0000001")
    assert _rate(book, "hosted", "llama", "seats") == Decimal(5)


def test_names_of_ones_own_lead_to_models(toml: Write) -> None:
    """A deployment's name is an alias of the provider that the file describes."""
    book = with_overlay(bundled(), toml('provider = "openai"\n[aliases]\nmy-chat = "gpt-5.5"\n'))

    assert _rate(book, "openai", "my-chat", "input") == Decimal("0.000005")
    assert _rate(book, "openai", "gpt-4-0613", "input") == Decimal("0.00003")


def test_a_synonym_of_a_provider_is_the_provider(toml: Write) -> None:
    """Prices stated for "gemini" are Google's."""
    text = 'provider = "gemini"\n[[price]]\nmodel = "gemini-2.5-flash"\nrates = [{ input = 1 }]\n'
    book = with_overlay(bundled(), toml(text))

    assert _rate(book, "google", "gemini-2.5-flash", "input") == Decimal("0.000001")
    assert _rate(book, "gemini", "gemini-2.5-flash", "input") == Decimal("0.000001")


def test_two_own_prices_in_one_instant_are_refused(toml: Write) -> None:
    """The error names the file that states both."""
    entry = '[[price]]\nprovider = "openai"\nmodel = "o3"\nrates = [{ input = 1 }]\n'

    with pytest.raises(
        PriceError, match=r"openai o3: two prices of input in one instant.*own\.toml"
    ):
        with_overlay(bundled(), toml(entry + entry))


def test_overlays_go_upon_each_other(toml: Write) -> None:
    """The second discounts what the first left."""
    first = with_overlay(bundled(), toml(_discount("50"), "one.toml"))
    second = with_overlay(first, toml(_discount("10"), "two.toml"))

    # 0.3 x 0.5 x 0.9 = 0.135 a million
    assert _rate(second, "google", "gemini-2.5-flash", "input") == Decimal("0.000000135")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_discount("15", provider="gogle"), "discount 1: unknown provider 'gogle': did you mean 'google'"),
        (_discount("15", 'model = "gemini-2.5-flas"'), "unknown model 'gemini-2.5-flas': did you mean 'gemini-2.5-flash'"),
        (_discount("15", 'meter = "outptu"'), "unknown meter 'outptu': did you mean 'output'"),
        (_discount("15", 'tier = "bath"'), "unknown tier 'bath': did you mean 'batch'"),
        (_discount("15", 'modle = "x"'), "unknown key 'modle': did you mean 'model'"),
        (_discount("150"), r"percent = 150 must be from 0 to 100"),
        (_discount("-5"), r"percent = -5 must be from 0"),
        (_discount("some"), "percent: 'some' is not a number"),
        (_discount("15", "from = 2026-04-01\nuntil = 2026-03-01"), "from must be before until"),
        (_discount("15", 'model = "gemini-1.0-pro"\nmeter = "maps"'), "discount 1: matches no price of the book"),
        ('[[discount]]\nprovider = "google"\n', "percent must be a number"),
        ('[[discout]]\nprovider = "google"\n', "unknown key 'discout': did you mean 'discount'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_entry_and_the_nearest(
    toml: Write, text: str, message: str
) -> None:
    """One line says where the mistake is and what was probably meant."""
    with pytest.raises(PriceError, match=rf"own\.toml: .*{message}"):
        with_overlay(bundled(), toml(text))


@pytest.mark.parametrize("kind", ["discount", "uplift", "margin"])
def test_nothing_off_changes_no_price(toml: Write, kind: str) -> None:
    """A discount, uplift or margin of 0 % leaves every rate, window and mark of the book."""
    text = "".join(_discount("0", provider=name) for name in sorted(bundled().providers))
    book = with_overlay(bundled(), toml(text.replace("discount", kind)))

    def prices(rates: tuple[Rate, ...]) -> list[Rate]:
        return [rate._replace(source="") for rate in rates]

    assert prices(book.rates) == prices(bundled().rates)


@given(
    st.sampled_from(bundled().rates),
    st.decimals(0, 100, places=2),
    st.integers(0, 2000),
    st.integers(1, 2000),
    st.integers(0, 5000),
)
def test_a_discount_is_linear_and_covers_what_it_covered(
    rate: Rate, percent: Decimal, first: int, length: int, day: int
) -> None:
    """At any instant one piece of the rate is in force where the rate was, at its part of it."""
    origin = datetime(2020, 1, 1, tzinfo=UTC)
    window = Window(origin + timedelta(first), origin + timedelta(first + length))
    at = origin + timedelta(day)
    factor = 1 - percent / 100
    reach = Reach(rate.provider, (), (), (), window)
    change = Adjustment(reach, Fraction(factor), "off", "own.toml")

    pieces = [
        piece.rate
        for piece in adjusted(rate, [change])
        if (piece.start is None or piece.start <= at) and (piece.end is None or at < piece.end)
    ]

    inside = window.start is not None and window.end is not None and window.start <= at < window.end
    was = (rate.start is None or rate.start <= at) and (rate.end is None or at < rate.end)
    expected = [rate.rate * factor if inside else rate.rate] if was else []
    assert [
        abs(piece - other) < Decimal("1e-17") for piece, other in zip(pieces, expected, strict=True)
    ] == [True] * len(expected)


def test_imported_lists_are_told_from_prices_of_ones_own(toml: Write) -> None:
    """A list lies below the bundled book, a discount changes it."""
    own = toml(_discount("10"), name="own.toml")
    theirs = toml(
        'imported = "theirs"\n[[price]]\nprovider = "acme"\nmodel = "a"\nrates = [{ input = 1 }]\n',
        name="theirs.toml",
    )

    assert imported(bundled(), [own, theirs]) == [theirs]
