"""Logs full of canaries: words that nobody else writes, so that wherever one turns up it got there from a log.

To add a format: write support/canaries/NAME.py with a function `logs` that takes a `Mint` and gives
files by name. Every field of text gets a canary, good rows made with the mint and refused ones with
`mint.refused()`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple

Files = Mapping[str, str]
Row = dict[str, Any]
_NUMBERED = re.compile(r"canary(\d+)bird")


class Mint(NamedTuple):
    """Makes canaries, and remembers what must become of each: dropped, replaced or kept."""

    dropped: list[str]
    people: list[str]
    keeps: list[str]
    numbers: Iterator[int]

    def gone(self, what: str) -> str:
        """A word that must not be stored."""
        return self._made(self.dropped, f"gone{what}")

    def secret(self, what: str) -> str:
        """A key that must not be stored."""
        return self._made(self.dropped, f"sk-proj-gone{what}")

    def person(self, what: str) -> str:
        """A name that must be stored as a pseudonym."""
        return self._made(self.people, f"person{what}")

    def mail(self, what: str) -> str:
        """An e-mail address, likewise."""
        return self._made(self.people, f"person{what}", "@example.com")

    def kept(self, what: str) -> str:
        """A word that must be found in the ledger as it is."""
        return self._made(self.keeps, f"kept{what}")

    def refused(self) -> Mint:
        """The mint for a row that is refused: nothing of it may be stored."""
        return self._replace(people=self.dropped, keeps=self.dropped)

    def _made(self, words: list[str], beginning: str, end: str = "") -> str:
        words.append(f"{beginning}canary{next(self.numbers)}bird{end}")
        return words[-1]


def mint() -> Mint:
    """A mint that has made nothing yet."""
    return Mint([], [], [], count())


def numbers_in(text: str) -> set[str]:
    """The numbers of all canaries that are in a text."""
    return set(_NUMBERED.findall(text))


def lines(rows: Iterable[Row | str]) -> str:
    """JSON Lines of the rows; text is a line as it is."""
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def broken(given: Mint) -> str:
    """A line that is no JSON."""
    return '{"' + given.gone("line") + '": '


def table(rows: list[Row]) -> str:
    """A CSV table of the rows."""
    text = io.StringIO()
    sheet = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue()
