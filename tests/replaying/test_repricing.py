"""Calls at other prices."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from support.usage import call
from support.worlds import M, figures, replayed, whole
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError, PriceError

DISCOUNT = """
[[discount]]
provider = "acme"
percent = 25
"""


def test_prices_may_be_those_of_another_day(tmp_path: Path, book: Book) -> None:
    """`moving` costs 4 on the 2nd and 3 from the 15th."""
    rows = [call(input=M, model_served="moving")]
    found = replayed(tmp_path, book, rows, {"reprice": ["at=2026-11-16"]})

    assert figures(found) == [(1, Decimal(4), Decimal(3), Decimal(1))]


def test_prices_may_be_those_of_a_contract(tmp_path: Path, book: Book) -> None:
    """A quarter off 2 is 1.5."""
    contract = tmp_path / "contract.toml"
    contract.write_text(DISCOUNT, "utf-8")
    found = replayed(tmp_path, book, [call(input=M)], {"reprice": [f"contract={contract}"]})

    assert figures(found) == [(1, Decimal(2), Decimal("1.5"), Decimal("0.5"))]


def test_what_nobody_is_billed_for_is_not_touched(tmp_path: Path, book: Book) -> None:
    """Of a free call and one that is billed the second changes: 4 to 3."""
    free = call(input=M, model_served="moving", billing="free")
    rows = [free, call(input=M, model_served="moving")]

    assert figures(replayed(tmp_path, book, rows, {"reprice": ["at=2026-11-16"]}))[0][0] == 1


def test_texts_are_steps_of_their_own(tmp_path: Path, book: Book) -> None:
    """First another day, then a quarter off: 4 to 3 to 2.25."""
    contract = tmp_path / "contract.toml"
    contract.write_text(DISCOUNT, "utf-8")
    texts = ["at=2026-11-16", f"contract={contract}"]
    found = replayed(tmp_path, book, [call(input=M, model_served="moving")], {"reprice": texts})

    assert [row[2:4] for row in figures(found)] == [
        (Decimal(3), Decimal(1)),
        (Decimal("2.25"), Decimal("0.75")),
    ]
    assert whole(found)[2] == Decimal("1.75")


def test_the_instant_is_of_the_reports_time_zone(tmp_path: Path, book: Book) -> None:
    """In New York the 14th, 20:00, is the 15th, 01:00, in UTC, where the price is 3."""
    rows = [call(input=M, model_served="moving", ts=datetime(2026, 11, 2, tzinfo=UTC))]
    found = replayed(
        tmp_path, book, rows, {"reprice": ["at=2026-11-14T20:00"]}, tz="America/New_York"
    )

    assert whole(found)[1] == 3


def test_an_unknown_provider_has_no_prices(tmp_path: Path, book: Book) -> None:
    """The nearest is named."""
    with pytest.raises(ConfigError, match="did you mean 'acme'"):
        replayed(tmp_path, book, [call(input=M)], {"reprice": ["provider=acm"]})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-11-16", "write KIND=VALUE"),
        ("on=2026-11-16", "unknown kind of price"),
        ("at=yesterday", "is no date"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, book: Book, text: str, why: str) -> None:
    """The sentence says what to write."""
    with pytest.raises(ConfigError, match=why):
        replayed(tmp_path, book, [call(input=M)], {"reprice": [text]})


def test_a_contract_that_is_not_there_is_named(tmp_path: Path, book: Book) -> None:
    """The file's name stands in the sentence."""
    with pytest.raises(PriceError, match=r"none\.toml"):
        replayed(tmp_path, book, [call(input=M)], {"reprice": ["contract=none.toml"]})


def test_contracts_stand_on_one_another(tmp_path: Path, book: Book) -> None:
    """Half off `small`, then half off `large`: 2 + 0.5, 1 + 0.5, 1 + 0.25."""
    texts: list[str] = []
    for model in ("small", "large"):
        path = tmp_path / f"{model}.toml"
        path.write_text(
            f'[[discount]]\nprovider = "acme"\npercent = 50\nmodel = "{model}"\n', "utf-8"
        )
        texts.append(f"contract={path}")
    rows = [call(input=M), call(input=M // 10, model_served="large")]
    found = replayed(tmp_path, book, rows, {"reprice": texts})

    assert [row[1:3] for row in figures(found)] == [
        (Decimal("2.5"), Decimal("1.5")),
        (Decimal("1.5"), Decimal("1.25")),
    ]
