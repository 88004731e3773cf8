"""A comparison as a table for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tokenomics.analysis.intervals import NO_INTERVAL, Interval
from tokenomics.comparing.difference import Diff, Side
from tokenomics.comparing.words import amounts, interval_words, percent_change
from tokenomics.records.money import ZERO
from tokenomics.records.words import many, visible
from tokenomics.report import listing_data
from tokenomics.report.diff_grid import groups, measures
from tokenomics.report.drawing import lines
from tokenomics.report.envelope import instant
from tokenomics.report.grid import limits
from tokenomics.report.origin import Origin
from tokenomics.report.table import page

NO_CHANGE = "no change"


def table(diff: Diff, *, prices: str = "list prices", width: int = 80) -> str:
    """The comparison as lines of at most `width` characters, as far as its figures allow."""
    drawn = lines(measures(diff), width)
    if diff.listing.rows:
        drawn += ["", *lines(groups(diff), width)]
    return page(title(diff, prices), drawn, notes(diff), width)


def to_json(diff: Diff, origin: Origin) -> str:
    """The comparison as one JSON object; equal comparisons and origins give equal bytes."""
    return json.dumps(envelope(diff, origin), indent=2, ensure_ascii=False) + "\n"


def envelope(diff: Diff, origin: Origin) -> dict[str, Any]:
    """The envelope of its listing, with both sides and how the gates were judged."""
    found = listing_data.envelope(diff.listing, origin)
    return {
        **found,
        "notes": notes(diff),
        "base": _side(diff.base),
        "head": _side(diff.head),
        "new_unpriced": [
            f"{entry.provider} {entry.model or ''}".strip() for entry in diff.unpriced
        ],
        "gates": [verdict._asdict() for verdict in diff.gates],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name,
        "kind": side.kind,
        "first": instant(side.first),
        "last": instant(side.last),
        "requests": side.requests,
    }


def title(diff: Diff, prices: str) -> str:
    """What is compared, in which currency and at which prices."""
    return f"{visible(diff.listing.title)}, {diff.listing.report.query.currency}, {prices}"


def notes(diff: Diff) -> list[str]:
    """The result in a sentence, how gates were judged, what has no price, and what limits it."""
    return [headline(diff), *verdicts(diff), *unpriced(diff), *beside(diff)]


def headline(diff: Diff) -> str:
    """What happened to the cost of the unit that matters, in one sentence."""
    if diff.is_same:
        return NO_CHANGE
    name = f"cost_per_{diff.unit}"
    before, after = (diff.amount(f"{name}{end}") for end in ("_before", ""))
    words = f"cost per {diff.unit}"
    if before is None or after is None:
        before, after, words = diff.amount("cost_before"), diff.amount("cost"), "cost"
    share = diff.amount(f"{name}_change" if words != "cost" else "cost_change")
    from_to = amounts(before or ZERO, after or ZERO, diff.listing.report.query.currency)
    sure = _sure(diff.interval(diff.unit)) if words != "cost" else None
    more = None if diff.is_priced else "not all usage has a price"
    change = None if share is None else percent_change(share)
    brackets = ", ".join(filter(None, [change, sure, more]))
    return f"{words} {from_to}{f' ({brackets})' if brackets else ''}"


def _sure(of: Interval) -> str | None:
    if of == NO_INTERVAL:
        return None
    is_noise = of.low is not None and of.low <= 0 and (of.high is None or of.high >= 0)
    return f"{interval_words(of)}{', within noise' if is_noise else ''}"


def verdicts(diff: Diff) -> Iterator[str]:
    """A sentence for each gate that does not simply pass."""
    for verdict in diff.gates:
        if verdict.sentence:
            yield f"gate {verdict.gate} {verdict.outcome}: {verdict.sentence}"


def unpriced(diff: Diff) -> Iterator[str]:
    """A sentence for each model that has no price now and needed none before."""
    for entry in diff.unpriced:
        name = f"{entry.provider} {entry.model or '(no model)'}"
        used = many(entry.requests, "request")
        yield visible(f"new and without a price: {name}, {used}: {entry.reason}")


def beside(diff: Diff) -> Iterator[str]:
    """What limits the comparison, and how much is not shown."""
    yield from map(visible, diff.listing.remarks)
    more = diff.listing.row_count - len(diff.listing.rows)
    if more:
        yield f"{many(more, 'more row')} {'is' if more == 1 else 'are'} not shown"
    yield from limits(diff.listing.report)
