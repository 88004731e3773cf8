"""Tests of words.py."""

from __future__ import annotations

from fractions import Fraction

from tokenomics.selfhosting.api import Price
from tokenomics.selfhosting.rows import Case
from tokenomics.selfhosting.serving import MILLION, Hosting, Part
from tokenomics.selfhosting.stated import Served
from tokenomics.selfhosting.words import assumptions, limits, mix, prices, results, volumes

ONE = Fraction(1)
RENT = Part("GPU hours", Fraction(6_132), "unit", "1 x 8.40 USD an hour x 730 hours")
OF = Hosting((RENT,), Fraction(1_400), Fraction(730))


def _case(of: Hosting, price: str | None, busy: Fraction = ONE) -> Case:
    asked = None if price is None else Price("api", Fraction(price) / MILLION, "as stated")
    return Case(Served("fp8", of, "1,400 tokens a second, as measured"), busy, asked, None, ())


def _result(of: Hosting, price: str | None, busy: Fraction = ONE) -> list[str]:
    return list(results(_case(of, price, busy), "USD"))


def test_where_it_pays_the_volume_is_said() -> None:
    """6,132 / 5 a million; the seller of a million at 5 must be busy a third of the hours."""
    assert _result(OF, "5") == [
        (
            "api (fp8): at 100 % it pays from 1,226,400,000 tokens a month, on 1 unit, where both cost"
            " 6,132.00 USD"
        ),
        (
            "api (fp8): 5.000 USD per 1M tokens pays for one unit that is busy 33 % of its hours: below"
            " that whoever sells at it on such hardware loses money"
        ),
    ]


def test_a_unit_that_is_hardly_used_may_turn_it_again() -> None:
    """At 2 a million the second unit costs more than the API again until it is used enough."""
    found = _result(OF, "2")

    assert found[1].startswith("api (fp8): from 15,330,000,000 tokens a month on it always pays")


def test_where_it_never_pays_the_reason_is_said() -> None:
    """Too dear however busy, too dear at this use, and dearer by the token alone."""
    token = Part("network", Fraction(2, MILLION), "token", "")

    assert _result(OF, "1") == [
        (
            "api (fp8): it never pays, however busy the hardware is, and whoever sells at 1.000 USD per"
            " 1M tokens on such hardware loses money"
        )
    ]
    assert _result(OF, "2", Fraction(1, 2))[0] == (
        "api (fp8): at 50 % it never pays, for each unit more costs 3.333 USD per 1M tokens where the"
        " API asks 2.000 USD"
    )
    assert _result(OF._replace(parts=(RENT, token)), "1") == [
        "api (fp8): it never pays, for each token alone costs more than the API asks, 1.000 USD per 1M"
    ]


def test_what_is_not_busy_enough_might_be() -> None:
    """At 2 a million one unit of 3.33 cannot serve, nor many at 60 %; all the time they could."""
    shared = Part("engineering", Fraction(6_132), "all", "")
    found = _result(OF._replace(parts=(RENT, shared)), "2", Fraction(3, 5))

    assert found[0].startswith(
        "api (fp8): at 60 % it never pays, for each unit more costs 2.778 USD"
    )
    assert "needs more of them to share" in found[1]


def test_full_units_alone_may_pay() -> None:
    """Where the API asks just what a full unit costs."""
    assert "api (fp8): only full units pay" in _result(OF, "5/3")


def test_several_units_may_carry_what_one_cannot() -> None:
    """With 6,132 besides one unit costs 3.33 a million, and many nearly 1.67."""
    shared = Part("engineering", Fraction(6_132), "all", "")
    found = _result(OF._replace(parts=(RENT, shared)), "2")

    assert "on 5 units" in found[0]
    assert "needs more of them to share" in found[-1]


def test_nothing_is_said_beside_no_price() -> None:
    """Neither without an API nor where it has no price."""
    unpriced = _case(OF, "1")._replace(price=Price("api", None, "none"))

    assert _result(OF, None) == []
    assert list(results(unpriced, "USD")) == []
    assert list(volumes(_case(OF, "1"), "USD")) == []


def test_a_volume_is_told_with_both_costs() -> None:
    """4 billion tokens: two units for 12,264, or 20,000 at 5 a million."""
    volume = Fraction(4_000_000_000)
    alone, beside, dear = (
        list(volumes(_case(OF, price)._replace(volume=volume), "USD")) for price in (None, "5", "2")
    )
    own = "4,000,000,000 tokens a month (fp8) take 2 units at 100 %, 12,264.00 USD"

    assert alone == [own]
    assert beside == [f"{own}: 7,736.00 USD less than api, 20,000.00 USD"]
    assert dear == [f"{own}: 4,264.00 USD more than api, 8,000.00 USD"]


def test_all_that_is_assumed_is_said() -> None:
    """What was stated as well as what was not."""
    energy = Part("energy", Fraction(1), "unit", "1 kW", ("pue",))
    of = Served(
        None, OF._replace(parts=(RENT, energy), spare=1), "1,400 tokens a second, as measured"
    )

    assert list(assumptions([of], usual=True)) == [
        (
            "throughput: 1,400 tokens a second, as measured: one unit at 100 % serves 3,679,200,000 tokens"
            " a month of 730 hours"
        ),
        "GPU hours: 1 x 8.40 USD an hour x 730 hours",
        "energy: 1 kW",
        "redundancy: 1 unit to spare, paid and not used",
        "utilisation: assumed, for none is stated",
        "energy: pue assumed, for none is stated",
    ]


def test_prices_say_what_they_are_made_of() -> None:
    """Each once, and what mix was assumed."""
    case = _case(OF, "1")
    assumed = case._replace(price=Price("acme/small", ONE, "75 % input", is_assumed=True))

    assert list(prices([case, case, assumed])) == ["api: as stated", "acme/small: 75 % input"]
    assert list(mix([case])) == []
    assert list(mix([case, assumed._replace(assumed=("mix",))])) == [
        "mix of tokens: input=3,output=1 assumed, for none is stated"
    ]


def test_what_is_not_known_is_said() -> None:
    """What was left out, and what a precision and caches do."""
    of = Served("fp8", OF, "")
    some = list(limits([of._replace(precision=None)], [], has_caches=False))
    all_of = list(limits([of], ["network", "training"], has_caches=True))

    assert len(some) == 2
    assert all_of[0] == "not stated and in no figure: network, training"
    assert len(all_of) == 5
