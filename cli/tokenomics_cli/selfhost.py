"""`tokenomics whatif selfhost`: what tokens cost on hardware of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from tokenomics_cli.options import ConfigFile, Now
from tokenomics_cli.question import Currency, Form, Output

Hourly = Annotated[
    str | None,
    typer.Option("--hourly", metavar="AMOUNT", help="What an hour of one GPU or machine costs."),
]
Speed = Annotated[
    str,
    typer.Option(
        "--tokens-per-second",
        metavar="N",
        help="Tokens that all GPUs of a unit serve together in a second, as you measured it.",
    ),
]
Gpus = Annotated[
    int, typer.Option("--gpus", min=1, metavar="N", help="GPUs that one copy of the model needs.")
]
Utilisation = Annotated[
    list[str] | None,
    typer.Option(
        "--utilisation",
        metavar="SHARE",
        help="Share of the hours paid in which it serves at that rate: 0.6 or 60%; repeatable.",
    ),
]
Hours = Annotated[
    str | None,
    typer.Option("--hours", metavar="N", help="Hours of a month that are paid. Default: 730."),
]


def selfhost(
    hourly: Hourly = None,
    tokens_per_second: Speed = "",
    gpus: Gpus = 1,
    utilisation: Utilisation = None,
    hours: Hours = None,
    form: Form = "table",
    output: Output = None,
    currency: Currency = None,
    config: ConfigFile = None,
    now: Now = None,
) -> None:
    """What tokens cost on hardware of one's own, by how busy it is."""
    from tokenomics.selfhosting.listed import Stated
    from tokenomics_cli.selfhosting import Ask, show
    from tokenomics_cli.settings import settings

    stated = Stated(hourly, tokens_per_second, gpus, hours)
    show(Ask(stated, tuple(utilisation or ()), form, output, currency), settings(config, now=now))
