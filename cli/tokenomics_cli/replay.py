"""`tokenomics whatif [PATH...]`: what usage would have cost under another design."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics.records.errors import ConfigError
from tokenomics_cli.question import question

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Texts = list[str] | None
Route = Annotated[
    Texts,
    typer.Option(
        "--route",
        metavar="RULE",
        help="Calls that another model answers: 'feature=support, input<2000 -> gpt-5-mini then 12% gpt-5'; repeatable, the first that fits counts.",
    ),
]
Cheapest = Annotated[
    str | None,
    typer.Option(
        "--cheapest-that-holds",
        metavar="QUALITY",
        help="By feature and size the cheapest model of which 200 judged tasks or more say that it surely succeeds in that share of them: 0.9 or 90%.",
    ),
]
Latency = Annotated[
    str | None,
    typer.Option(
        "--max-latency",
        metavar="TIME",
        help="With --cheapest-that-holds: models of which 95 % of the calls take that long at most: 800ms or 2s.",
    ),
]
Only = Annotated[
    Texts,
    typer.Option(
        "--only",
        metavar="NAME=VALUE",
        help="With --cheapest-that-holds: models of a provider or region, or of that name; repeatable, either value of a name.",
    ),
]
Tokenizer = Annotated[
    Texts,
    typer.Option(
        "--tokenizer",
        metavar="FILE",
        help="Texts like those of the calls: what --route moves is counted as the other model counts them; files or globs, repeatable.",
    ),
]
Cap = Annotated[
    Texts,
    typer.Option(
        "--cap",
        metavar="KIND=N",
        help="Calls cut to output=N or input=N tokens, or to attempts=N; 'feature=x -> output=N' for some; repeatable.",
    ),
]
Answers = Annotated[
    Texts,
    typer.Option(
        "--response-cache",
        metavar="LIFE",
        help="Answers kept for 24h or forever after each use, given to calls of equal prompts; '24h by tag:cluster' to prompts alike, 'feature=faq -> 24h' for some; repeatable.",
    ),
]
Cache = Annotated[
    Texts,
    typer.Option(
        "--cache",
        metavar="LIFE",
        help="A provider's cache of prompts that lives 5m or 1h after each use, is infinite, or none; of calls that state digests of their prefixes.",
    ),
]
Defer = Annotated[
    Texts,
    typer.Option(
        "--defer",
        metavar="DELAY",
        help="Calls that may wait, 15m for flex, 24h for batch; 'feature=x -> 24h' for some; repeatable.",
    ),
]
Platform = Annotated[
    Texts,
    typer.Option(
        "--platform",
        metavar="NAME|COSTS",
        help="Through another platform: direct, openrouter, or its costs: 'spread=5%, fixed=400, engineers=0.25x150000, instead=5.5%'.",
    ),
]
Reprice = Annotated[
    Texts,
    typer.Option(
        "--reprice",
        metavar="KIND=VALUE",
        help="Other prices: at=DATE, contract=FILE, provider=NAME or region=NAME; repeatable.",
    ),
]


@question
def replay(
    request: Request,
    given: Settings,
    route: Route = None,
    cheapest_that_holds: Cheapest = None,
    max_latency: Latency = None,
    only: Only = None,
    tokenizer: Tokenizer = None,
    cap: Cap = None,
    response_cache: Answers = None,
    cache: Cache = None,
    defer: Defer = None,
    reprice: Reprice = None,
    platform: Platform = None,
) -> None:
    """What usage would have cost under another design, step by step.

    Steps follow one another in the order of these options; each is priced as reports are. With PATHs
    and without --ledger the logs are read into a ledger that is gone afterwards.
    """
    options = {
        "route": route,
        "cheapest-that-holds": _wish(cheapest_that_holds, max_latency, only),
        "tokenizer": tokenizer,
        "cap": cap,
        "response-cache": response_cache,
        "cache": cache,
        "defer": defer,
        "reprice": reprice,
    }
    _answer(request, given, {**options, "platform": platform})


def _wish(quality: str | None, latency: str | None, only: Texts) -> Texts:
    """What a model must do to be chosen, as a design states it."""
    constraints = [f"max-latency={latency}"] if latency else []
    constraints += [f"only={each}" for each in only or ()]
    if constraints and not quality:
        raise ConfigError("--max-latency and --only are about --cheapest-that-holds: give it too")
    return [quality, *constraints] if quality else None


def _answer(request: Request, given: Settings, options: dict[str, Texts]) -> None:
    from functools import partial

    from tokenomics.replaying.replay import replay as ask
    from tokenomics_cli.answer import Question, answer

    design: dict[str, Sequence[str]] = {name: texts for name, texts in options.items() if texts}
    if not design:
        raise ConfigError(
            f"say what would be otherwise: {', '.join(f'--{name}' for name in options)}"
        )
    answer(request, given, Question("whatif", partial(ask, design), {"design": design}))
