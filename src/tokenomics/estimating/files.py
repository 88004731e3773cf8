"""Prompt files: text, Markdown, requests in JSON, a request a line, found as a user names them."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tokenomics.estimating.shapes import Asked, of_text, request_of, requests_of
from tokenomics.records.errors import InputError
from tokenomics.records.words import many
from tokenomics.sources.find import Found, find

STDIN_NAME = "(standard input)"
JSON, LINES = (".json",), (".jsonl", ".ndjson")
TEXTS = (".txt", ".md", ".markdown", ".prompt", ".j2", ".jinja", ".jinja2", ".tmpl")
SUFFIXES = (*TEXTS, *JSON, *LINES)
_SHOWN = 8
# How JSON begins, and no template of a text does.
_OBJECT = re.compile(r'\s*\{\s*"')


class Prompt(NamedTuple):
    """A request and where it stands: `number` is its line in JSON Lines, its place in a list, from 1.

    It is None where the file is one request.
    """

    file: str
    number: int | None
    asked: Asked


class Prompts(NamedTuple):
    """What files ask, in order, and a sentence for each folder's files that are no prompts."""

    prompts: tuple[Prompt, ...]
    left_out: str = ""


def read_prompts(paths: Sequence[str | Path]) -> Prompts:
    """The requests of files, folders, globs and `-`; of a folder the files with a suffix of prompts.

    Raises InputError, which names the file and the line, for what cannot be read as a prompt, and
    where there is none.
    """
    with tempfile.TemporaryDirectory(prefix="tokenomics-") as spool:
        found = find(paths, Path(spool))
        taken = [item for item in found if item.named or item.path.suffix.lower() in SUFFIXES]
        if not taken:
            raise InputError(
                f"no prompt file in {', '.join(map(str, paths))}: a folder's are {', '.join(SUFFIXES)}"
            )
        prompts = tuple(prompt for item in taken for prompt in _prompts(item))
    return Prompts(prompts, _left_out([item for item in found if item not in taken]))


def _left_out(files: Sequence[Found]) -> str:
    if not files:
        return ""
    kinds = Counter(item.path.suffix or item.path.name for item in files)
    named = ", ".join(sorted(kinds)[:_SHOWN])
    return f"left out of folders, for their names are none of prompts: {many(len(files), 'file')} ({named})"


def _prompts(item: Found) -> Iterator[Prompt]:
    label = STDIN_NAME if item.label.startswith(STDIN_NAME[:-1]) else _near(item.path)
    text, suffix = _text(item.path, label), item.path.suffix.lower()
    if not text.strip():
        raise InputError(f"{label}: empty, so no prompt")
    if suffix in LINES:
        yield from _lines(label, text)
    elif suffix in JSON:
        yield from _document(label, _parsed(text, label), named=item.named)
    elif label == STDIN_NAME:
        yield from _sniffed(label, text)
    else:
        yield Prompt(label, None, of_text(text))


def _near(path: Path) -> str:
    """A path as seen from the working folder, where it lies inside."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _text(path: Path, label: str) -> str:
    try:
        found = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(f"{label}:{line}: no UTF-8 text") from None
    except OSError as error:
        raise InputError(f"{label}: {os.strerror(error.errno or 0)}") from None
    if "\0" in found:
        raise InputError(f"{label}:{found.count(chr(10), 0, found.index(chr(0))) + 1}: no text")
    return found


def _sniffed(label: str, text: str) -> Iterator[Prompt]:
    """What has no name: requests where it is JSON of one, or a request a line, else a text."""
    first, _, rest = text.strip().partition("\n")
    if not text.lstrip().startswith("[") and not _OBJECT.match(text):
        yield Prompt(label, None, of_text(text))
    elif rest and _is_json(first):
        yield from _lines(label, text)
    elif text.lstrip().startswith("[") and not _is_json(text):
        yield Prompt(label, None, of_text(text))
    else:
        yield from _document(label, _parsed(text, label))


def _lines(label: str, text: str) -> Iterator[Prompt]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{label}:{number}"
            document = _parsed(line, label, number)
            try:
                yield Prompt(label, number, request_of(document))
            except InputError as error:
                raise InputError(f"{where}: {error}") from None


def _document(label: str, document: Any, *, named: bool = True) -> Iterator[Prompt]:
    try:
        found = list(requests_of(document))
    except InputError as error:
        hint = "" if named else "; name the prompts of its folder by a glob, such as prompts/*.md"
        raise InputError(f"{label}: {error}{hint}") from None
    if not found:
        raise InputError(f"{label}: an empty list, so no prompt")
    for number, asked in enumerate(found, 1):
        yield Prompt(label, number if len(found) > 1 else None, asked)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _parsed(text: str, label: str, line: int = 0) -> Any:
    """JSON; `line` is where its text stands, 0 where it is the whole file."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        several = error.msg == "Extra data" and not line
        why = "several documents: name it .jsonl" if several else f"no JSON: {error.msg.lower()}"
        raise InputError(f"{label}:{line or error.lineno}: {why}") from None
    except RecursionError:
        raise InputError(f"{label}:{line or 1}: JSON too deep to be a request") from None
    except ValueError:
        raise InputError(f"{label}:{line or 1}: JSON with a number of too many digits") from None
