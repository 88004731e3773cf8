"""What is to be said of caches that were not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from tokenomics.records.money import EXACT, rounded
from tokenomics.records.words import amount, many, percent

_LASTING = {"5m": "of 5 minutes", "1h": "of an hour", "infinite": "that forgets nothing"}

# What holds of every replay of a provider's cache.
CACHES = "not considered: the shortest prompt that a provider caches, and what one of its machines has and another has not"
_BOUND = "nobody sells a cache that forgets nothing and costs nothing to write: this is the most that any could save"

# Calls that no cache is replayed for.
_UNCHANGED = {
    "blockless": "no prefix digests: {} unchanged: have the source state prefix_digests",
    "sizeless": "no size of a block: {} unchanged: have the source state block_tokens",
    "mixed": "audio, images or other input beside text: {} unchanged, for nobody says in which blocks these lie",
    "sums": "sums of many calls: {} unchanged",
    "flat": "paid for as a whole (subscription, provisioned): {} unchanged",
    "failed": "failed: {} unchanged, and none of them fills the cache",
}


class Replayed(NamedTuple):
    """What a cache would have held of calls, in tokens, and what else their blocks name."""

    calls: int
    text_tokens: int
    cached: int
    written: int


NOTHING = Replayed(0, 0, 0, 0)


def added(first: Replayed, second: Replayed) -> Replayed:
    """Two sums as one."""
    return Replayed(*(one + other for one, other in zip(first, second, strict=True)))


def about_states(states: Mapping[str, int]) -> Iterator[str]:
    """The calls that stay as they are, by why."""
    for state, text in _UNCHANGED.items():
        if states.get(state):
            yield text.format(many(states[state], "call"))


def about_shares(parts: int) -> Iterator[str]:
    """That calls which are asked again only sometimes have no times at which a cache was used."""
    if parts:
        yield "what is asked again by a route reads no cache: nobody knows when it would be asked"


def about_sellers(life: str, found: Mapping[str | None, Replayed]) -> Iterator[str]:
    """The calls whose models have no price for such a cache, and what nobody sells."""
    unsold = found.get(None, NOTHING)
    if unsold.calls:
        yield (
            f"no prices of a cache {_LASTING[life]}: {many(unsold.calls, 'call')} unchanged:"
            " see `tokenomics prices show MODEL`"
        )
    if life == "infinite":
        yield _BOUND


def about_cache(
    life: str, found: Mapping[str | None, Replayed], then: Decimal, plain: Decimal, currency: str
) -> Iterator[str]:
    """What a cache would have read and written, and whether it is worth it: costs with and without."""
    whole = NOTHING
    for meter, each in found.items():
        whole = added(whole, NOTHING if meter is None else each)
    if not whole.calls:
        return
    billed = sum(each.written for meter, each in found.items() if meter not in {None, "input"})
    written = f", and {billed:,} would be written to it at a price of their own" if billed else ""
    yield (
        f"A cache {_LASTING[life]} would hold {whole.cached:,} of the {whole.text_tokens:,} input tokens"
        f" of {many(whole.calls, 'call')} ({_share(whole)} %){written}."
    )
    yield _worth(life, then, plain, currency)


def _share(whole: Replayed) -> Decimal:
    """Of the input tokens those that are held, in percent: a tenth of one is much money."""
    part = EXACT.multiply(Decimal(whole.cached), Decimal(100))
    return rounded(EXACT.divide(part, Decimal(whole.text_tokens)), 1)


def _worth(life: str, then: Decimal, plain: Decimal, currency: str) -> str:
    saved = EXACT.subtract(plain, then)
    if not saved:
        return "It costs what no cache at all costs."
    share = f" ({percent(abs(saved), plain)})" if plain else ""
    money = f"{amount(abs(saved), currency)}{share}"
    if saved > 0:
        return f"It saves {money} against no cache at all."
    return (
        f"A cache {_LASTING[life]} LOSES money here: {money} more than no cache at all, for writing to it"
        " costs more than reading from it saves."
    )


def about_bound(life: str, calls: int, least: Decimal, cost: Decimal, currency: str) -> str:
    """What another life could at most save of calls whose blocks nobody knows: its least cost, and the cost."""
    saved = EXACT.subtract(cost, least)
    start = f"{many(calls, 'call')} without blocks wrote to caches of another life: with one {_LASTING[life]}"
    if saved > 0:
        return (
            f"{start} all would have cost at most {amount(saved, currency)} ({percent(saved, cost)}) less, were"
            " every prompt the beginning of the longest one in the cache; nothing of it is in the table."
        )
    return (
        f"{start} all would have cost at least {amount(abs(saved), currency)} more, whatever their prompts"
        " have in common; nothing of it is in the table."
    )


class Answers(NamedTuple):
    """Calls that state their prompt and that do not, those that repeat another, and retries of these."""

    calls: int
    silent: int
    repeats: int
    retries: int


def about_answers(found: Answers) -> Iterator[str]:
    """How many calls would be answered again, and how many of the repeats are none to be."""
    if not found.calls:
        return
    served = found.repeats - found.retries
    yield (
        f"{found.repeats:,} of {many(found.calls, 'call')} ({percent(found.repeats, found.calls)}) ask what was"
        f" answered before: {served:,} would be answered from a cache."
    )
    if found.retries:
        yield (
            f"{found.retries:,} of these repeats ({percent(found.retries, found.repeats)}) are retries"
            " (attempt above 1): their answer failed, so they are not given it again."
        )


def about_prompts(found: Answers, alike: str | None) -> Iterator[str]:
    """What is not known of prompts; `alike` is what says which of them are."""
    stated = "prompt_digest" if alike is None else alike
    if found.silent:
        yield f"no {stated}: {many(found.silent, 'call')} unchanged: have the source state it"
    if not found.calls:
        return
    if alike is None:
        yield "not considered: prompts that are only alike: where a tag or column says which, write '24h by tag:NAME'"
    else:
        yield f"calls of one {alike} get one answer: whether it is right for all of them nothing here tells"
    yield "who asks again for another answer, without an attempt that says so, gets the same one"
