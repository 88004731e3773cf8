"""`tk.estimate`: what a call will cost before it is made, for programs and notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tokenomics.books import exchanged
from tokenomics.config import exchange_of, load
from tokenomics.estimating import Estimate, Plan, Prices, call_of, meant
from tokenomics.estimating import estimate as estimate_of
from tokenomics.handle import Moment, book_of, instant
from tokenomics.records.errors import InputError


def estimate(  # noqa: PLR0913 - what may be said of a call, each named
    messages: str | Sequence[Mapping[str, Any]] | Mapping[str, Any],
    model: str | None = None,
    output: int | None = None,
    *,
    provider: str | None = None,
    tier: str | None = None,
    media_tokens: int | None = None,
    pricebooks: Sequence[str | Path] = (),
    now: Moment | None = None,
    config: str | Path | None = None,
) -> Estimate:
    """What a call will use and cost, before it is made.

    `messages` is a text, a list of messages, or a request's arguments (OpenAI's, Anthropic's or
    Gemini's), with its `model` where none is given here. `output` are the tokens of the answer, else
    the request's own maximum. `tier` is who serves it (`batch`, `flex`), `media_tokens` the tokens
    of each part that is no text. The answer says how tokens were counted, what is expected and at
    most, and is exact: Decimal US dollars, None where something has no price. Raises PriceError for
    an unknown model, InputError for what is no request.
    """
    settings = load(config)
    asked = call_of(messages)
    name = model or asked.request.get("model")
    if not name:
        raise InputError("no model is named: say model='openai/gpt-5'")
    book = exchanged(book_of(pricebooks), exchange_of(settings), "USD")
    at = instant(now, settings.report.timezone) or datetime.now(UTC)
    asking = Prices(book, at, exchange=exchange_of(settings))
    return estimate_of(asked, meant(book, name, provider), Plan(output, media_tokens, tier), asking)
