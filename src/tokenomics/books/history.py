"""What a name has cost since when: every price that was ever stated, and the times without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from tokenomics.books.book import Book
from tokenomics.books.match import Match, matches, models_named
from tokenomics.books.rates import ANY, STANDARD, Gap, Rate, RateKey, key_of
from tokenomics.books.succession import FIRST, holes, unexplained
from tokenomics.books.windows import Window, common
from tokenomics.records.meters import BY_NAME

_PLACE = {meter: place for place, meter in enumerate(BY_NAME)}


class Episode(NamedTuple):
    """One price of what a name meant, in a window; `before` is the one believed before it.

    Without a rate nobody knows the price, and `why` says so.
    """

    key: RateKey
    window: Window
    rate: Rate | None
    before: Rate | None
    why: str


def history(book: Book, name: str, *, every: bool = False) -> list[Episode]:
    """The prices of a name, `model` or `provider/model`, meter by meter in the order of time.

    A name that moved has the prices of each model while it meant it. Unless `every` kind of call
    is asked for, those of the plainest: the standard tier, no region, variant, hours or long
    context. Raises PriceError with the nearest name where no provider has it.
    """
    models_named(book, name)
    return [
        episode
        for provider in sorted(book.providers)
        for episode in _of_provider(book, matches(book, provider, name), every=every)
    ]


def hidden(book: Book, name: str) -> int:
    """How many prices of a name are not those of the plainest calls."""
    named = set(models_named(book, name))
    return sum((r.provider, r.model) in named and not _is_plain(key_of(r)) for r in book.rates)


def status(rate: Rate) -> str:
    """What else there is to say of a rate: taken back, undated, promised, disputed."""
    told: list[str] = []
    if rate.retracted_at is not None:
        announced = f"announced {rate.known_at}, " if rate.known_at else ""
        told.append(f"retracted: {announced}taken back {rate.retracted_at}")
    if rate.undated:
        told.append("undated")
    if rate.end_expected is not None:
        told.append(f"promised until {rate.end_expected:%Y-%m-%d}")
    if rate.disputed:
        told.append(f"disputed: {rate.disputed}")
    return "; ".join(told)


def _of_provider(book: Book, found: Sequence[Match], *, every: bool) -> Iterator[Episode]:
    """The prices of one provider: the windows of each kind of call, whatever model they are of."""
    stated: dict[RateKey, list[tuple[Window, Rate]]] = defaultdict(list)
    for match in found:
        own = (match.provider, match.model)
        rates = (*book.models[own], *(r for r in book.retracted if r[:2] == own))
        for rate in rates:
            window = common(Window(rate.start, rate.end), match.window)
            if window is not None and (every or _is_plain(key_of(rate))):
                stated[key_of(rate)._replace(model="")].append((window, rate))
    missing = [gap for match in found for gap in _gaps(book, match, every=every)]
    of_kinds = [e for of_kind in stated.values() for e in _of_kind(book.gaps, of_kind)]
    yield from sorted((*missing, *of_kinds), key=_order)


def _of_kind(gaps: Iterable[Gap], stated: Sequence[tuple[Window, Rate]]) -> Iterator[Episode]:
    """The prices of one kind of call, and the times between them that nothing explains."""
    believed = sorted(
        (one for one in stated if one[1].retracted_at is None),
        key=lambda one: one[0].start or FIRST,
    )
    for window, rate in stated:
        earlier = [old for of, old in believed if (of.start or FIRST) < (window.start or FIRST)]
        before = earlier[-1] if earlier else None
        yield Episode(key_of(rate), window, rate, before, "")
    for hole in holes(window for window, _ in believed):
        key = key_of(next(rate for window, rate in believed if window.start == hole.end))
        for part in unexplained(gaps, key, hole):
            yield Episode(key, part, None, None, "no price is known, and nothing says why")


def _gaps(book: Book, match: Match, *, every: bool) -> Iterator[Episode]:
    for gap in book.gaps:
        if gap.provider != match.provider or match.model not in gap.models:
            continue
        window = common(Window(gap.start, gap.end), match.window)
        tiers = gap.tiers or (STANDARD,)
        for tier in tiers if every else {STANDARD}.intersection(tiers):
            for meter in gap.meters or (ANY,):
                key = RateKey(match.provider, match.model, meter, tier, 0, None, None, None)
                if window is not None:
                    yield Episode(key, window, None, None, gap.why)


def _is_plain(key: RateKey) -> bool:
    return key[3:] == (STANDARD, 0, None, None, None)


def _order(episode: Episode) -> tuple[int | str | datetime, ...]:
    """By meter and kind of call, then by time, and what was taken back before what is believed."""
    key, rate = episode.key, episode.rate
    kind = (
        key.service_tier != STANDARD, key.service_tier, key.context_min,
        key.region or "", key.variant or "", key.hours or "",
    )  # fmt: skip
    is_believed = rate is None or rate.retracted_at is None
    place = -1 if key.meter == ANY else _PLACE.get(key.meter, len(_PLACE))
    return (place, key.meter, *kind, episode.window.start or FIRST, is_believed)
