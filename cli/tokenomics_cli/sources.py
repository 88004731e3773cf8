"""`tokenomics sources`: the formats that are read."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tokenomics_cli.options import ListForm
from tokenomics_cli.tables import as_json
from tokenomics_cli.terminal import emit, width

if TYPE_CHECKING:
    from tokenomics.sources.contract import Format

Told = dict[str, str | list[str]]

# Lines longer than this are hard to read, however wide the terminal.
_LONGEST = 110


def sources(form: ListForm = "table") -> None:
    """The formats that are read: how each is got and known, what it cannot tell, and what it holds but is not read."""
    from tokenomics.sources.registry import formats

    told = [_told(known) for known in formats()]
    text = as_json(told) if form == "json" else "\n".join(map(_paragraphs, told))
    emit(text, exact=form == "json")


def _told(known: Format) -> Told:
    return {
        "source": known.name,
        "reads": known.doc,
        "how to get": known.export,
        "known by": known.known_by,
        "cannot tell": list(known.lossy),
        "traps": list(known.traps),
        "not read": list(known.drops),
        "pseudonyms": [field.name for field in known.fields if field.privacy == "pseudonymise"],
    }


def _paragraphs(told: Told) -> str:
    """A source's name, and below it what is said of it, each thing on lines of its own."""
    name, *others = told.items()
    label = max(len(key) for key, _ in others)
    lines = [str(name[1])]
    for key, value in others:
        texts = [value] if isinstance(value, str) else [f"- {text}" for text in value]
        for place, text in enumerate(texts):
            lines += _wrapped(f"  {'' if place else key:<{label}}  ", text)
    return "\n".join(lines) + "\n"


def _wrapped(head: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        min(width(), _LONGEST),
        initial_indent=head,
        subsequent_indent=" " * (len(head) + (2 if text.startswith("- ") else 0)),
        break_long_words=False,
        break_on_hyphens=False,
    )
