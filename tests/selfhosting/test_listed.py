"""Tests of listed.py."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from support.usage import NOW, book_of, call, kept
from tokenomics.analysis.listing import Listing
from tokenomics.books import with_overlay
from tokenomics.costing import CostQuery
from tokenomics.outcomes import Asked
from tokenomics.records.errors import ConfigError
from tokenomics.selfhosting.listed import Asking, measured, selfhost
from tokenomics.selfhosting.stated import Stated

STATED = Stated("8.40", ("1400",))


def _alone(folder: Path, stated: Stated = STATED, **asking: Any) -> Listing:
    return selfhost(stated, Asking(**asking), CostQuery(), book_of(folder), NOW)


def _values(found: Listing, *names: str) -> list[tuple[Any, ...]]:
    places = [[column.name for column in found.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in found.rows]


def test_a_row_is_a_price_a_precision_and_a_utilisation(tmp_path: Path) -> None:
    """The busiest first, each price as it was named."""
    found = _alone(
        tmp_path, Stated("8.40", ("bf16=1400", "fp8=2800")),
        utilisation=("50%", "1.0"), against=("acme/small", "5"),
    )  # fmt: skip
    cost = Decimal("1.666666666666666667")

    assert _values(found, "against", "precision", "utilisation")[:5] == [
        ("acme/small", "bf16", 1), ("acme/small", "bf16", Decimal("0.5")),
        ("acme/small", "fp8", 1), ("acme/small", "fp8", Decimal("0.5")), ("5.00 USD/1M", "bf16", 1),
    ]  # fmt: skip
    assert _values(found, "cost_per_million_tokens")[0] == (cost,)
    assert (found.row_count, found.of_calls) == (8, False)


def test_what_is_assumed_is_marked(tmp_path: Path) -> None:
    """Without a utilisation three usual ones are shown, and without a mix three to one."""
    found = _alone(tmp_path, against=("acme/small",))
    bare = _alone(tmp_path, STATED._replace(hours="730"), utilisation=("1",), against=("5",))

    assert _values(found, "utilisation", "assumed") == [
        (share, "utilisation, hours, mix") for share in (1, Decimal("0.5"), Decimal("0.25"))
    ]
    assert "utilisation: assumed, for none is stated" in found.sentences
    assert _values(bare, "assumed") == [(None,)]


def test_a_stated_volume_is_asked_about(tmp_path: Path) -> None:
    """1,000 million at 3.50, three to one, are 3,500."""
    found = _alone(tmp_path, utilisation=("1",), against=("acme/small",), volume="1e9")

    assert _values(found, "volume_cost", "volume_api_cost", "volume_saving") == [
        (6_132, 3_500, -2_632)
    ]


def test_parts_are_a_listing_of_their_own(tmp_path: Path) -> None:
    """Their total is what a unit costs; of several utilisations there is none."""
    stated = STATED._replace(network="120")
    one, two = (
        _alone(tmp_path, stated, parts=True, utilisation=given) for given in ((), ("1", "0.5"))
    )

    assert _values(one, "part", "cost_per_month") == [("GPU hours", 6_132), ("network", 120)]
    assert one.total is not None
    assert one.total[3] == 6_252
    assert (one.kind, len(two.rows), two.total) == ("selfhost-parts", 4, None)


def test_a_mix_is_of_a_model(tmp_path: Path) -> None:
    """Beside a stated price it would decide about nothing."""
    with pytest.raises(ConfigError, match="mix is what a model's tokens cost by"):
        _alone(tmp_path, against=("5",), mix="input=1")


@pytest.mark.parametrize("more", [{"against": ("5",)}, {"volume": "1"}])
def test_parts_are_beside_nothing(tmp_path: Path, more: dict[str, Any]) -> None:
    """A price and a volume would decide about nothing."""
    with pytest.raises(ConfigError, match="leave out against and volume"):
        _alone(tmp_path, parts=True, **more)


def _of_calls(folder: Path, stated: Stated = STATED, **asking: Any) -> Listing:
    ledger = kept(folder, call(input=100_000, output=50_000))
    query, asked = CostQuery(prices_at=NOW), Asked((), NOW)
    return measured(
        ledger, book_of(folder), query, asked, stated=stated,
        asking=Asking(utilisation=("1",), **asking),
    )  # fmt: skip


def test_calls_bring_their_price_and_their_volume(tmp_path: Path) -> None:
    """0.60 for 150,000 tokens of a day: 4 a million, and 4,562,500 a month of 730 hours."""
    found = _of_calls(tmp_path)

    assert _values(
        found, "against", "api_cost_per_million_tokens", "volume", "volume_api_cost"
    ) == [("as it is", 4, 4_562_500, Decimal("18.25"))]
    assert found.of_calls
    assert found.report.totals.requests == 1
    assert any(text.startswith("measured: 150,000 tokens of 1 call") for text in found.sentences)


def test_calls_are_priced_with_other_models(tmp_path: Path) -> None:
    """2.00 for 150,000 tokens of large; a stated price, volume and mix stand for themselves."""
    found = _of_calls(tmp_path, against=("acme/large", "5"), volume="1000")
    mixed = _of_calls(tmp_path, against=("acme/small",), mix="output=1")
    same = _of_calls(tmp_path, against=("acme/small",), mix="measured")

    assert _values(found, "api_cost_per_million_tokens", "volume") == [
        (Decimal("13.333333333333333333"), 1_000), (5, 1_000),
    ]  # fmt: skip
    assert [_values(each, "api_cost_per_million_tokens") for each in (mixed, same)] == [
        [(8,)],
        [(4,)],
    ]


def test_speeds_of_tokens_read_and_written_are_of_the_mix(tmp_path: Path) -> None:
    """3,000 and 1,000 a second are 1,500 of half each, 2,000 of three to one, 1,800 of the calls'."""
    apart = STATED._replace(tokens_per_second=("input=3000,output=1000",), hours="1")
    mixed = _alone(tmp_path, apart, utilisation=("1",), mix="input=1,output=1")
    usual = _alone(tmp_path, apart, utilisation=("1",))
    of_calls = _of_calls(tmp_path, apart)

    assert _values(mixed, "tokens_per_month", "assumed") == [(1_500 * 3_600, None)]
    assert _values(usual, "tokens_per_month", "assumed") == [(2_000 * 3_600, "mix")]
    assert _values(of_calls, "tokens_per_month", "assumed") == [(1_800 * 3_600, None)]


def test_a_book_of_ones_own_machines_says_the_same(tmp_path: Path) -> None:
    """The rate of a `[[gpu]]` entry is what a token costs here: there is nothing left of its price."""
    gpu = """
[[gpu]]
provider = "hosted_vllm"
model = "acme-70b"
hourly = "8.40 USD"
gpus = 4
tokens_per_second = 1_500
utilisation = 0.6
"""
    (tmp_path / "own.toml").write_text(gpu, "utf-8")
    book = with_overlay(book_of(tmp_path), tmp_path / "own.toml")
    stated = Stated("8.40", ("1500",), 4)
    asking = Asking(("0.6",), ("hosted_vllm/acme-70b",))
    found = selfhost(stated, asking, CostQuery(), book, NOW)

    # 4 x 8.40 / (3,600 x 1,500 x 0.6) is 10.37 a million, and 18 decimals of it a token.
    ((own, api),) = _values(found, "cost_per_million_tokens", "api_cost_per_million_tokens")
    assert own == Decimal("10.370370370370370370")
    assert abs(own - api) < Decimal("1e-12")
