"""What the findings of waste mean in sentences: what it is, what is at stake, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tokenomics.analysis.caching import Writes
from tokenomics.analysis.capacity import Capacity
from tokenomics.analysis.lengths import LEAST_CALLS, TOO_LONG, Groups
from tokenomics.analysis.premium import Premium
from tokenomics.analysis.stakes import Stake
from tokenomics.records.words import amount, many, measure, percent

CACHE, UNREAD = "cache savings", "writes never read"
GATEWAY = "answered by a gateway"
SLOW, FAST, WAIT = "batch and flex", "priority", "if it could wait"
OUTPUT, INPUT = "long output", "long input"
PREMIUM, CAPACITY = "dear for short work", "idle capacity"

NO_FEATURE = "no call states a feature: nothing tells how long calls usually are"
NO_STEP = "no call states a step: a call's length is compared with all calls of its feature"
OVERLAP = "one call may be in several rows, so their amounts do not add up"


class Said(NamedTuple):
    """What a sentence is about: a finding's stake, its part of the whole cost, and the currency."""

    stake: Stake
    whole: Decimal | None
    currency: str

    def amount(self, value: Decimal) -> str:
        """An amount as people read it."""
        return amount(value, self.currency)

    @property
    def at_stake(self) -> str:
        """What is at stake, or was saved, without its sign."""
        return self.amount(abs(self.stake.at_stake))

    @property
    def part(self) -> str:
        """The part of the whole cost that the calls are."""
        return percent(self.stake.cost, self.whole or 0)


def sentence(name: str, said: Said) -> str:
    """What a finding means, and what to do about it."""
    return _SENTENCES[name](said)


def _cache(said: Said) -> str:
    if said.stake.at_stake < 0:
        return (
            f"{CACHE}: caches cost {said.at_stake} more to write than reading them saved:"
            " cache only what is sent again soon"
        )
    return (
        f"{CACHE}: reading from caches saved {said.at_stake}, what writing to them cost more taken off:"
        " lost if prompts no longer begin alike"
    )


def _slow(said: Said) -> str:
    return (
        f"{SLOW}: {said.part} of the cost is at tiers that may wait, which saved {said.at_stake}"
        " against the standard price"
    )


_SENTENCES: dict[str, Callable[[Said], str]] = {
    CACHE: _cache,
    GATEWAY: lambda said: (
        f"{GATEWAY}: {many(said.stake.calls, 'call')} that a gateway answered from its own cache would have cost"
        f" {said.at_stake}: look whether more questions are asked again alike"
    ),
    UNREAD: lambda said: (
        f"{UNREAD}: {said.at_stake} more than plain input was paid to write to caches what nothing read"
        " in time: cache only what is sent again within the cache's life"
    ),
    SLOW: _slow,
    FAST: lambda said: (
        f"{FAST}: {said.part} of the cost is at the priority tier, {said.at_stake} more than at the"
        " standard price: keep it for what somebody waits for"
    ),
    WAIT: lambda said: (
        f"{WAIT}: at the batch price the calls of the standard tier would have cost up to"
        f" {said.at_stake} less: find the features that nobody waits for"
    ),
    OUTPUT: lambda said: (
        f"{OUTPUT}: what goes beyond {TOO_LONG} x the median output of the feature, model and step cost"
        f" {said.at_stake}: ask for shorter answers, or limit them"
    ),
    INPUT: lambda said: (
        f"{INPUT}: what goes beyond {TOO_LONG} x the median input of the feature and step cost at least"
        f" {said.at_stake}: send less history and fewer documents"
    ),
    PREMIUM: lambda said: (
        f"{PREMIUM}: {said.stake.calls:,} short calls to dear models would have cost {said.at_stake} less"
        " with the cheapest model of the provider that the feature uses already"
    ),
}  # fmt: skip


def about_capacity(found: Capacity, currency: str) -> Iterator[str]:
    """What was paid for capacity, how much of the time it was used, and what it served."""
    said = Said(
        Stake(found.calls, found.tokens, found.bought or Decimal(0), Decimal(0)), None, currency
    )
    if found.bought is not None:
        text = f"{CAPACITY}: {said.amount(found.bought)} was paid for provisioned capacity"
        if found.idle is not None:
            hours = f"{_hours(found.empty)} of {_hours(found.paid)} hours"
            text += (
                f"; in {hours} no call used it: at least {percent(found.idle, found.bought)} idle,"
                f" {said.amount(found.idle)}: buy less of it, or send it more of the calls"
            )
        yield text
    if found.calls and found.listed is not None:
        yield (
            f"{CAPACITY}: the {found.calls:,} calls on capacity would have cost"
            f" {said.amount(found.listed)} by the token"
        )


def _hours(value: Fraction) -> str:
    return measure(Decimal(value.numerator) / Decimal(value.denominator))


def about_unpriced(name: str, calls: int) -> Iterator[str]:
    """That calls are left out because nobody knows what they would have cost otherwise."""
    if calls:
        kind = "batch price" if name == WAIT else "price of what they would have been"
        yield f"{name}: {many(calls, 'call')} left out, for want of a {kind}"


def about_writes(writes: Writes) -> Iterator[str]:
    """Of how many writes it is not known whether they were read."""
    if writes.guessed:
        yield (
            f"{UNREAD}: {many(writes.guessed, 'call')} without a session: any read of the feature and model"
            " counts as theirs, so that less is found"
        )
    if writes.guessed < writes.calls:
        yield f"{UNREAD}: a read by another session is not seen as one of the same prefix"
    if writes.waiting:
        yield f"{UNREAD}: {many(writes.waiting, 'call')} wrote too late to tell, and are left out"


def about_groups(name: str, groups: Groups) -> Iterator[str]:
    """How many calls are compared with nothing."""
    if groups.few:
        yield (
            f"{name}: {many(groups.calls, 'call')} left out, as they have fewer than {LEAST_CALLS} to be compared with"
        )


def about_premium(found: Premium) -> Iterator[str]:
    """Which short calls of dear models are not in the finding."""
    if found.unmeasured:
        yield f"{PREMIUM}: for {many(found.unmeasured, 'call')} no cheaper model is measured on the feature"
    if found.worse:
        yield f"{PREMIUM}: {many(found.worse, 'call')} left out, as cheaper models succeed less often"
    if not found.compared:
        yield f"{PREMIUM}: no outcomes compare how often the models succeed"


def about_kinds(sums: int, flat: int) -> Iterator[str]:
    """Of which calls less can be told."""
    if sums:
        yield f"{many(sums, 'call')} are known as sums alone: no length or read of theirs is"
    if flat:
        yield (
            f"{many(flat, 'call')} are of a subscription or of capacity: their amounts are what they would cost"
            " by the token"
        )
