"""Prompts that a provider's cache would have held."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.laws import few
from support.usage import T0, book_of, call
from support.waste import based
from support.worlds import M, figures, replayed
from tokenomics.books import Book
from tokenomics.records.errors import ConfigError
from tokenomics.records.meters import NAMES
from tokenomics.replaying.prompt_caching import steps
from tokenomics.replaying.world import world_of

# Rates of models that bill what is written for each life, not at all, and for no life.
RATES = {
    "small": "input = 2, cache_read = 0.5, cache_write_5m = 2.5, cache_write_1h = 4",
    "bare": "input = 2",
    "dear": "input = 2, cache_read = 0.5, cache_write = 3",
}
BOTH = 'provider = "acme"\nknown_at = 2026-11-01\n' + "".join(
    f'[[price]]\nmodel = "{name}"\nfrom = 2026-01-01\nsource = "a page"\nrates = [{{ {rates} }}]\n'
    for name, rates in RATES.items()
)


def prompt(minute: int, *blocks: int, size: int = M, **columns: Any) -> dict[str, Any]:
    """A call after some minutes, of blocks of a million tokens."""
    stated = {
        "input": len(blocks) * M,
        "prefix_digests": [bytes([block]) for block in blocks],
        "block_tokens": size,
    }
    return call(ts=T0 + timedelta(minutes=minute), **{**stated, **columns})


def test_a_cache_of_five_minutes(tmp_path: Path) -> None:
    """Blocks 1, 2 written: 5; 1 read, 3 written: 3; after 40 minutes 1 is written anew: 2.5. Plain: 10."""
    rows = [prompt(0, 1, 2), prompt(5, 1, 3), prompt(45, 1)]
    found = replayed(tmp_path, book_of(tmp_path, BOTH), rows, {"cache": ["5m"]})

    assert figures(found) == [(3, Decimal(10), Decimal("10.5"), Decimal("-0.5"))]
    held, worth = found.sentences[1:]
    assert "hold 1,000,000 of the 5,000,000 input tokens of 3 calls (20.0 %), and 4,000,000" in held
    assert worth.startswith("A cache of 5 minutes LOSES money here: 0.5000 USD (5 %) more")


def test_a_cache_of_an_hour(tmp_path: Path) -> None:
    """Blocks 1, 2 written: 8; 1 read, 3 written: 4.5; 1 read: 0.5."""
    rows = [prompt(0, 1, 2), prompt(5, 1, 3), prompt(45, 1)]
    found = replayed(tmp_path, book_of(tmp_path, BOTH), rows, {"cache": ["1h"]})

    assert figures(found) == [(3, Decimal(10), Decimal(13), Decimal(-3))]


def test_what_calls_say_of_caches_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Read 1 for 0.5 and written 1 for 4 becomes written 2 for 5; a cache of nothing makes it 4."""
    rows = [prompt(0, 1, 2, input=0, cache_read=M, cache_write_1h=M)]
    book = book_of(tmp_path, BOTH)

    assert figures(replayed(tmp_path / "a", book, rows, {"cache": ["5m"]})) == [
        (1, Decimal("4.5"), Decimal(5), Decimal("-0.5"))
    ]
    assert figures(replayed(tmp_path / "b", book, rows, {"cache": ["none"]})) == [
        (1, Decimal("4.5"), Decimal(4), Decimal("0.5"))
    ]


def test_a_second_cache_is_another_one_and_not_on_top(tmp_path: Path) -> None:
    """4 plain, 2.5 + 0.5 with five minutes, 4 + 0.5 with an hour, and 2 + 0.5 where writing is free."""
    rows = [prompt(0, 1), prompt(1, 1)]
    found = replayed(tmp_path, book_of(tmp_path, BOTH), rows, {"cache": ["5m", "1h", "infinite"]})

    assert [row[2] for row in figures(found)] == [Decimal(3), Decimal("4.5"), Decimal("2.5")]
    assert any("this is the most that any could save" in text for text in found.remarks)


