"""Calls that stay where they are, because outcomes say that quality would fall."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics.analysis.stakes import Base
from tokenomics.records.money import ZERO, total
from tokenomics.replaying import evidence_words as words
from tokenomics.replaying.evidence import REQUESTS, Evidence, Group, decided, grouped
from tokenomics.replaying.evidence_words import Compared
from tokenomics.replaying.holding import standing
from tokenomics.replaying.routes import Target, seller

KEPT = "calls.decision IS NOT NULL"


class Held(NamedTuple):
    """Calls, and which of them each route is still about. `stayed` is the flag of those that would
    have gone, None where there are none, `compared` what is known of each group.
    """

    base: Base
    picks: Sequence[str]
    stayed: Sequence[str] | None
    compared: Sequence[Compared]


def held(
    evidence: Evidence | None, base: Base, picks: Sequence[str], chains: Sequence[Sequence[Target]]
) -> Held:
    """What of the calls that are picked may go to the first of each chain's models.

    `picks` are SQL of flags that exclude one another. Raises ConfigError as `seller` does.
    """
    if evidence is None:
        return Held(base, picks, None, ())
    found = [
        (group, compared)
        for group, (calls,) in grouped(evidence, base, picks, REQUESTS)
        if (compared := _compared(evidence, group, int(calls), chains[group.picked]))
    ]
    worse = {group: 0 for group, compared in found if compared.standing == "worse"}
    told = [compared for _, compared in found]
    if not worse:
        return Held(base, picks, None, told)
    mine = decided(evidence, base, picks, worse)
    going = [f"{pick} AND ({KEPT}) IS NOT TRUE" for pick in picks]
    return Held(mine, going, [f"{pick} AND {KEPT}" for pick in picks], told)


def told(found: Sequence[Compared], unclaimed: Decimal, currency: str) -> tuple[str, ...]:
    """How many calls stay, and how often the tasks of those that go would succeed."""
    stay = sum(each.calls for each in found if each.standing == "worse")
    of = sum(each.calls for each in found)
    return (*words.stay(stay, of, unclaimed, currency), *words.expected(found))


def remarks(evidence: Evidence | None, found: Sequence[Compared]) -> tuple[str, ...]:
    """What is known of the quality of what goes and stays."""
    if evidence is None:
        return (words.NO_OUTCOMES,)
    return (*words.standings(found), *words.mixed(found))


def _compared(
    evidence: Evidence, group: Group, calls: int, chain: Sequence[Target]
) -> Compared | None:
    """What is known of calls that another model would answer; None where it is the same one."""
    to, model = chain[0], group.model or ""
    provider = seller(evidence.book, group.provider, to)
    mine = evidence.named(group.provider, model)
    if mine == evidence.named(provider, to.model):
        return None
    now = evidence.tally(group, group.provider, model)
    then = evidence.tally(group, provider, to.model)
    again = total(each.share for each in chain[1:]) if chain[1:] else ZERO
    shown = (model or "no model", to.model)
    if shown[0] == shown[1]:
        shown = (f"{group.provider}/{model}", f"{provider}/{to.model}")
    stands = standing(then, now, again)
    return Compared(group.feature, group.band, *shown, calls, now, then, stands, bool(again))
