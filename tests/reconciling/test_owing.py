"""Who owes what."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from support.ledgers import NOW
from support.owed import CONFIG, owing
from tokenomics.books import load_book
from tokenomics.config import load
from tokenomics.costing import CostQuery
from tokenomics.ledger import open_ledger
from tokenomics.outcomes import asked_of
from tokenomics.reconciling.owing import SHARE_BY, Owed, ShareBy, owed
from tokenomics.records.money import total


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A month of two teams."""
    return owing(tmp_path)


def _owed(folder: Path, share_by: ShareBy = "cost", *by: str) -> Owed:
    query = CostQuery(by=by, until=NOW)
    asked = asked_of(load(folder / "tokenomics.toml"), NOW, "USD")
    book = load_book(folder / "prices.toml")
    return owed(open_ledger(folder / ".tokenomics"), book, query, asked, share_by=share_by)


def test_each_owes_its_own_and_a_share(folder: Path) -> None:
    """2 of calls and 4 of overheads, 6 of calls; 8 of nobody's by equal cost is 4 for each."""
    found = _owed(folder)
    told = {each.key[0]: (each.calls, each.besides.overheads, each.share, each.owed) for each in found.owing}  # fmt: skip

    assert told == {"search": (2, 4, 4, 10), "support": (6, 0, 4, 10)}
    assert (found.by, found.shared, found.how) == (("team",), 8, "by cost")


@pytest.mark.parametrize("share_by", SHARE_BY)
def test_all_of_it_is_the_whole(folder: Path, share_by: ShareBy) -> None:
    """8 dollars of calls with a price beside 2 of nobody's and 10 of overheads are 20, however they are shared out."""
    found = _owed(folder, share_by)

    assert total(each.owed for each in found.owing) == 20
    assert total(each.share for each in found.owing) == found.shared


def test_a_share_tells_what_it_is_weighed_by(folder: Path) -> None:
    """1 and 4 million tokens, 1 and 3 requests."""
    weights = {
        by: {each.key[0]: each.weight for each in _owed(folder, by).owing}
        for by in ("tokens", "requests", "even")
    }

    assert weights == {
        "tokens": {"search": 1_000_000, "support": 4_000_000},
        "requests": {"search": 1, "support": 3},
        "even": {"search": Fraction(1), "support": Fraction(1)},
    }


def test_without_anything_to_weigh_by_all_bear_the_same(tmp_path: Path) -> None:
    """A team whose only model has no price has no cost: it bears all of the 6 of an overhead, evenly."""
    head = "ts,provider,model,request_id,team,input\n"
    owing(tmp_path, f"{head}2026-11-02T13:00:00Z,acme,new,r4,support,1000000\n")
    text = CONFIG.replace('{ team = "search" }', '{ feature = "idle" }').replace("4 USD", "0 USD")
    (tmp_path / "tokenomics.toml").write_text(text, "utf-8")
    found = _owed(tmp_path)

    assert (found.share_by, found.how) == ("even", "evenly")
    assert [(each.share, each.has_unpriced) for each in found.owing] == [(Decimal(6), True)]


def test_another_dimension_parts_what_is_owed_further(folder: Path) -> None:
    """Of support 4 are of chat and 2 of mail; what states no team is nobody's all the same."""
    found = _owed(folder, "cost", "team", "feature")
    calls = {each.key: each.calls for each in found.owing}

    assert calls == {("search", "chat"): 2, ("support", "chat"): 4, ("support", "mail"): 2}
