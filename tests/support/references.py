"""The references of docs/, made of what the program itself declares: run this file to write them."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import typer
from msgspec import Struct

from support.house import LIBRARY, ROOT
from support.schemas import LISTINGS
from tokenomics.channels import TYPES
from tokenomics.config import SECTIONS, Config
from tokenomics.config_keys import Key, keys_of
from tokenomics.dimensions import DIMENSIONS
from tokenomics.focus.columns import COLUMNS
from tokenomics.records.columns import Kind
from tokenomics.records.kinds import KINDS, LINEAGE
from tokenomics.records.meters import METERS
from tokenomics.sources.contract import Format
from tokenomics.sources.registry import formats
from tokenomics.sources.unread import UNREAD
from tokenomics_cli.app import command_line

DOCS = ROOT / "docs"
SCHEMA = "tokenomics.schema.json"

_MADE = "Written by `make docs` from the program itself: change it there."
_HIDDEN = ("root", "digest")
_DTYPES = {
    "text": "text", "instant": "instant, UTC", "count": "whole number", "quantity": "decimal, 6 places",
    "amount": "decimal, 18 places", "number": "number", "flag": "yes or no", "id": "16 bytes",
    "tags": "map of text to text", "others": "list of meter, quantity and unit", "digests": "list of digests",
}  # fmt: skip


def references() -> dict[str, str]:
    """Each file of docs/ that is made of code, and its text."""
    pages = {
        "commands.md": ("Commands", _commands()),
        "configuration.md": ("Configuration", _configuration()),
        "dimensions.md": ("Dimensions", _dimensions()),
        "records.md": ("Records", _records()),
        "meters.md": ("Meters", _meters()),
        "sources.md": ("Sources", _sources()),
        "reports.md": ("Reports", _reports()),
        "focus.md": ("FOCUS", _focus()),
        "queries.md": ("Queries", _queries()),
    }
    texts = {name: _page(title, parts) for name, (title, parts) in pages.items()}
    return {**texts, SCHEMA: json.dumps(config_schema(), indent=2, ensure_ascii=False) + "\n"}


def config_schema() -> dict[str, Any]:
    """The JSON Schema of a tokenomics.toml, as editors and checkers take it."""
    fields = [each for each in msgspec.structs.fields(Config) if each.name not in _HIDDEN]
    file = msgspec.defstruct(
        "tokenomics.toml",
        [(each.name, each.type) for each in fields],
        forbid_unknown_fields=True,
    )
    (schema,), parts = msgspec.json.schema_components([file], ref_template="#/$defs/{name}")
    whole = parts.pop(schema["$ref"].rpartition("/")[2])
    about = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tokenomics.toml",
        "description": "Every key has a default, and no other key is taken.",
    }
    told = {key: whole[key] for key in whole if key not in {"title", "required"}}
    return {**about, **told, "$defs": parts}


def _page(title: str, parts: Iterable[str]) -> str:
    return "\n\n".join([f"# {title}", f"<!-- {_MADE} -->", *parts]) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text).replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _commands() -> Iterator[str]:
    """Every command with its arguments and options, groups before their commands."""
    yield "Each command also has `--quiet` (`-q`) and `--help` (`-h`), and each with `--ledger` also `--memory-limit SIZE`: memory that the database may take [env var: TOKENOMICS_MEMORY_LIMIT]. Exit codes: 0 fine, 1 a gate failed, 2 input or usage is wrong, 3 something outside failed."
    for path, command in _all(typer.main.get_command(command_line()), "tokenomics"):
        context = typer.Context(command, info_name=path, help_option_names=["-h", "--help"])
        yield f"## `{path}`"
        yield re.sub(r"\n{3,}", "\n\n", (command.help or "").strip())
        rows = [_option(each.get_help_record(context)) for each in command.params]
        if rows:
            yield _table(("option", "meaning"), rows)


def _all(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _all(inner, f"{path} {name}")


def _option(record: tuple[str, str]) -> tuple[str, str]:
    """The words of an option and its help; types that only Python has are left out."""
    words = re.sub(r" <(list\[str\]|path|str|int|float)>", "", record[0])
    return _code(words), record[1].replace("  [", " [")


def _configuration() -> Iterator[str]:
    """Every section with its keys, then the types of channels."""
    yield f"`tokenomics.toml` lies in the working folder, or where `--config` says. `tokenomics init` writes a first one. [{SCHEMA}]({SCHEMA}) is its JSON Schema, for editors that complete and check: begin the file with `#:schema` and a path or address of it."
    yield from _sections(SECTIONS)
    yield "## `[channel.NAME]`"
    yield "Where messages go: a table with a `type`. What is secret stays in the environment."
    yield from _sections(TYPES, "###")


def _sections(sections: Mapping[str, type[Struct]], level: str = "##") -> Iterator[str]:
    """Each section under the brackets that its own description begins with, else under its name."""
    for name, section in sections.items():
        about = (section.__doc__ or "").strip()
        head, _, rest = about.partition(": ")
        yield f"{level} {head}" if head.startswith("`") else f"{level} `[{name}]`"
        said = rest if head.startswith("`") else about
        yield f"{said[:1].upper()}{said[1:]}"
        if keys := keys_of(section):
            yield _table(("key", "what", "default", "meaning"), map(_key, keys))


def _key(key: Key) -> tuple[str, str, str, str]:
    default = "required" if key.required else _default(key.default)
    return _code(key.name), key.what, default, key.doc


def _default(value: Any) -> str:
    if value is None or value in ((), {}):
        return ""
    built = msgspec.to_builtins(value) if isinstance(value, Struct) else value
    if isinstance(built, dict):
        return _code(
            f"{{ {', '.join(f'{key} = {json.dumps(each)}' for key, each in built.items())} }}"
        )
    return _code(json.dumps(built))


def _dimensions() -> Iterator[str]:
    """What can be grouped and filtered by."""
    yield "For `--by` and `--where`; each tag is a dimension of its own, `tag:KEY`. Of several columns the first that a record has counts. Times are for `--by` alone."
    rows = (
        (_code(each.name), ", ".join(map(_code, each.columns)), each.doc) for each in DIMENSIONS
    )
    yield _table(("dimension", "read from", "meaning"), rows)


def _records() -> Iterator[str]:
    """Each kind of record with the columns that are its own."""
    yield "A ledger holds these kinds of records, and `tk.read(ledger, KIND)` gives them as a frame. Native files (CSV, JSON Lines, Parquet) have the same columns. What is not required may be empty: that is not 0."
    yield "## Every kind"
    yield "Where a row came from, and which of two rows of one key stands."
    yield _columns(Kind("", "", LINEAGE))
    for kind in KINDS.values():
        yield f"## {kind.name}"
        yield kind.doc
        yield _columns(dataclasses.replace(kind, columns=kind.columns[len(LINEAGE) :]))


def _columns(kind: Kind) -> str:
    rows = (
        (
            _code(each.name),
            " or ".join(map(_code, each.choices)) or _DTYPES[each.dtype],
            "required" if each.required else "",
            each.doc,
        )
        for each in kind.columns
    )
    return _table(("column", "what", "", "meaning"), rows)


def _meters() -> Iterator[str]:
    """Every billable quantity."""
    yield "A usage record has a column for each meter. Meters do not overlap: a total is their sum. What a source names and this table does not is kept in `other`, and priced where a book has a rate for it."
    rows = (
        (
            _code(each.name),
            each.unit.replace("_", " "),
            each.side,
            each.modality,
            "yes" if each.in_context else "",
            each.focus,
            each.doc,
        )
        for each in METERS
    )
    yield _table(
        ("meter", "unit", "side", "modality", "counts towards the context", "FOCUS", "meaning"),
        rows,
    )


def _sources() -> Iterator[str]:
    """Every format with how it is got, what it is known by, cannot tell, and holds but is not read."""
    yield "A file is recognised by what it holds, never by its name. Formats of your own are described in a [`[[source]]`](configuration.md), or come as packages with the entry point `tokenomics.sources`."
    for each in formats():
        yield f"## {each.name}"
        # Patterns of paths are no emphasis.
        yield each.doc.replace("*", "\\*")
        yield "\n".join(_about(each)).replace("/**/*", "/\\*\\*/\\*")
    yield "## Known and not read"
    yield "Files of these formats are refused by name: what is not confirmed is not guessed. What you know of such a file a [`[[source]]`](configuration.md) can say."
    yield _table(
        ("format", "known by", "why it is not read", "instead"),
        ((each.name, each.known_by, each.why, each.instead) for each in UNREAD),
    )


def _about(source: Format) -> Iterator[str]:
    people = [field.name for field in source.fields if field.privacy == "pseudonymise"]
    yield f"- **How to get it**: {source.export}"
    yield f"- **Known by**: {source.known_by}"
    for head, said in (
        ("Cannot tell", source.lossy),
        ("Traps", source.traps),
        ("Not read", source.drops),
        ("Pseudonyms for", people),
    ):
        if len(said) == 1:
            yield f"- **{head}**: {said[0]}"
        elif said:
            yield "\n  - ".join([f"- **{head}**:", *said])


def _reports() -> Iterator[str]:
    """Every listing with its columns, as CSV, JSON, Parquet and frames have them."""
    yield "The columns that reports have in CSV, JSON, Parquet and frames, after the dimensions that they are grouped by. Each kind's JSON has a schema; that of costs themselves is [cost.v1.json](../src/tokenomics/report/schemas/cost.v1.json)."
    for kind, (title, columns) in LISTINGS.items():
        yield f"## {kind}"
        yield f"{title}. JSON: [{kind}.v1.json](../src/tokenomics/report/schemas/{kind}.v1.json)."
        yield _table(
            ("column", "what", "meaning"),
            ((_code(each.name), each.what, each.doc) for each in columns),
        )


def _focus() -> Iterator[str]:
    """Every column of an export, and those that are checked besides."""
    yield "What `tokenomics export focus` writes in each column, in their order. A row is usage of a day, meter and price, or a line of a bill; an empty cell says that nothing is known. Types: `price` is a decimal of 0 and more, `json` an object of plain values."
    yield _table(
        ("column", "type", "versions", "may be empty", "what it has"),
        (
            (_code(each.name), each.type, ", ".join(each.versions), "yes" if each.nullable else "", each.doc)
            for each in COLUMNS if each.where == "all"
        ),
    )  # fmt: skip
    yield "`tokenomics chargeback --format focus` writes these besides, where costs are shared out:"
    yield _table(
        ("column", "type", "what it has"),
        ((_code(each.name), each.type, each.doc) for each in COLUMNS if each.where == "shares"),
    )
    yield "`tokenomics export check` knows these columns too, which other tools write:"
    others = (
        f"{_code(each.name)} ({each.versions[0]})" for each in COLUMNS if each.where == "none"
    )
    yield ", ".join(others) + "."


def _queries() -> Iterator[str]:
    """Every query with what it answers and what a row of it is."""
    yield "The queries that figures come from, in a subset of SQL that several engines run; `{names}` in them are filled by `tokenomics.queries.sql`, values are bound."
    rows = ((f"[{path.stem}](../{path.relative_to(ROOT).as_posix()})", *_head(path.read_text("utf-8"))) for path in sorted((LIBRARY / "queries").glob("*.sql")))  # fmt: skip
    yield _table(("query", "what it answers", "one row is"), rows)


def _head(text: str) -> tuple[str, str]:
    """A query's comment, without the line that tells its grain, and that."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    said, _, grain = " ".join(lines).partition("Grain: ")
    return said.strip(), grain.removeprefix("one row").strip(" .") or "all there is"


if __name__ == "__main__":
    for _name, _text in references().items():
        (DOCS / _name).write_text(_text, "utf-8")