@pytest.mark.parametrize(
    ("model", "life", "then"),
    [
        ("large", "5m", "12"),  # 10 as plain input, 2 read: nothing is billed for writing
        ("dear", "1h", "3.5"),  # 3 written at the one price there is, 0.5 read
        ("bare", "5m", "4"),  # no price of a cache: as it was
    ],
)
def test_what_is_written_counts_as_the_provider_bills_it(
    model: str, life: str, then: str, tmp_path: Path, book: Book
) -> None:
    """Some bill what is written, some do not, some have no cache at all."""
    rows = [prompt(minute, 1, model_served=model) for minute in (0, 1)]
    prices = book if model == "large" else book_of(tmp_path, BOTH)
    found = replayed(tmp_path, prices, rows, {"cache": [life]})

    assert figures(found)[0][2] == Decimal(then)


def test_a_life_that_the_provider_does_not_sell(tmp_path: Path, book: Book) -> None:
    """`small` of the tests has a price for five minutes and none for an hour."""
    found = replayed(tmp_path, book, [prompt(0, 1)], {"cache": ["1h"]})

    assert figures(found) == [(0, Decimal(2), Decimal(2), Decimal(0))]
    assert found.remarks[0].startswith("no prices of a cache of an hour: 1 call unchanged")


def test_a_tier_without_a_price_of_a_cache_stays_as_it_was(tmp_path: Path, book: Book) -> None:
    """A batch of `small` has no price of what is read; a standard call is written for 2.5."""
    rows = [prompt(0, 1), prompt(1, 1, service_tier="batch")]
    found = replayed(tmp_path, book, rows, {"cache": ["5m"]})

    assert figures(found) == [(1, Decimal(3), Decimal("3.5"), Decimal("-0.5"))]
    assert found.remarks[0].startswith("no prices of a cache of 5 minutes: 1 call unchanged")


def stated(minute: int, read: int, written: int, meter: str) -> dict[str, Any]:
    """A call that states what it read and wrote, in millions, and no blocks."""
    tokens = {"input": 0, "cache_read": read * M, meter: written * M}
    return call(ts=T0 + timedelta(minutes=minute), session_id="s", **tokens)


@pytest.mark.parametrize(
    ("life", "meter", "minutes", "told"),
    [
        # Written 1 for 4, read 1 for 0.5; five minutes: 2.5 + 0.5.
        ("5m", "cache_write_1h", (0, 4), "at most 1.500 USD (33 %) less"),
        # After ten minutes it is written anew, whatever: 2.5 + 2.5 instead of 4.5.
        ("5m", "cache_write_1h", (0, 10), "at least 0.5000 USD more"),
        # Written 1 for 2.5, read for 0.5; an hour: 4 + 0.5.
        ("1h", "cache_write_5m", (0, 4), "at least 1.500 USD more"),
    ],
)
def test_what_another_life_could_save_at_most(
    life: str, meter: str, minutes: tuple[int, int], told: str, tmp_path: Path
) -> None:
    """Calls without blocks stay as they are; times between them bound what the other life comes to."""
    first, second = minutes
    rows = [stated(first, 0, 1, meter), stated(second, 1, 0, meter)]
    found = replayed(tmp_path, book_of(tmp_path, BOTH), rows, {"cache": [life]})

    assert figures(found)[0][0] == 0
    assert told in found.sentences[1]


def test_nothing_is_said_of_a_life_that_calls_have_already(tmp_path: Path) -> None:
    """Five minutes in place of five minutes is no other life."""
    rows = [stated(0, 0, 1, "cache_write_5m"), stated(4, 1, 0, "cache_write_5m")]
    found = replayed(tmp_path, book_of(tmp_path, BOTH), rows, {"cache": ["5m"]})

    assert len(found.sentences) == 1


def test_nothing_is_claimed_of_calls_that_state_no_blocks(tmp_path: Path, book: Book) -> None:
    """Each kind of call that stays as it is is counted and named."""
    rows = [
        prompt(0, 1),
        prompt(0, 1),
        call(input=1),
        prompt(0, 1, block_tokens=None),
        prompt(0, 1, input_image=1),
        prompt(0, 1, grain="bucket"),
        prompt(0, 1, billing="subscription"),
        prompt(0, 1, status="failure"),
        prompt(0, 1, billing="cached"),
    ]
    found = replayed(tmp_path, book, rows, {"cache": ["5m"]})

    assert figures(found)[0][0] == 2
    assert [text.split(" unchanged")[0] for text in found.remarks[:6]] == [
        "no prefix digests: 1 call",
        "no size of a block: 1 call",
        "audio, images or other input beside text: 1 call",
        "sums of many calls: 1 call",
        "paid for as a whole (subscription, provisioned): 1 call",
        "failed: 1 call",
    ]


