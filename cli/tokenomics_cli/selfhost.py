"""`tokenomics whatif selfhost`: what tokens cost on hardware of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tokenomics_cli import completion
from tokenomics_cli.question import PricesAt, measuring

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

Texts = list[str] | None
Hourly = Annotated[
    str | None, typer.Option("--hourly", metavar="AMOUNT", help="What an hour of one GPU costs.")
]
Owned = Annotated[
    str | None,
    typer.Option(
        "--owned",
        metavar="price=,years=[,residual=]",
        help="Hardware that is bought, each GPU or machine: spread evenly over its years.",
    ),
]
Staff = Annotated[
    str | None,
    typer.Option(
        "--staff",
        metavar="count=,price=,years=[,…]",
        help="Machines of people: residual, power (kW), hours a month, kwh (price) and share of use besides. They serve where nothing else is stated.",
    ),
]
Gpus = Annotated[
    int, typer.Option("--gpus", min=1, metavar="N", help="GPUs that one copy of the model needs.")
]
Speed = Annotated[
    Texts,
    typer.Option(
        "--tokens-per-second",
        metavar="[NAME=]N|input=,output=",
        help="Tokens, read and written, that a unit serves in a second, as you measured it; with the name of a precision repeatable. input=,output= where it only reads or only writes.",
    ),
]
Precision = Annotated[
    Texts,
    typer.Option(
        "--precision",
        metavar="NAME=FACTOR",
        help="The same hardware at another precision, so many times as fast as you measured it; repeatable.",
    ),
]
Utilisation = Annotated[
    Texts,
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
Redundancy = Annotated[
    str | None,
    typer.Option(
        "--redundancy", metavar="N+1|FACTOR", help="Units to spare, or how many each one needs."
    ),
]
Energy = Annotated[
    str | None,
    typer.Option(
        "--energy",
        metavar="power=,kwh=[,pue=]",
        help="kW that a unit draws, price of a kWh, and how much more the site draws.",
    ),
]
Network = Annotated[
    str | None,
    typer.Option(
        "--network", metavar="AMOUNT[/1M]", help="Traffic a month, or for a million tokens."
    ),
]
Engineering = Annotated[
    str | None,
    typer.Option(
        "--engineering",
        metavar="share=,yearly=",
        help="Posts that run it, and what one costs a year.",
    ),
]
Fixed = Annotated[
    Texts,
    typer.Option(
        "--fixed", metavar="[NAME=]AMOUNT", help="What else is paid each month; repeatable."
    ),
]
Capital = Annotated[
    Texts,
    typer.Option(
        "--capital",
        metavar="amount=,months=|tokens=[,name=]",
        help="Paid once for training, tuning or distilling, over what the model will serve; repeatable.",
    ),
]
Against = Annotated[
    Texts,
    typer.Option(
        "--against",
        metavar="MODEL|AMOUNT",
        help="An API to compare with: a model, a price per million tokens, or several with weights, MODEL=3,MODEL=1; repeatable. Default: what the calls cost that are named.",
        autocompletion=completion.models,
    ),
]
Mix = Annotated[
    str | None,
    typer.Option(
        "--mix",
        metavar="input=,output=|measured",
        help="Weights of the meters that a model's price is of, or measured: those of the ledger's calls. Default: of the calls that are named, else 3 and 1.",
    ),
]
Volume = Annotated[
    str | None,
    typer.Option(
        "--volume", metavar="TOKENS", help="Tokens a month. Default: of the calls that are named."
    ),
]
Parts = Annotated[bool, typer.Option("--parts", help="What a unit costs, part by part.")]


@measuring
def selfhost(
    request: Request,
    given: Settings,
    hourly: Hourly = None,
    tokens_per_second: Speed = None,
    utilisation: Utilisation = None,
    gpus: Gpus = 1,
    owned: Owned = None,
    staff: Staff = None,
    precision: Precision = None,
    hours: Hours = None,
    redundancy: Redundancy = None,
    energy: Energy = None,
    network: Network = None,
    engineering: Engineering = None,
    fixed: Fixed = None,
    capital: Capital = None,
    against: Against = None,
    mix: Mix = None,
    volume: Volume = None,
    parts: Parts = False,
    prices_at: PricesAt = "now",
) -> None:
    """What tokens cost on hardware of one's own, and from which volume it pays beside an API.

    With PATHs, --where, --since or --mix measured the API's price and the volume are those of calls.
    """
    from tokenomics.selfhosting.listed import Asking
    from tokenomics.selfhosting.stated import Stated
    from tokenomics_cli.selfhosting import show

    stated = Stated(
        hourly, tuple(tokens_per_second or ()), gpus, hours, owned, tuple(precision or ()),
        redundancy, energy, network, engineering, tuple(fixed or ()), tuple(capital or ()), staff,
    )  # fmt: skip
    asking = Asking(tuple(utilisation or ()), tuple(against or ()), mix, volume, parts)
    show(request._replace(prices_at=prices_at), given, stated, asking)
