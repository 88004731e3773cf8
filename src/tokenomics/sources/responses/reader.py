"""From a file to rows: of each response its counts and what is around it, and none of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec

from tokenomics.sources import rows
from tokenomics.sources.contract import Container, RawRow, Row, Sample
from tokenomics.sources.responses.bodies import Found, find, usage_of
from tokenomics.sources.responses.estimates import Chunks, Estimate, estimate
from tokenomics.sources.responses.iterations import beside
from tokenomics.sources.responses.streams import Streams
from tokenomics.sources.responses.tools import calls_of
from tokenomics.sources.responses.vendors import vendor_of
from tokenomics.sources.unpack import open_text
from tokenomics.tokens import INSTALL

LONGEST_TAG = 256

_OPERATIONS = {
    "chat.completion": "chat", "chat.completion.chunk": "chat", "text_completion": "completion",
    "response": "responses", "realtime.response": "realtime", "list": "embedding",
}  # fmt: skip
_BY_SHAPE = {
    "anthropic": "messages", "gemini": "generate_content", "converse": "converse", "ocr": "ocr",
}  # fmt: skip


def read(path: Path, container: Container, first_line: int = 1) -> Iterator[RawRow]:
    """One row a response, and one for each further model that worked for it; a row that holds no
    response is empty.
    """
    streams, chunks = Streams(), Chunks()
    for raw in _rows(path, container, first_line):
        if raw.row is None:
            yield raw
        else:
            yield from _responses(raw.line, raw.row, streams, chunks)
    for stream, guess in chunks.uncounted():
        yield RawRow(stream.line, _row(stream.last, guess), None)


def beginning(sample: Sample) -> Iterable[object]:
    """What may be responses at the beginning of a file; what a response lists is seen as a whole."""
    if sample.container != "json" or not any(map(_is_listed, sample.rows)):
        return sample.rows
    with open_text(sample.path) as file:
        return _documents(rows.decode(file.read()))


def _is_listed(row: Row) -> bool:
    """Whether a row is an embedding or an image, which a response may list."""
    return row.get("object") == "embedding" or "b64_json" in row


def _rows(path: Path, container: Container, first_line: int) -> Iterator[RawRow]:
    if container != "json":
        yield from rows.json_lines(path, first_line)
        return
    try:
        value = rows.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield RawRow(1, None, "line: not valid JSON")
        return
    for number, row in enumerate(_documents(value), 1):
        if isinstance(row, dict):
            yield RawRow(number, cast("Row", row), None)
        else:
            yield RawRow(number, None, "line: not a JSON object")


def _documents(value: Any) -> list[Any]:
    """The rows of a document: itself where it is a response, else what it lists."""
    is_one = isinstance(value, dict) and find(cast("Row", value)) is not None
    return [value] if is_one else rows.elements(value)


def _responses(line: int, row: Row, streams: Streams, chunks: Chunks) -> Iterator[RawRow]:
    event = streams.take(row)
    if event is not None and event.problem is not None:
        yield RawRow(line, None, event.problem)
        return
    found = find(row) if event is None else event.found
    if found is None:
        yield RawRow(line, {}, None)
        return
    usage = usage_of(found)
    chunks.take(line, found, usage)
    stated = _row(found, estimate(found) if usage is None else None)
    stated["is_unfinished"] = event is not None and not event.is_last
    yield RawRow(line, stated, None)
    for part in beside(found.body):
        body = {**found.body, "model": part.model}
        yield RawRow(line, {**stated, "part": part.name, "body": body, "usage": part.usage}, None)


def _row(found: Found, guess: Estimate | None) -> Row:
    body = found.body
    usage = usage_of(found) if guess is None else guess.usage
    vendor = vendor_of(found, usage or {})
    operation = _OPERATIONS.get(str(body.get("object"))) or _BY_SHAPE.get(found.shape)
    return {
        "shape": found.shape,
        "operation": operation,
        "vendor": vendor,
        "is_batch": _is_batch(found),
        "usage": usage and {**usage, **calls_of(body)},
        "body": body,
        "around": {**_own(body, vendor), **found.around},
        "tags": _tags(found),
        "is_estimated": guess is not None and guess.usage is not None,
        "leaves_out": guess is not None and guess.leaves_out,
        "lacks": INSTALL if guess is not None and guess.usage is None else None,
    }


def _own(body: Row, vendor: str | None) -> Row:
    """What stands beside a response's counts may be an envelope's too, save what is the vendor's."""
    its = {"model", "provider"} if vendor == "openrouter" else {"model"}
    return {name: value for name, value in body.items() if name not in its}


def _is_batch(found: Found) -> bool:
    """Whether a response is a line of a batch's results, as OpenAI, Anthropic or Google writes them."""
    around = found.around
    if found.shape == "gemini":
        return found.path == ("response",) and bool({"key", "processed_time"} & set(around))
    return "custom_id" in around and found.path in {("response", "body"), ("result", "message")}


def _tags(found: Found) -> Row:
    """What the caller tagged the call with, in the request or in the envelope."""
    tags: Row = {}
    for holder in (found.body, found.around):
        for name in ("metadata", "tags"):
            given = holder.get(name)
            tags |= _entries(given) if isinstance(given, (dict, list)) else {}
    custom = found.around.get("custom_id")
    return tags | ({"custom_id": custom} if isinstance(custom, str) else {})


def _entries(given: dict[str, Any] | list[Any]) -> Row:
    if isinstance(given, list):
        return {item: "true" for item in given if isinstance(item, str) and _is_short(item)}
    return {
        name: rows.as_text(value)
        for name, value in given.items()
        if isinstance(value, (str, int, float, bool)) and _is_short(str(value))
    }


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST_TAG
