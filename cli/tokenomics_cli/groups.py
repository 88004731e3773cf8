"""Groups of commands that start without delay.

Typer converts every option by a pydantic adapter of its own, also those that were not given:
importing pydantic and building them takes longer than most commands. Texts, paths and choices
need no such thing, so they are taken as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from tokenomics.engines import use_engine, use_master
from tokenomics.memory import limit_memory
from tokenomics.records.errors import nearest
from tokenomics_cli.options import ENGINE, MASTER, MEMORY_LIMIT
from tokenomics_cli.terminal import hush


class _Plain:
    """Takes values that need no conversion; all others are left to Typer."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of a parameter in its type."""
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        wanted = param.type_descriptor
        taken = None if wanted.is_ranged else _as(wanted.annotation, value)
        if taken is not None:
            return taken
        param._runtime_param = None  # noqa: SLF001  # so that Typer builds its own
        return param.get_runtime_param().coerce(value, param=param, ctx=ctx)


def _as(annotation: Any, value: Any) -> Any:
    """A text in the type of a parameter; None where that takes more than this."""
    origin = get_origin(annotation)
    if origin is list and isinstance(value, list | tuple):
        parts = [_as(get_args(annotation)[0], part) for part in value]
        return None if None in parts else parts
    if not isinstance(value, str):
        return value if isinstance(annotation, type) and isinstance(value, annotation) else None
    if annotation is str or (origin is Literal and value in get_args(annotation)):
        return value
    if annotation is int and value.isdecimal():
        return int(value)
    return Path(value) if annotation is Path else None


def _quickened(params: list[Any]) -> list[Any]:
    for param in params:
        param._runtime_param = _Plain()  # noqa: SLF001  # where Typer keeps what converts a value
    return params


def _hush(_context: Any, _param: Any, value: bool) -> None:
    if value:
        hush()


def _quiet_option(like: TyperOption | None) -> list[TyperOption]:
    """The option to narrate nothing: a switch like the help option."""
    if like is None:
        return []
    return [
        TyperOption(
            param_decls=["--quiet", "-q"],
            type_descriptor=like.type_descriptor,
            is_flag=True,
            default=False,
            expose_value=False,
            is_eager=True,
            callback=_hush,
            help="Tell nothing on standard error but errors.",
        )
    ]


def _limit(_context: Any, _param: Any, value: str | None) -> None:
    limit_memory(value or None)


def _engine(_context: Any, _param: Any, value: str | None) -> None:
    use_engine(value or None)


def _master(_context: Any, _param: Any, value: str | None) -> None:
    use_master(value or None)


# Name, what stands for its value, variable, what takes it, help.
_OF_LEDGERS = (
    (
        "--memory-limit", "SIZE", MEMORY_LIMIT, _limit,
        "Memory that the database may take, such as 2GB; what does not fit goes to temporary files.",
    ),
    (
        "--engine", "duckdb|spark", ENGINE, _engine,
        "What answers questions: DuckDB in this process, or Spark on machines that see the ledger.",
    ),
    (
        "--master", "URL", MASTER, _master,
        "Spark's master: local[2], spark://host:7077, yarn, or sc://host of Spark Connect.",
    ),
)  # fmt: skip


def _ledger_options(params: Sequence[Any]) -> list[TyperOption]:
    """The options about engines, for a command that has a ledger to ask or to fill: like that one."""
    like = next((param for param in params if param.name == "ledger"), None)
    if like is None:
        return []
    return [_like(like, *of) for of in _OF_LEDGERS]


def _like(
    option: TyperOption, name: str, metavar: str, variable: str, callback: Any, text: str
) -> TyperOption:
    """An option that takes a text in the way of another one, and is told to whom it concerns."""
    return TyperOption(
        param_decls=[name],
        type_descriptor=replace(option.type_descriptor, annotation=str),
        metavar=metavar,
        envvar=variable,
        expose_value=False,
        show_envvar=True,
        callback=callback,
        help=text,
    )


def _off(option: TyperOption | None) -> TyperOption | None:
    """A help option that is off unless given, which spares Typer a conversion."""
    if option is not None:
        option.default = False
    return option


class _Quick:
    """Takes plain values as they are, and has the options that commands have in common."""

    _common: list[TyperOption] | None = None

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, the options about engines, the one to be quiet, and the help option."""
        found = super().get_params(ctx)  # pyright: ignore[reportAttributeAccessIssue]
        helps = self.get_help_option(ctx)
        # The same objects for good: what was given is looked up by them.
        if self._common is None:
            self._common = [*_ledger_options(found), *_quiet_option(helps)]
        place = len(found) - (helps is not None)
        return _quickened([*found[:place], *self._common, *found[place:]])

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """The help option, off unless given."""
        return _off(super().get_help_option(ctx))  # pyright: ignore[reportAttributeAccessIssue]


class Command(_Quick, TyperCommand):
    """A command that starts without delay."""


class Group(_Quick, TyperGroup):
    """A group that starts without delay."""


class Defaulting(Group):
    """A group of which one command is meant where no other one is named: `default`."""

    default = ""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The words after the group's own options, with the command that they mean."""
        own = {name for option in self.get_params(ctx) for name in option.opts}
        at = next((i for i, word in enumerate(args) if word not in own), None)
        if at is not None and self._means_default(args[at]):
            args = [*args[:at], self.default, *args[at:]]
        return super().parse_args(ctx, args)

    def _means_default(self, word: str) -> bool:
        """Whether a word is one of the default's, rather than a command or a slip for one."""
        if word in self.commands or self.default not in self.commands:
            return False
        return Path(word).exists() or not nearest(word, self.commands)


class App(typer.Typer):
    """A group of commands, each a `Command`."""

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """Register a command, as Typer does."""
        options.setdefault("cls", Command)
        return super().command(name, **options)


def group(name: str, about: str, *, completes: bool = False, cls: type[Group] = Group) -> App:
    """A group of commands: plain help, tracebacks as Python writes them.

    `completes` gives it the options that install and show a shell's completion.
    """
    return App(
        name=name,
        help=about,
        cls=cls,
        no_args_is_help=True,
        add_completion=completes,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
