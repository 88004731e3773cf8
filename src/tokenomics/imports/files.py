"""Where a price list lies, and its content: a file that is named, or the installed package's.

The package is looked into without being imported: its import would take seconds, and run code.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenomics.imports import genai_prices, litellm, models_dev, openrouter
from tokenomics.imports.record import Reading
from tokenomics.records.errors import InputError, unknown
from tokenomics.records.written import json_document

# Names that Python keeps to itself have an underscore in the data that is code, none in the JSON.
_RENAMED = {"or_": "or", "and_": "and"}


class PriceList(NamedTuple):
    """A price list: its title, how its content is read, and where its package keeps it."""

    title: str
    read: Callable[[Any, str], Reading]
    package: str
    inside: str
    from_where: str


LISTS: Mapping[str, PriceList] = MappingProxyType({
    "litellm": PriceList(
        "LiteLLM",
        litellm.read,
        "litellm",
        "litellm/model_prices_and_context_window_backup.json",
        "model_prices_and_context_window.json of its repository",
    ),
    "genai-prices": PriceList(
        "genai-prices",
        genai_prices.read,
        "genai-prices",
        "genai_prices/data.py",
        "prices/data.json of its repository",
    ),
    "models.dev": PriceList(
        "models.dev", models_dev.read, "", "", "what models.dev/api.json answers"
    ),
    "openrouter": PriceList(
        "OpenRouter", openrouter.read, "", "", "what openrouter.ai/api/v1/models answers"
    ),
})  # fmt: skip


def price_list(name: str, file: Path | None = None) -> Reading:
    """The list of that name, from a file or from the package that is installed.

    Raises InputError for a name that is none, and where there is no file or one that is no such
    list.
    """
    known = LISTS.get(name)
    if known is None:
        raise InputError(unknown("price list", name, LISTS))
    path, title = (file, f"{known.title}, {file.name}") if file else _installed(known)
    content = _content(path)
    try:
        return known.read(content, title)
    except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise InputError(f"{path}: is no price list of {known.title}: {error!r}") from None


def _installed(known: PriceList) -> tuple[Path, str]:
    found = _distribution(known.package) if known.package else None
    if found is None:
        where = "is not installed" if known.package else "has no package"
        raise InputError(f"{known.title} {where} here: name a file, {known.from_where}")
    return Path(str(found.locate_file(known.inside))), f"{known.title} {found.version}"


def _distribution(package: str) -> Distribution | None:
    try:
        return distribution(package)
    except PackageNotFoundError:
        return None


def _content(path: Path) -> Any:
    """What a file says, every number with all its digits."""
    try:
        text = path.read_text("utf-8")
        return _data(text) if path.suffix == ".py" else json_document(text)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, ValueError, SyntaxError, RecursionError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from None


def _data(text: str) -> Any:
    """The list that a module of data builds, as its JSON has it; nothing of it is run."""
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            return _value(statement.value)
    raise ValueError("it holds no data")


def _value(node: ast.expr) -> Any:
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        return _made(name, node)
    if isinstance(node, ast.List):
        return [_value(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return {_value(key): _value(value) for key, value in pairs if key is not None}
    return None if isinstance(node, ast.Attribute) else ast.literal_eval(node)


def _made(name: str, node: ast.Call) -> Any:
    """What a call makes: a number, a day, a time of day, or an object of its keywords."""
    arguments = [_value(argument) for argument in node.args]
    if name == "Decimal":
        return Decimal(arguments[0])
    if name == "date":
        return "{:04}-{:02}-{:02}".format(*arguments)
    if name == "time":
        return ":".join(f"{part:02}" for part in (*arguments, 0)[:2])
    return {_RENAMED.get(k.arg, k.arg): _value(k.value) for k in node.keywords if k.arg}
