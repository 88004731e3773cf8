"""The options of a question about costs, for every command that asks one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tokenomics_cli import completion
from tokenomics_cli.options import (
    At,
    ConfigFile,
    KeepUserIds,
    Ledger,
    LedgerAt,
    Now,
    Paths,
    Pricebooks,
    PricesKnown,
    Provider,
    Scope,
)

if TYPE_CHECKING:
    from tokenomics_cli.request import Request
    from tokenomics_cli.settings import Settings

# What a command is handed: types that are slow to import, and no options.
_HANDED = ("Request", "Settings")

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAMES",
        help="Dimensions to group by, comma-separated: feature,model or day or tag:env.",
        autocompletion=completion.dimensions,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="TIME", help="From then on: 2026-11, 2026-11-02 or an instant."
    ),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="Before then, itself not included.")
]
Zone = Annotated[
    str | None,
    typer.Option("--tz", metavar="ZONE", help="Time zone of days, such as Europe/Berlin."),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="NAME=VALUE",
        help="Only these calls; repeatable. NAME!=VALUE leaves them out, NAME= finds none stated.",
        autocompletion=completion.filters,
    ),
]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", help="Show the first N rows.")]
Form = Annotated[
    Literal["table", "json", "csv", "markdown", "parquet"],
    typer.Option("--format", help="How the report is written."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead.")
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="GATES",
        help="Exit 1 where a gate fails: unpriced, rejects, undated, overlap, cost>100USD; comma-separated.",
        autocompletion=completion.gates,
    ),
]
PricesAt = Annotated[
    str,
    typer.Option(
        "--prices-at",
        metavar="event|now|DATE",
        help="Prices of each call's own time, or those of one day for all calls.",
    ),
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Currency of the report.")
]


def _asked(
    paths: Paths = None,
    by: By = None,
    since: Since = None,
    until: Until = None,
    tz: Zone = None,
    where: Where = None,
    limit: Limit = None,
    form: Form = "table",
    output: Output = None,
    fail_on: FailOn = None,
    pricebook: Pricebooks = None,
    prices_at: PricesAt = "event",
    prices_known: PricesKnown = None,
    currency: Currency = None,
    ledger_at: LedgerAt = None,
) -> None:
    """The options that a Request has."""


def _given(
    ledger: Ledger = None,
    at: At = None,
    provider: Provider = None,
    scope: Scope = None,
    keep_user_ids: KeepUserIds = False,
    config: ConfigFile = None,
    now: Now = None,
) -> None:
    """The options that Settings have."""


def question(ask: Callable[..., None]) -> Callable[..., None]:
    """A command with the options of a question, which hands `ask` a Request and Settings.

    What `ask` takes besides are options of the command's own, which stand before these; one of a
    question's name stands for it.
    """
    own = {parameter.name for parameter in _parameters(ask)}
    return _command(ask, [each for each in _parameters(_asked) if each.name not in own])


def comparison(ask: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that names two sides instead of paths.

    An option of its own stands for the question's option of that name.
    """
    own = {parameter.name for parameter in _parameters(ask)}
    asked = [
        parameter for parameter in _parameters(_asked) if parameter.name not in {"paths", *own}
    ]
    return _command(ask, asked)


def exporting(ask: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that writes rows for other tools, without what is of reports alone."""
    left_out = {"where", "limit", "form", "tz"}
    return _command(ask, [each for each in _parameters(_asked) if each.name not in left_out])


def measuring(ask: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that asks about all calls together, and that can do without any."""
    left_out = {"by", "limit", "fail_on", *(parameter.name for parameter in _parameters(ask))}
    return _command(ask, [each for each in _parameters(_asked) if each.name not in left_out])


def _command(ask: Callable[..., None], asked: Sequence[inspect.Parameter]) -> Callable[..., None]:
    own, given = _parameters(ask)[2:], _parameters(_given)
    first = [parameter for parameter in asked if parameter.name == "paths"]

    @functools.wraps(ask)
    def command(**options: Any) -> None:
        mine = {parameter.name: options[parameter.name] for parameter in own}
        ask(_request(options, asked), _settings(options), **mine)

    rest = [parameter for parameter in asked if parameter.name != "paths"]
    taken = [*first, *own, *rest, *given]
    command.__signature__ = inspect.Signature(taken)  # pyright: ignore[reportAttributeAccessIssue]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    return command


def _request(options: Mapping[str, Any], asked: Sequence[inspect.Parameter]) -> Request:
    from tokenomics_cli.request import Request

    said: dict[str, Any] = {parameter.name: options[parameter.name] for parameter in asked}
    said |= {name: tuple(said.get(name) or ()) for name in ("paths", "where", "pricebook")}
    return Request(**said, keep=options["ledger"] is not None)


def _settings(options: Mapping[str, Any]) -> Settings:
    from tokenomics.sources.hints import Hints
    from tokenomics_cli.settings import settings

    kept = {name: options[name] for name in ("ledger", "now", "keep_user_ids")}
    hints = Hints(options["at"], options["provider"], options["scope"])
    return settings(options["config"], hints=hints, **kept)


@functools.cache
def _parameters(function: Callable[..., Any]) -> tuple[inspect.Parameter, ...]:
    """A function's parameters as keywords, their annotations as types."""
    seen = {**function.__globals__, **dict.fromkeys(_HANDED, object)}
    signature = inspect.signature(function, globals=seen, eval_str=True)
    return tuple(
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in signature.parameters.values()
    )
