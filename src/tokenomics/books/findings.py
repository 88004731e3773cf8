"""What is doubtful about a pricebook: holes, jumps, prices above their like, what nobody looked at.

A finding that the entry's own note, dispute or gap explains is noted; one that nothing explains is
wrong until somebody mends the book or says why it is so. That time passes is no mistake of the book.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from tokenomics.books.book import Book
from tokenomics.books.difference import differences
from tokenomics.books.rates import STANDARD, Rate, key_of
from tokenomics.books.succession import meet, reaches, successions, unexplained, window_of
from tokenomics.books.windows import Window, covers
from tokenomics.records.meters import is_token
from tokenomics.records.money import plain

MAX_AGE = timedelta(days=90)
# Prices do change by more than tenfold, but rarely without a word.
_JUMP = 10
_MILLION = Decimal(1_000_000)


class Finding(NamedTuple):
    """Something doubtful about the prices of a model, and what explains it, if anything does.

    `model` is empty where it is about a provider. `is_wrong` says that nothing explains it.
    """

    kind: str
    provider: str
    model: str
    sentence: str
    explained: str = ""
    is_wrong: bool = True


def findings(
    book: Book, now: datetime, *, max_age: timedelta = MAX_AGE, against: Book | None = None
) -> list[Finding]:
    """Everything doubtful, what is wrong first; each sentence about a model once."""
    found = [
        *_of_keys(book, now),
        *_above(book),
        *_of_providers(book, now, max_age),
        *(() if against is None else _contradictions(book, against, now)),
    ]
    unique = dict.fromkeys(found)
    return sorted(unique, key=lambda f: (not f.is_wrong, f.kind, f.provider, f.model, f.sentence))


def _found(kind: str, rate: Rate, sentence: str, explained: str) -> Finding:
    return Finding(kind, rate.provider, rate.model, sentence, explained, is_wrong=not explained)


def _of_keys(book: Book, now: datetime) -> Iterator[Finding]:
    for rates in book.models.values():
        for same in successions(rates).values():
            for one, two in pairwise(same):
                yield from _between(book, one, two)
            for rate in same:
                yield from _of_rate(rate, now)


def _between(book: Book, one: Rate, two: Rate) -> Iterator[Finding]:
    """A hole between two successive prices, or a jump from one to the other."""
    if one.end is not None and two.start is not None and one.end < two.start:
        hole = Window(one.end, two.start)
        left = unexplained(book.gaps, key_of(one), hole)
        gap = "" if left else next(gap.why for gap in book.gaps if reaches(gap, key_of(one)))
        days = f"{_day(one.end)} to {_day(two.start)}"
        yield _found("hole", one, f"no price of {one.meter} from {days}", gap or two.note)
    if one.rate and two.rate and max(one.rate, two.rate) > _JUMP * min(one.rate, two.rate):
        sentence = f"{one.meter} from {_price(one)} to {_price(two)} on {_day(two.start)}"
        yield _found("jump", two, sentence, two.note)


def _of_rate(rate: Rate, now: datetime) -> Iterator[Finding]:
    if not rate.source or rate.source.endswith(".toml"):
        yield _found("no source", rate, f"nothing says where the price of {rate.meter} is from", "")
    if rate.disputed:
        yield Finding(
            "disputed", rate.provider, rate.model, rate.disputed, rate.note, is_wrong=False
        )
    promised = rate.end_expected
    if promised is not None and promised < now and covers(window_of(rate), now):
        sentence = f"{rate.meter} was promised until {_day(promised)} and is in force"
        yield _found("promise passed", rate, sentence, rate.note)


def _above(book: Book) -> Iterator[Finding]:
    """Cached reads that cost more than input, and batches that cost more than standard calls."""
    for rates in book.models.values():
        by_key = successions(rates)
        for key, same in by_key.items():
            if key.meter == "cache_read":
                yield from _dearer(
                    "cached above input", same, by_key.get(key._replace(meter="input"), ())
                )
            if key.service_tier == "batch":
                standard = by_key.get(key._replace(service_tier=STANDARD), ())
                yield from _dearer("batch above standard", same, standard)


def _dearer(kind: str, rates: Sequence[Rate], others: Sequence[Rate]) -> Iterator[Finding]:
    for rate in rates:
        for other in others:
            if meet(rate, other) and rate.rate > other.rate:
                sentence = f"{rate.meter} at {_price(rate)} is above {_price(other)}"
                yield _found(kind, rate, sentence, rate.note or other.note)


def _of_providers(book: Book, now: datetime, max_age: timedelta) -> Iterator[Finding]:
    """How many prices of each provider nobody has looked at for long, and how many have no start."""
    stale: dict[str, list[Rate]] = defaultdict(list)
    undated: dict[str, int] = defaultdict(int)
    oldest = (now - max_age).date()
    for rate in (rate for rates in book.models.values() for rate in rates):
        if rate.end is None and (rate.checked is None or rate.checked < oldest):
            stale[rate.provider].append(rate)
        if rate.undated:
            undated[rate.provider] += 1
    for provider, rates in stale.items():
        models = {rate.model for rate in rates}
        sentence = (
            f"{len(rates):,} prices of {len(models):,} models were last checked before {oldest}"
        )
        yield Finding("stale", provider, "", sentence, is_wrong=False)
    for provider, number in undated.items():
        sentence = f"{number:,} prices say no day since when they hold"
        yield Finding("undated", provider, "", sentence, is_wrong=False)


def _contradictions(book: Book, against: Book, now: datetime) -> Iterator[Finding]:
    """Prices of today that another book states differently."""
    for each in differences(book, against):
        if each.old is None or each.new is None or not covers(each.window, now):
            continue
        ours, theirs = _price(each.old), _price(each.new)
        sentence = f"{each.old.meter} is {ours}, and {theirs} in {against.name}"
        yield _found("contradiction", each.old, sentence, each.old.disputed or each.old.note)


def _day(at: datetime | None) -> str:
    return "ever" if at is None else f"{at:%Y-%m-%d}"


def _price(rate: Rate) -> str:
    price = rate.rate * _MILLION if is_token(rate.meter) else rate.rate
    tier = "" if rate.service_tier == STANDARD else f" ({rate.service_tier})"
    return f"{plain(price)}{tier}"
