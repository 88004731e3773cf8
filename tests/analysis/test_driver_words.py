"""A change of cost in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from tokenomics.analysis.driver_words import Told, flow_sentence, whole_sentence
from tokenomics.analysis.factors import split
from tokenomics.analysis.leaves import Leaf, Metered, Use, Uses, Way


def _use(requests: int, rate: int = 1, **used: int) -> Use:
    meters = {name: Metered(Fraction(count), Fraction(rate)) for name, count in used.items()}
    return Use(requests, meters)


def _leaf(model: str | None, tier: str = "standard", provider: str = "acme") -> Leaf:
    return Leaf((provider, model), Way(tier))


def _told(
    base: Uses, head: Uses, parts: Mapping[str, str], key: tuple[str | None, ...] = ("chat",)
) -> Told:
    """A flow of 100 dollars and so many parts."""
    amounts = {name: Decimal(part) for name, part in parts.items()}
    requests = [sum(use.requests for use in side.values()) for side in (base, head)]
    costs = Decimal(100), Decimal(100) + sum(amounts.values())
    return Told(
        key, (requests[0], requests[1]), costs, amounts, (base, head), split(base, head).by_model
    )


def _sentence(base: Uses, head: Uses, parts: Mapping[str, str]) -> str | None:
    return flow_sentence(_told(base, head, parts), "USD", "2026-10")


def test_the_greatest_parts_come_first_and_name_what_moved() -> None:
    """290.4 + 150.1 - 28 = 412.5 on 100 dollars; gpt-5 had 2 calls of 10 and has 11 of 20, 40 of 200 tokens come from cache."""
    mini, big = _leaf("gpt-5-mini"), _leaf("gpt-5")
    base = {mini: _use(8, input=80, cache_read=0), big: _use(2, input=20)}
    head = {mini: _use(9, input=80), big: _use(11, input=80, cache_read=40)}

    said = _sentence(base, head, {"volume": "290.4", "model_mix": "150.1", "cache_share": "-28"})

    assert said == (
        "chat: +412.50 USD (+412 %): +290.40 more requests (+100 %), +150.10 dearer models (gpt-5 in place"
        " of gpt-5-mini), -28.00 more of the input from cache (0 % to 20 %)"
    )


def test_what_is_rounded_still_sums_to_the_change() -> None:
    """Thirds of 1 are 0.334, 0.333 and 0.333: what is read adds up."""
    one = {_leaf("a"): _use(1, input=1)}
    two = {_leaf("a"): _use(2, input=3)}
    third = "0.333333333333333333"

    said = _sentence(
        one, two, {"volume": third, "price": "0.333333333333333334", "unexplained": third}
    )

    assert said is not None
    assert sorted(part.split()[0] for part in said.split(": ")[-1].split(", ")) == [
        "+0.333",
        "+0.333",
        "+0.334",
    ]
    assert "not explained" in said


def test_four_parts_are_told_and_the_others_are_the_rest() -> None:
    """5, -4, 3 and 2 are told; 1.5 and 0.5 are 2 together."""
    one = {_leaf("a"): _use(1, input=1)}

    said = _sentence(
        one, one,
        {"volume": "5", "price": "-4", "model_mix": "3", "tier_mix": "2", "new_models": "1.5", "unexplained": "0.5"},
    )  # fmt: skip

    assert said is not None
    assert said.endswith(
        "+3.000 dearer models, +2.000 dearer service (regions, hours or billing), +2.000 the rest"
    )


def test_a_share_that_hardly_moved_is_said_to() -> None:
    """333 and 334 of 1,000 are both 33 %; more that cost more, by writes, is another use."""
    base = {_leaf("a"): _use(1, input=667, cache_read=333)}
    head = {_leaf("a"): _use(1, input=666, cache_read=334)}

    assert _sentence(base, head, {"cache_share": "-1"}) == (
        "chat: -1.000 USD (-1 %): -1.000 slightly more of the input from cache (33 %)"
    )
    assert _sentence(base, base, {"cache_share": "1"}) == (
        "chat: +1.000 USD (+1 %): +1.000 other use of caches"
    )
    assert _sentence(base, head, {"cache_share": "1"}) == (
        "chat: +1.000 USD (+1 %): +1.000 other use of caches"
    )


def test_dearer_but_fewer_tokens_are_other_ones() -> None:
    """Less input and more output: tokens fell by half, and what they cost rose."""
    base = {_leaf("a"): _use(1, input=100)}
    head = {_leaf("a"): _use(1, output=50)}

    assert _sentence(base, head, {"tokens_per_request": "3"}) == (
        "chat: +3.000 USD (+3 %): +3.000 other tokens per request"
    )
    assert _sentence(base, head, {"tokens_per_request": "-3"}) == (
        "chat: -3.000 USD (-3 %): -3.000 fewer tokens per request (-50 %)"
    )


def test_models_of_one_name_are_told_with_their_provider() -> None:
    """The same model moves from one provider to another one; a model without a name has none."""
    base = {
        _leaf("m", provider="a"): _use(1, 1, input=1),
        _leaf("m", provider="b"): _use(0, input=1),
    }
    head = {
        _leaf("m", provider="a"): _use(0, input=1),
        _leaf("m", provider="b"): _use(1, 2, input=1),
    }

    assert _sentence(base, head, {"model_mix": "1"}) == (
        "chat: +1.000 USD (+1 %): +1.000 dearer models (b/m in place of a/m)"
    )


def test_tiers_are_compared_within_models() -> None:
    """Both models move from standard to batch, though standard's small model has most of the requests now."""
    base = {
        _leaf("a"): _use(1, input=1),
        _leaf("a", "batch"): _use(9, input=1),
        _leaf("b"): _use(1, input=1),
    }
    head = {
        _leaf("a", "batch"): _use(10, input=1),
        _leaf("b"): _use(90, input=1),
        _leaf("b", "batch"): _use(1, input=1),
    }

    assert _sentence(base, head, {"tier_mix": "-1"}) == (
        "chat: -1.000 USD (-1 %): -1.000 cheaper service (batch in place of standard)"
    )


