"""The command `tokenomics`: its groups, what it does alone, and how it fails."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from threading import Thread
from typing import Annotated

import typer

from tokenomics.memory import lack_of_memory
from tokenomics.records.errors import ConfigError, TokenomicsError
from tokenomics_cli import stopping, terminal
from tokenomics_cli.commands import add_asked, asks
from tokenomics_cli.completion import command_asked
from tokenomics_cli.groups import App, group
from tokenomics_cli.options import Now

# What DuckDB makes of Ctrl-C.
_INTERRUPTED = "Query interrupted"
# What DuckDB raises where neither memory nor the disk has room; to import it only for its name would
# take longer than most commands.
_OUT_OF_MEMORY = "OutOfMemoryException"
# What DuckDB calls files that are damaged, and what a user can do then.
_UNREADABLE = frozenset({"Error", "IOException", "InvalidInputException", "SerializationException"})
_VERIFY = ": where it is of a ledger, 'tokenomics ledger verify' says what can be done"
# More objects than start-up makes.
_MANY = 200_000


@cache
def command_line(name: str = "") -> App:
    """`tokenomics` with the one command of that name, and with all of them where none has it."""
    app = group(
        "tokenomics",
        "What an AI bill is made of, who caused it, and what it bought.\n\n"
        "Alone: what this machine's coding agents have used this month.",
        completes=True,
    )
    app.callback(invoke_without_command=True, no_args_is_help=False)(alone)
    add_asked(name, app)
    return app


def _show_version(asked: bool) -> None:
    if asked:
        from tokenomics.version import __version__

        terminal.emit(f"tokenomics {__version__}\n")
        raise typer.Exit


def alone(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
    now: Now = None,
) -> None:
    """What an AI bill is made of, who caused it, and what it bought.

    Alone: what this machine's coding agents have used this month.
    """
    if context.invoked_subcommand is None:
        from tokenomics_cli.month import show_month

        show_month(now)
    elif _is_given(context, "now"):
        raise ConfigError(
            f"--now before {context.invoked_subcommand!r} decides about nothing: write it after"
        )


def _is_given(context: typer.Context, name: str) -> bool:
    """Whether an option stands on the command line, rather than in the environment."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def main() -> None:
    """Run the command and leave at once.

    Everything is written and closed by then; taking apart what was imported would add a tenth to
    a quick command, and so would looking for cycles among it while it is imported.
    """
    gc.set_threshold(_MANY)
    stopping.listen()
    if asks(sys.argv):
        Thread(target=_make_engine, daemon=True).start()
    code = exit_code(run)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


def _make_engine() -> None:
    """Make an engine while the command is imported."""
    from tokenomics.engine import make_spare

    make_spare()


def exit_code(work: Callable[[], None]) -> int:
    """The exit code that a work ends with."""
    try:
        work()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def run() -> None:
    """Run the command; an error the user can mend is one line and its exit code."""
    terminal.prepare_streams()
    try:
        app = command_line(command_asked(os.environ, sys.argv))
        code = app(prog_name="tokenomics", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except typer.TyperException as error:
        _misused(error)
    except TokenomicsError as error:
        terminal.fail(str(error))
        sys.exit(error.exit_code)
    except OSError as error:
        _outside(error)
    except Exception as error:  # noqa: BLE001 - the engine is not imported for its name
        _of_the_engine(error)


def _misused(error: typer.TyperException) -> None:
    """End because of the words of the command line: with a line, or the help of a group alone."""
    text, context = error.format_message(), getattr(error, "ctx", None)
    if "\n" in text:
        terminal.say(*text.split("\n"))
    else:
        words = f"{text[:1].lower()}{text[1:].rstrip('.')}".replace(": Value error, ", ": ")
        path = context.command_path if context else "tokenomics"
        terminal.fail(f"{words}: see {path} --help")
    sys.exit(error.exit_code)


def _of_the_engine(error: Exception) -> None:
    """End because the engine was stopped or found no room or a damaged file; what else is, is a mistake of ours."""
    name, is_its = type(error).__name__, type(error).__module__.endswith("duckdb")
    if isinstance(error, typer.Abort) or (
        isinstance(error, RuntimeError) and str(error) == _INTERRUPTED
    ):
        sys.exit(stopping.code())
    if name == _OUT_OF_MEMORY:
        terminal.fail(lack_of_memory(error))
        sys.exit(3)
    if not (is_its and name in _UNREADABLE):
        raise error
    terminal.fail(f"a file cannot be read: {str(error).splitlines()[0]}{_VERIFY}")
    sys.exit(2)


def _outside(error: OSError) -> None:
    """End because the machine refused something; a reader that has seen enough (`| head`) did not."""
    if isinstance(error, BrokenPipeError):
        sys.exit(0)
    terminal.fail(f"{error.filename or 'the machine'}: {error.strerror or error}")
    sys.exit(3)
