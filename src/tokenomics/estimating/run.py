"""Prompts estimated one by one, with the model that is named for all or that each asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tokenomics.estimating.estimate import Estimate, Prices, estimate
from tokenomics.estimating.files import Prompt
from tokenomics.estimating.uses import Plan
from tokenomics.guard.naming import meant, meant_or_unknown
from tokenomics.records.errors import InputError


class Estimated(NamedTuple):
    """A prompt and what it will cost."""

    prompt: Prompt
    estimate: Estimate


def estimated(
    prompts: Sequence[Prompt],
    prices: Prices,
    *,
    model: str | None = None,
    provider: str | None = None,
    plan: Plan = Plan(),  # noqa: B008 - a plain value that nobody changes
) -> list[Estimated]:
    """What each prompt costs with `model`, else with the model that its request names.

    Raises PriceError for a `model` without a price, InputError where neither names one. The unknown
    model of a request is no error: its estimate has no price.
    """
    known: dict[str, tuple[str, str]] = {}
    if model is not None:
        known[model] = meant(prices.book, model, provider)
    found: list[Estimated] = []
    for prompt in prompts:
        name = model or str(prompt.asked.request.get("model") or "")
        if not name:
            raise InputError(f"{place(prompt)}: no model is named: say it with --model")
        if name not in known:
            known[name] = meant_or_unknown(prices.book, name, provider)
        found.append(Estimated(prompt, estimate(prompt.asked, known[name], plan, prices)))
    return found


def place(prompt: Prompt) -> str:
    """Where a prompt stands: its file, and its line."""
    return prompt.file if prompt.number is None else f"{prompt.file}:{prompt.number}"
