"""What is owed as documents: a page of Markdown for each who owes, to be sent as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.reconciling.owing import Owed, Owing
from tokenomics.records.escape import escaped
from tokenomics.records.money import EXACT, largest_remainder, total
from tokenomics.records.words import count, money, percent, places_for, visible
from tokenomics.report.drawing import Grid, markdown_lines
from tokenomics.report.grid import circumstances

# What calls are told apart by within a statement, and how many of them are named.
WITHIN = ("feature", "model")
_SHOWN = 20
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")
# Letters of a file's name: some systems take 255, with what is put around it while it is written.
_LONGEST = 100
# Names of Windows' devices, whatever ends them.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def within(by: Sequence[str]) -> tuple[str, ...]:
    """The dimensions to ask for besides those that everybody owes by."""
    return tuple(name for name in WITHIN if name not in by)


def statements(owed: Owed, calls: Owed, *, prices: str) -> Mapping[str, str]:
    """The page of each who owes by the name of its file; what is shown sums to the whole, as in the listing.

    `calls` is the same question by the dimensions `within` besides; `prices` says in words which ones.
    """
    places = places_for(total(of.owed for of in owed.owing))
    shown = largest_remainder([of.owed for of in owed.owing], places)
    pages: dict[str, str] = {}
    taken: set[str] = set()
    for of, whole in zip(owed.owing, shown, strict=True):
        mine = [each for each in calls.owing if each.key[: len(of.key)] == of.key]
        by, page = calls.by[len(of.key) :], _Page(owed, of, whole, places)
        pages[_name(of, taken)] = "\n".join([*_head(page, prices), *_calls(page, mine, by)]) + "\n"
    return pages


class _Page(NamedTuple):
    """Of whom a page is, what it shows as owed, and with how many decimals."""

    owed: Owed
    of: Owing
    whole: Decimal
    places: int

    @property
    def parts(self) -> Mapping[str, Decimal]:
        """What it consists of, as it is shown."""
        of = self.of
        every = {
            "calls": of.calls, "overheads": of.besides.overheads, "people's time": of.besides.labour,
            "share of what is of no single one": of.share,
        }  # fmt: skip
        found = {name: part for name, part in every.items() if part or name == "calls"}
        return dict(zip(found, fitted([*found.values()], self.whole, self.places), strict=True))


def fitted(parts: Sequence[Decimal], whole: Decimal, places: int) -> list[Decimal]:
    """The parts rounded so that they sum to a whole that is itself rounded, where that is off by the most.

    >>> [str(part) for part in fitted([Decimal("1.004"), Decimal("2.004")], Decimal("3.01"), 2)]
    ['1.00', '2.01']
    """
    most = max(range(len(parts)), key=lambda at: abs(parts[at]))
    off = EXACT.subtract(whole, total(parts))
    exact = [EXACT.add(part, off) if at == most else part for at, part in enumerate(parts)]
    return largest_remainder(exact, places)


def _name(of: Owing, taken: set[str]) -> str:
    """A file name that every system takes, and that no other statement has."""
    fit = _UNFIT.sub("-", "_".join(part or "none" for part in of.key)).strip("-.")
    plain = fit[:_LONGEST].strip("-.") or "statement"
    if _DEVICE.match(plain):
        plain = f"statement-{plain}"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain}-{number}"
    taken.add(name.lower())
    return f"{name}.md"


def _head(page: _Page, prices: str) -> Iterator[str]:
    """Who owes how much, what it consists of and how a share of others came about."""
    owed, of = page.owed, page.of
    report, currency = owed.report, owed.report.query.currency
    who = ", ".join(f"{name} {visible(value)}" for name, value in zip(owed.by, of.key, strict=True))
    whole = money(page.whole, page.places)
    yield from (f"# Statement of {escaped(who)}", "", escaped(circumstances(report, prices)), "")
    yield from (f"**{whole} {currency} owed.**", "")
    body = tuple((name, money(part, page.places)) for name, part in page.parts.items())
    yield from markdown_lines(Grid(1, ("what", currency), body, ("owed", whole)))
    if of.share:
        how = "each bears the same" if owed.share_by == "even" else f"weighed by {owed.share_by}"
        yield from ("", f"The share is {percent(of.share, owed.shared)} of {money(owed.shared, page.places)} {currency}, {how}: calls that state no {escaped(owed.by[0])}, and costs that belong to no single one.")  # fmt: skip
    if of.has_unpriced:
        yield from ("", "Some of its usage has no price and is in no amount.")


def _calls(page: _Page, calls: Sequence[Owing], by: Sequence[str]) -> Iterator[str]:
    """What its calls cost, the dearest first, and what is left as one line."""
    if not (calls and by):
        return
    ordered = sorted(calls, key=lambda each: (-each.calls, str(each.key)))
    skipped = len(page.of.key)
    lines = [(*map(visible, each.key[skipped:]),) for each in ordered[:_SHOWN]]
    sums = [(each.requests, each.calls) for each in ordered[:_SHOWN]]
    if rest := ordered[_SHOWN:]:
        lines.append((f"{len(rest):,} more", *("" for _ in by[1:])))
        sums.append((sum(each.requests for each in rest), total(each.calls for each in rest)))
    whole = page.parts["calls"]
    costs = fitted([cost for _, cost in sums], whole, page.places)
    body = tuple(
        (*names, count(number), money(cost, page.places))
        for names, (number, _), cost in zip(lines, sums, costs, strict=True)
    )
    requests = count(sum(number for number, _ in sums))
    last = ("total", *("" for _ in by[1:]), requests, money(whole, page.places))
    yield from ("", "## Its calls", "")
    yield from markdown_lines(Grid(len(by), (*by, "requests", "cost"), body, last))
