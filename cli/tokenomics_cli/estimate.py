"""`tokenomics estimate`: what prompts will cost, before they are sent."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from tokenomics_cli import completion
from tokenomics_cli.options import ConfigFile, Now, Pricebooks, PricesKnown, RowsForm

Files = Annotated[
    list[str],
    typer.Argument(
        help="Prompt files: text, Markdown, requests in JSON, one a line in JSON Lines; folders, globs; - is standard input.",
        metavar="FILE...",
        autocompletion=completion.paths,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="MODEL",
        help="The model to call, openai/gpt-5 or gpt-5. Default: the one that each request names.",
        autocompletion=completion.models,
    ),
]
Compare = Annotated[
    str | None,
    typer.Option(
        "--compare",
        metavar="MODELS",
        help="These models beside it, comma-separated, cheapest first.",
    ),
]
Answer = Annotated[
    int | None,
    typer.Option(
        "--output",
        min=0,
        metavar="N",
        help="Tokens of each answer, thoughts included. Default: the request's own maximum, else unknown.",
    ),
]
MaxCost = Annotated[
    str | None,
    typer.Option(
        "--max-cost",
        metavar="AMOUNT",
        help="Exit 1 where all may cost more, or each: 0.50, 0.50USD, 0.10/file, 0.02/request.",
    ),
]
By = Annotated[
    Literal["file", "request"], typer.Option("--by", help="A row a file, or a row a request.")
]
Media = Annotated[
    int | None,
    typer.Option(
        "--media-tokens",
        min=0,
        metavar="N",
        help="Tokens of each image, sound, video or file in a prompt. Default: unknown.",
    ),
]
Tier = Annotated[
    str | None,
    typer.Option(
        "--tier",
        metavar="NAME",
        help="Priced as served so: standard, batch, flex, priority. Default: as the request says.",
    ),
]
Provider = Annotated[
    str | None,
    typer.Option(
        "--provider",
        metavar="NAME",
        help="Who serves it, such as azure. Default: the model's maker.",
    ),
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, metavar="N", help="Show the first N rows.")
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Currency of the amounts.")
]


def estimate(
    files: Files,
    model: Model = None,
    output: Answer = None,
    compare: Compare = None,
    max_cost: MaxCost = None,
    by: By = "file",
    media_tokens: Media = None,
    tier: Tier = None,
    provider: Provider = None,
    limit: Limit = None,
    form: RowsForm = "table",
    currency: Currency = None,
    pricebook: Pricebooks = None,
    prices_known: PricesKnown = None,
    config: ConfigFile = None,
    now: Now = None,
) -> None:
    """What prompts will cost before they are sent: tokens, what is expected, and the most there can be."""
    from tokenomics.estimating import Plan
    from tokenomics_cli.estimating import Ask, show
    from tokenomics_cli.settings import settings

    models = tuple(name.strip() for name in (compare or "").split(",") if name.strip())
    plan = Plan(output, media_tokens, tier)
    ask = Ask(
        tuple(files), model, models, provider, plan, max_cost, by, limit, form, currency,
        tuple(pricebook or ()), prices_known,
    )  # fmt: skip
    show(ask, settings(config, now=now))