def test_no_blocks_anywhere(tmp_path: Path, book: Book) -> None:
    """A ledger without digests is left as it is, and says how many calls lack them."""
    found = replayed(tmp_path, book, [call(input=M), call(input=M)], {"cache": ["5m"]})

    assert figures(found) == [(0, Decimal(4), Decimal(4), Decimal(0))]
    assert (
        "no prefix digests: 2 calls unchanged: have the source state prefix_digests"
        in found.remarks
    )


def test_filters_do_not_hide_who_wrote(tmp_path: Path, book: Book) -> None:
    """`b` reads what `a` wrote: 0.5 of 2, and `a` is not asked for."""
    rows = [prompt(0, 1, feature="a"), prompt(1, 1, feature="b")]
    found = replayed(tmp_path, book, rows, {"cache": ["5m"]}, where=(("feature", "b"),))

    assert figures(found) == [(1, Decimal(2), Decimal("0.5"), Decimal("1.5"))]


def test_accounts_have_caches_of_their_own(tmp_path: Path, book: Book) -> None:
    """What another account wrote is written again: 2.5 each."""
    rows = [prompt(0, 1, scope_id="x"), prompt(1, 1, scope_id="y")]
    found = replayed(tmp_path, book, rows, {"cache": ["5m"]})

    assert figures(found)[0][2] == Decimal(5)


def test_what_is_asked_again_reads_no_cache(tmp_path: Path, book: Book) -> None:
    """A tenth of both asked again of `large` stays plain: 2.5 + 0.5 and a tenth of 10 + 10."""
    rows = [prompt(0, 1), prompt(1, 1)]
    design = {"route": ["all -> small then 10% large"], "cache": ["5m"]}
    found = replayed(tmp_path, book, rows, design)

    assert figures(found)[1][2] == Decimal(5)
    assert any("asked again by a route" in text for text in found.remarks)


def test_an_unknown_life_is_refused(tmp_path: Path, book: Book) -> None:
    """The lives that can be asked for are named."""
    with pytest.raises(ConfigError, match=r"unknown life of a cache '2h': choose from 1h, 5m"):
        replayed(tmp_path, book, [prompt(0, 1)], {"cache": ["2h"]})


_PROMPTS = st.lists(
    st.tuples(
        st.integers(0, 90), st.lists(st.integers(0, 3), max_size=4),
        st.integers(0, 9), st.integers(0, 9), st.integers(0, 9),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@few(8)
@given(prompts=_PROMPTS, life=st.sampled_from(["5m", "1h", "infinite", "none"]))
def test_meters_of_a_prompt_sum_to_what_they_were(
    prompts: list[tuple[int, list[int], int, int, int]],
    life: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whatever is read and written, no token is lost, counted twice or below nothing."""
    rows = [
        prompt(minute, *blocks, size=3, input=plain, cache_read=read, cache_write_5m=written)
        for minute, blocks, plain, read, written in prompts
    ]
    book = book_of(tmp_path_factory.mktemp("book"), BOTH)
    with based(book, rows) as base:
        then = steps(None, [life])[0].change(world_of(base)).world.first  # pyright: ignore[reportArgumentType]
        names = [
            name for name in NAMES if name in then.used and name.startswith(("input", "cache"))
        ]
        counts = ", ".join(f"coalesce(calls.{name}, 0)" for name in names)
        found = base.con.execute(
            f"SELECT record_id, {counts} FROM {then.relation} AS calls"
        ).fetchall()
        before = base.con.execute(
            "SELECT record_id, input + cache_read + cache_write_5m FROM usage"
        )
        assert {row[0]: sum(row[1:]) for row in found} == dict(before.fetchall())
        assert min(min(row[1:]) for row in found) >= 0


def test_costs_are_decimals(tmp_path: Path, book: Book) -> None:
    """Money stays exact on its way through the replay."""
    found = replayed(tmp_path, book, [prompt(0, 1)], {"cache": ["5m"]})

    assert all(isinstance(value, Decimal) for value in figures(found)[0][1:])
