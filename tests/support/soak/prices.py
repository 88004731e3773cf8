"""Prices that change: a book that grows by announcements and corrections, and the same as plain decimals."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from support.soak.sources import MYSTERY, Call

_MILLION = Decimal("0.000001")
_FIRST = date(2026, 1, 1)
_MODELS = (("acme", "fast-1"), ("acme", "deep-1"), ("umbra", "talk-1"), ("openai", "sum-1"))


class Announced(NamedTuple):
    """A price in dollars a million tokens from a day on, and when it was known and taken back."""

    provider: str
    model: str
    start: date
    input: Decimal
    output: Decimal
    known: date
    retracted: date | None = None


class Prices:
    """What was announced so far."""

    def __init__(self, chance: random.Random) -> None:
        """A price of each model but the one that nobody knows."""
        self.chance = chance
        self.announced = [self._drawn(*model, _FIRST, _FIRST) for model in _MODELS]
        self.changes = self.corrections = 0

    def _drawn(self, provider: str, model: str, start: date, known: date) -> Announced:
        cents = Decimal(self.chance.randint(1, 9_999)) / 100
        return Announced(provider, model, start, cents, cents * 4, known)

    def change(self, now: datetime) -> None:
        """One more announcement: a new price from today on, a correction of an old one, or the unknown one's."""
        today = now.date()
        provider, model = self.chance.choice((*_MODELS, ("acme", MYSTERY)))
        mine = [n for n, each in enumerate(self._standing()) if each.model == model]
        if model != MYSTERY and self.chance.random() < 0.5:
            self.corrections += 1
            old = self._standing()[self.chance.choice(mine)]
            self.announced[self.announced.index(old)] = old._replace(retracted=today)
            self.announced.append(self._drawn(provider, model, old.start, today))
            return
        start = _FIRST if model == MYSTERY else today - timedelta(days=self.chance.randint(0, 2))
        if all(each.start != start for each in self._standing() if each.model == model):
            self.changes += 1
            self.announced.append(self._drawn(provider, model, start, today))

    def _standing(self) -> list[Announced]:
        return [each for each in self.announced if each.retracted is None]

    def write(self, path: Path) -> None:
        """The announcements as a book of one's own, put there in one step."""
        text = "\n".join(
            ["known_at = 2026-01-01", "per = { token = 1_000_000 }", *map(_entry, self.announced)]
        )
        part = path.with_name(".prices.part")
        part.write_text(text, "utf-8")
        part.replace(path)

    def priced(self, calls: Iterable[Call]) -> list[tuple[Call, Decimal]]:
        """The calls with what each costs by what stands now; nothing where nobody knows."""
        standing = sorted(self._standing(), key=lambda each: each.start, reverse=True)
        found: list[tuple[Call, Decimal]] = []
        for call in calls:
            what, day = (call.provider, call.model), call.ts.date()
            price = next(
                (e for e in standing if (e.provider, e.model) == what and e.start <= day), None
            )
            cost = call.input * price.input + call.output * price.output if price else Decimal(0)
            found.append((call, cost * _MILLION))
        return found


def _entry(each: Announced) -> str:
    gone = f"retracted_at = {each.retracted}\n" if each.retracted else ""
    return (
        f'[[price]]\nprovider = "{each.provider}"\nmodel = "{each.model}"\nfrom = {each.start}\n'
        f"known_at = {each.known}\n{gone}"
        f'source = "a letter"\nrates = [{{ input = {each.input}, output = {each.output} }}]\n'
    )
