"""Tests of reading a pricebook file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tokenomics.books import parse
from tokenomics.books.rates import Alias, Fallback
from tokenomics.records.errors import PriceError

Write = Callable[..., Path]

BOOK = """
provider = "acme"
known_at = 2026-11-23
synonyms = ["acme-ai"]
prefixes = ["acme/"]
fallback = [{ meter = "cache_write", to = "cache_write_5m", assumed = true }]
[sources]
page = { text = "acme.example/prices", checked = 2026-11-20 }
[tiers]
cheap = "flex"
[regions]
global = ""
us = "us"
eu = "eu"
[aliases]
small = "acme-1"
large = [{ model = "acme-1", until = 2026-02-01 }, { model = "acme-2", from = 2026-02-01 }]
[[price]]
model = ["acme-1", "acme-2"]
from = 2026-01-01
until = 2026-03-01T16:00:00Z
known_at = 2025-12-20
source = "page"
note = "a note"
rates = [
    { input = 3, web_search = 10 },
    { tier = "batch", context_min = 200_001, region = ["us", "eu"], output = 0.003625 },
]
"""


def test_each_line_meter_region_and_model_is_a_rate(toml: Write) -> None:
    """Two models, two meters in one line and one in two regions are eight rates."""
    document = parse.read(toml(BOOK), {})

    assert len(document.rates) == 2 * (2 + 2)
    assert {rate.model for rate in document.rates} == {"acme-1", "acme-2"}


def test_prices_are_stated_as_people_know_them_and_kept_by_the_unit(toml: Write) -> None:
    """Tokens are priced by the million, calls by the thousand."""
    rates = {rate.meter: rate.rate for rate in parse.read(toml(BOOK), {}).rates}

    assert rates == {
        "input": Decimal("0.000003"),  # 3 / 1,000,000
        "web_search": Decimal("0.01"),  # 10 / 1,000
        "output": Decimal("0.000000003625"),  # 0.003625 / 1,000,000
    }


def test_a_rate_knows_all_that_its_entry_says(toml: Write) -> None:
    """Dates, dimensions, source and note reach every rate of an entry."""
    rate = parse.read(toml(BOOK), {}).rates[2]

    assert (rate.provider, rate.model, rate.meter, rate.currency) == (
        "acme",
        "acme-1",
        "output",
        "USD",
    )
    assert (rate.service_tier, rate.context_min, rate.region, rate.variant) == (
        "batch",
        200_001,
        "us",
        None,
    )
    assert rate.start == datetime(2026, 1, 1, tzinfo=UTC)
    assert rate.end == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert (rate.known_at, rate.retracted_at) == (date(2025, 12, 20), None)
    assert (rate.source, rate.checked) == ("acme.example/prices", date(2026, 11, 20))
    assert (rate.note, rate.undated) == ("a note", False)


def test_what_may_stand_around_a_name_is_data_of_the_file(toml: Write) -> None:
    """Suffixes, prefixes that tell a region, and why names may tell nothing."""
    keys = 'provider = "acme"\nsuffixes = "-xhigh"\nopaque_names = "names are free"\n'
    provider = parse.read(toml(keys + '[region_prefixes]\n"us." = "us"\n'), {}).provider

    assert provider is not None
    assert (provider.suffixes, provider.region_prefixes) == (("-xhigh",), {"us.": "us"})
    assert provider.opaque_names == "names are free"


def test_a_provider_is_described_by_its_file(toml: Write) -> None:
    """Other names, served tiers, regions, aliases and fall-backs are data of the file."""
    provider = parse.read(toml(BOOK), {}).provider
    february = datetime(2026, 2, 1, tzinfo=UTC)

    assert provider is not None
    assert (provider.synonyms, provider.prefixes) == (("acme-ai",), ("acme/",))
    assert provider.tiers["cheap"] == "flex"
    assert provider.tiers["default"] == "standard"
    assert provider.regions == {"global": "", "us": "us", "eu": "eu"}
    assert provider.fallbacks == (
        Fallback("cache_write", "cache_write_5m", assumed=True, models=()),
    )
    assert provider.aliases["small"] == (Alias("acme-1", None, None),)
    assert provider.aliases["large"] == (
        Alias("acme-1", None, february),
        Alias("acme-2", february, None),
    )


def test_a_price_without_a_start_is_undated(toml: Write) -> None:
    """It prices at any time and is marked; its source is the file where none is named."""
    text = 'provider = "acme"\n[[price]]\nmodel = "a"\nrates = [{ input = 1 }]\n'

    (rate,) = parse.read(toml(text), {}).rates

    assert (rate.start, rate.undated, rate.source) == (None, True, "own.toml")


def test_prices_may_be_for_another_number_of_units(toml: Write) -> None:
    """A file may state its prices by the thousand tokens."""
    text = 'provider = "acme"\nper = { token = 1_000 }\n[[price]]\nmodel = "a"\nrates = [{ input = 0.03 }]\n'

    (rate,) = parse.read(toml(text), {}).rates

    assert rate.rate == Decimal("0.00003")  # 0.03 / 1,000


def test_a_meter_of_ones_own_is_priced_by_the_single_unit(toml: Write) -> None:
    """What the meter table does not know stands under `other`."""
    text = 'provider = "acme"\n[[price]]\nmodel = "a"\nrates = [{ other = { widget = "0.25" } }]\n'

    (rate,) = parse.read(toml(text), {}).rates

    assert (rate.meter, rate.rate) == ("widget", Decimal("0.25"))


def _price(line: str, entry: str = "") -> str:
    return f'provider = "acme"\n[[price]]\nmodel = "a"\n{entry}\nrates = [{{ {line} }}]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("provider = ", "not valid TOML"),
        ('provder = "acme"', "unknown key 'provder': did you mean 'provider'"),
        (_price("imput = 1"), r"price 1 \(a\): unknown meter 'imput': did you mean 'input'"),
        (_price('tier = "bach", input = 1'), "unknown tier 'bach': did you mean 'batch'"),
        (_price('region = "us", input = 1'), r"unknown region 'us'.*\[regions\] names more"),
        (_price('variant = "fast", input = 1'), "unknown variant 'fast'"),
        (_price("other = { input = 1 }"), "input is a meter of the table"),
        (_price("input = -1"), "input = -1 is no price"),
        (_price("gpu_seconds = 10_000"), "gpu_seconds = 10000 is no price"),
        (_price("input = 1", "from = 2026-02-01\nuntil = 2026-02-01"), "from must be before until"),
        (_price("input = 1", "form = 2026-02-01"), "unknown key 'form': did you mean 'from'"),
        ('provider = "acme"\n[[price]]\nrates = [{ input = 1 }]', "price 1: model is missing"),
        ('provider = "acme"\n[[price]]\nmodel = "a"', r"price 1 \(a\): rates are missing"),
        ('[[price]]\nmodel = "a"\nrates = [{ input = 1 }]', r"price 1 \(a\): provider is missing"),
        ("per = { tokens = 1 }", "per: unknown unit 'tokens': did you mean 'token'"),
        ("per = { token = 0 }", "per: token must be a whole number from 1"),
        ('provider = "acme"\nfallback = [{ meter = "resoning", to = "output" }]', "unknown meter 'resoning'"),
        ('provider = "acme"\n[aliases]\nx = [{ name = "a" }]', "alias 'x': unknown key 'name'"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_entry_and_the_nearest(
    toml: Write, text: str, message: str
) -> None:
    """One line says where the mistake is and what was probably meant."""
    with pytest.raises(PriceError, match=rf"own\.toml: .*{message}"):
        parse.read(toml(text), {})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A path without a file is one clear line."""
    with pytest.raises(PriceError, match=r"none\.toml: cannot be read"):
        parse.read(tmp_path / "none.toml", {})


def test_a_source_that_is_no_table_is_refused(toml: Write) -> None:
    """A text in its place is named, by the key that it stands at."""
    text = BOOK.replace(
        'page = { text = "acme.example/prices", checked = 2026-11-20 }', 'page = "x"'
    )

    with pytest.raises(PriceError, match="page must be a table"):
        parse.read(toml(text), {})
