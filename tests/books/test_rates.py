"""Tests of the small functions beside the records of a book."""

from __future__ import annotations

from tokenomics.books.book import bundled
from tokenomics.books.rates import Fallback, RateKey, key_of, plain_provider, rules_for


def test_the_key_of_a_rate_is_all_but_its_price_and_its_times() -> None:
    """Provider, model, meter, tier, context, region, variant and hours."""
    rate = next(rate for rate in bundled().rates if rate.variant == "fast")

    assert key_of(rate) == RateKey(
        rate.provider, rate.model, rate.meter, "standard", 0, None, "fast", None
    )


def test_a_plain_provider_has_the_usual_tiers_and_one_price_for_all_regions() -> None:
    """What is not said of a provider prices no unusual tier or variant."""
    provider = plain_provider("hosted")

    assert provider.tiers["default"] == "standard"
    assert "scale" not in provider.tiers
    assert provider.regions == {"*": ""}
    assert provider.variants == {"standard": ""}


def test_the_rule_for_a_model_stands_before_the_rule_for_all() -> None:
    """Other models keep the general one."""
    general = Fallback("reasoning", "output", assumed=False, models=())
    special = Fallback("reasoning", None, assumed=False, models=("a",))
    provider = plain_provider("acme")._replace(fallbacks=(special, general))

    assert rules_for(provider, "a") == {"reasoning": special}
    assert rules_for(provider, "b") == {"reasoning": general}
