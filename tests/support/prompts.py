"""Requests that are estimated at the prices of the cost tests: small costs 2 and 8 a million."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.usage import NOW, book_of
from tokenomics.estimating import Asked, Estimate, Estimated, Plan, Prices, estimate
from tokenomics.estimating.files import Prompt

SMALL = ("acme", "small")
NO_PLAN = Plan()


def prices(folder: Path) -> Prices:
    """The prices of the cost tests, as of their day."""
    return Prices(book_of(folder), NOW)


def asked(text: str = "one two three", **more: Any) -> Asked:
    """A request of ten tokens: three of text, one of the role, three around, three before the answer."""
    return Asked({"messages": [{"role": "user", "content": text}], **more})


def guess(
    folder: Path, *, model: tuple[str, str] = SMALL, plan: Plan = NO_PLAN, **request: Any
) -> Estimate:
    """What a request costs with small."""
    return estimate(asked(**request), model, plan, prices(folder))


def prompt(
    folder: Path,
    file: str = "a.md",
    number: int | None = None,
    *,
    model: tuple[str, str] = SMALL,
    plan: Plan = NO_PLAN,
    **request: Any,
) -> Estimated:
    """A prompt of a file, estimated."""
    of = asked(**request)
    return Estimated(Prompt(file, number, of), estimate(of, model, plan, prices(folder)))
