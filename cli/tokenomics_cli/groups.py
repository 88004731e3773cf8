"""Groups of commands whose help comes without delay."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup, TyperOption


class Group(TyperGroup):
    """A group that starts quickly.

    Typer imports pydantic to convert an option that was not given; where help was not asked for,
    a plain False spares that.
    """

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        """The group's help option, off unless given."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False
        return option


def group(name: str, about: str) -> typer.Typer:
    """A group of commands: plain help, no completion scripts, tracebacks as Python writes them."""
    return typer.Typer(
        name=name,
        help=about,
        cls=Group,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
