"""Whether prompts may cost more than they may, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from tokenomics import tokens
from tokenomics.estimating.counting import answers
from tokenomics.estimating.estimate import Estimate, Prices, estimate
from tokenomics.estimating.run import Estimated, place
from tokenomics.estimating.sums import summed
from tokenomics.estimating.uses import Note, Plan
from tokenomics.guard.prices import nearest_below
from tokenomics.guard.units import units_of
from tokenomics.records.errors import ConfigError, unknown
from tokenomics.records.money import ZERO, Money, parse_money, plain
from tokenomics.records.words import amount, many

PER = ("file", "request")
# So many requests are estimated again with other models; more would take too long for a hint.
_FEW = 100
_UNKNOWN: Mapping[Note, str] = {
    "media": "it has images or other parts that are no text: say --media-tokens N",
    "elsewhere": "it goes on with what the provider keeps",
    "endless": "it may use a tool that is charged by the use without end: give the tool max_uses, or the call max_tool_calls",
    "no_cap": "its answer has no end that is known: say --output N",
}  # fmt: skip


class Limit(NamedTuple):
    """What prompts may cost: all together, or each file or request."""

    money: Money
    per: str | None = None

    @property
    def words(self) -> str:
        """`0.50 USD`, `0.50 USD a file`."""
        return f"{plain(self.money.amount)} {self.money.currency}{f' a {self.per}' if self.per else ''}"


class Verdict(NamedTuple):
    """Whether a limit is kept, and the sentence that says so."""

    passed: bool
    sentence: str


def parse_limit(text: str, currency: str) -> Limit:
    """`0.50 USD`, or `0.02/request` in the currency of the report. Raises InputError for anything else."""
    money, slash, per = (part.strip() for part in text.partition("/"))
    if slash and per not in PER:
        raise ConfigError(f"a cost of {text!r}: {unknown('unit', per, PER)}")
    limit = Limit(parse_money(money, currency), per or None)
    if limit.money.currency != currency:
        raise ConfigError(
            f"a limit in {limit.money.currency} cannot judge an estimate in {currency}"
        )
    if limit.money.amount < 0:
        raise ConfigError(f"a limit of {text} lets nothing pass: give 0 or more")
    return limit


def judge(found: Sequence[Estimated], limit: Limit, plan: Plan, prices: Prices) -> Verdict:
    """Whether the most that prompts may cost is within a limit.

    It is not where nobody can know it: without a price, with an image that nobody counted. Then the
    first such prompt is named, else the dearest, with what to do.
    """
    for each in found:
        if each.estimate.cost_high is None:
            why = _why(each.estimate)
            return Verdict(False, f"what {place(each.prompt)} may cost is not known: {why}")
    groups = _groups(found, limit.per)
    most = {name: _most(group) for name, group in groups.items()}
    worst = max(most, key=lambda name: most[name])
    if most[worst] <= limit.money.amount:
        whose = f"the dearest, {worst}," if len(groups) > 1 else worst
        return Verdict(
            True, f"{whose} costs {_money(most[worst], limit)} at most, within {limit.words}"
        )
    over = sum(high > limit.money.amount for high in most.values())
    others = f" (so may {many(over - 1, 'other')})" if over > 1 else ""
    says = f"{worst} may cost {_money(most[worst], limit)}, more than {limit.words}{others}"
    advice = "; ".join(_advice(groups[worst], limit, plan, prices))
    return Verdict(False, f"{says}{_share(groups[worst], limit)}: {advice}")


def _groups(found: Sequence[Estimated], per: str | None) -> Mapping[str, list[Estimated]]:
    """What is judged together, by its name."""
    files = list(dict.fromkeys(each.prompt.file for each in found))
    whole = files[0] if len(files) == 1 else many(len(files), "file")
    groups: dict[str, list[Estimated]] = defaultdict(list)
    for each in found:
        name = {"file": each.prompt.file, "request": place(each.prompt)}.get(per or "", whole)
        groups[name].append(each)
    return groups


def _most(group: Sequence[Estimated]) -> Decimal:
    return summed([each.estimate for each in group]).cost_high or ZERO


def _money(value: Decimal, limit: Limit) -> str:
    return amount(value, limit.money.currency)


def _share(group: Sequence[Estimated], limit: Limit) -> str:
    """Which file costs most, where several are judged together."""
    files = _groups(group, "file")
    if len(files) == 1:
        return ""
    worst = max(files, key=lambda name: _most(files[name]))
    return f", most of all {worst} with {_money(_most(files[worst]), limit)}"


def _why(lacking: Estimate) -> str:
    """Why nobody knows what a prompt may cost."""
    if (gone := lacking.unpriced) is not None:
        near = f"; nearest: {', '.join(gone.nearest)}" if gone.nearest else ""
        return f"{gone.provider} {gone.model} has no price: {gone.reason}{near}"
    known = (_UNKNOWN[note] for note in _UNKNOWN if note in lacking.notes)
    return next(known, f"something that {lacking.provider}/{lacking.model} may use has no price")


def _advice(group: Sequence[Estimated], limit: Limit, plan: Plan, prices: Prices) -> Iterator[str]:
    """What would make a group cheaper, or its cost surer."""
    estimates = [each.estimate for each in group]
    caps = [each.output_tokens_high or 0 for each in estimates if "cap" in each.notes]
    if caps:
        yield f"an answer may have {max(caps):,} tokens, say how many with --output N or max_tokens"
    if any(each.counted == "bytes" for each in estimates):
        yield f"tokens are guessed from bytes, {tokens.INSTALL} counts them"
    cheaper = None if caps else _cheaper(group, limit, plan, prices)
    if cheaper is not None:
        most = _most(_again(group, cheaper, plan, prices))
        yield f"{cheaper} would cost {_money(most, limit)}, or shorten it"
    elif not caps:
        yield "shorten it, or allow more"


def _cheaper(group: Sequence[Estimated], limit: Limit, plan: Plan, prices: Prices) -> str | None:
    """The nearest model of the same provider with which a group is within a limit, where there is one."""
    if len(group) > _FEW:
        return None
    own = group[0].estimate
    found: dict[str, int] = {}
    for provider, model in prices.book.models:
        if provider == own.provider and model != own.model and answers(model) == answers(own.model):
            most = summed(
                [each.estimate for each in _again(group, f"{provider}/{model}", plan, prices)]
            )
            if most.cost_high:
                found[model] = units_of(most.cost_high)
    near = nearest_below(found, own.model, units_of(limit.money.amount))
    return None if near is None else f"{own.provider}/{near}"


def _again(group: Sequence[Estimated], model: str, plan: Plan, prices: Prices) -> list[Estimated]:
    """The same prompts with another model."""
    provider, _, name = model.partition("/")
    return [
        each._replace(estimate=estimate(each.prompt.asked, (provider, name), plan, prices))
        for each in group
    ]