def test_models_that_only_one_side_used_are_no_mix() -> None:
    """Half of a's requests moved to a new model: of the models that both used, a has less."""
    base = {_leaf("a"): _use(2, input=2)}
    head = {_leaf("a"): _use(1, input=1), _leaf("b"): _use(1, input=1)}

    assert _sentence(base, head, {"model_mix": "-1", "new_models": "1"}) == (
        "chat: +0.000 USD: -1.000 cheaper models (less of a), +1.000 new models (b)"
    )
    assert _sentence(head, head | {_leaf("a"): _use(3, input=1)}, {"model_mix": "1"}) == (
        "chat: +1.000 USD (+1 %): +1.000 dearer models (a in place of b)"
    )


def test_new_and_vanished_models_are_named_the_dearest_first() -> None:
    """Three models come, for 3, 2 and 1: two are named. One without a name goes."""
    stays = {_leaf("old"): _use(1, input=1)}
    news = {_leaf(name): _use(1, rate, input=1) for name, rate in (("x", 1), ("y", 2), ("z", 3))}

    said = _sentence(
        {**stays, _leaf(None): _use(1, input=1)},
        {**stays, **news},
        {"new_models": "6", "vanished_models": "-1"},
    )

    assert said == (
        "chat: +5.000 USD (+5 %): +6.000 new models (z, y and 1 more), -1.000 models no longer used ((none))"
    )


def test_nothing_is_said_of_what_did_not_change() -> None:
    """A flow and a total without parts need no sentence."""
    one = {_leaf("a"): _use(1, input=1)}

    assert _sentence(one, one, {"volume": "0"}) is None
    assert whole_sentence({"change": Decimal(0), "volume": Decimal(0)}, "USD") is None


def test_the_total_is_told_without_names() -> None:
    """-3 + 1 of 10 dollars before are 20 % less."""
    of = {
        "cost_before": Decimal(10),
        "change": Decimal(-2),
        "price": Decimal(-3),
        "cache_share": Decimal(1),
    }

    assert whole_sentence(of, "EUR") == (
        "in all -2.000 EUR (-20 %): -3.000 lower prices, +1.000 less of the input from cache"
    )
