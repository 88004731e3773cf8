"""What is said when something happened, before it is mail, a card or JSON."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, NamedTuple

from tokenomics.records.escape import printable, shorten

Status = Literal["alert", "resolved", "test"]
Severity = Literal["info", "warning", "critical"]
Tone = Literal["info", "warning", "critical", "resolved", "test"]
Value = str | int | bool | Decimal | date | None

LABELS: dict[Tone, str] = {
    "info": "Notice",
    "warning": "Warning",
    "critical": "Critical",
    "resolved": "Resolved",
    "test": "Test",
}

# More of one text is no help to a reader, and chats refuse it.
_SUBJECT = 200
_PARAGRAPH = 2000
_CELL = 120

# A number with any sign or currency before it, or a word for none.
_FIGURE = re.compile(r"\W*(?:\d.*|unpriced)?")


class Table(NamedTuple):
    """Rows of texts below one another; without `columns` they are names and values."""

    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()
    title: str = ""


class Message(NamedTuple):
    """One event, in words and figures that are already rounded and formatted.

    `key` is the event's identity: an alert and its resolution share it, and whatever is sent again
    with the same key and status counts as the same message. `occurred_at` states its zone. `chart`
    is a PNG. `fields` is for machines: amounts as decimals, in `period` as people read it.
    """

    key: str
    subject: str
    headline: str
    occurred_at: datetime
    period: str = ""
    status: Status = "alert"
    severity: Severity = "warning"
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    chart: bytes | None = None
    fields: Mapping[str, Value] = MappingProxyType({})


def identity(message: Message, status: Status | None = None) -> str:
    """32 hexadecimal digits that are the same whenever this message is sent, and no other's.

    With a status, those of the message about the same event that has it.
    """
    text = f"{status or message.status}\n{message.key}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def tone(message: Message) -> Tone:
    """What decides colour and label: how bad it is, or that it is over or a test."""
    return message.severity if message.status == "alert" else message.status


def label(message: Message) -> str:
    """The word that says at a glance what kind of message it is."""
    return LABELS[tone(message)]


def when(message: Message) -> str:
    """The instant of the event in its own zone, to the minute.

    Raises ValueError where it states no zone.
    """
    if message.occurred_at.tzinfo is None:
        raise ValueError("occurred_at states no time zone")
    return f"{message.occurred_at:%Y-%m-%d %H:%M %Z}"


def readable(message: Message) -> Message:
    """The message with nothing in it that moves a cursor or breaks a line, and no endless text.

    Rows of a table are as long as its longest.
    """
    return message._replace(
        subject=shorten(printable(message.subject), _SUBJECT),
        headline=shorten(printable(message.headline), _SUBJECT),
        period=shorten(printable(message.period), _CELL),
        paragraphs=tuple(shorten(printable(x), _PARAGRAPH) for x in message.paragraphs if x),
        tables=tuple(_readable(table) for table in message.tables if table.rows),
    )


def _readable(table: Table) -> Table:
    width = max(map(len, [table.columns, *table.rows]))
    return Table(
        rows=tuple(_cells(row, width) for row in table.rows),
        columns=_cells(table.columns, width) if table.columns else (),
        title=shorten(printable(table.title), _CELL),
    )


def _cells(row: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(shorten(printable(cell), _CELL) for cell in row) + ("",) * (width - len(row))


def figures(table: Table) -> tuple[bool, ...]:
    """Of each column of a readable table whether it holds figures, which are aligned to the right.

    The first column is what the others are about.
    """
    columns = zip(*table.rows, strict=True)
    return tuple(
        number > 0 and all(map(_FIGURE.fullmatch, column)) for number, column in enumerate(columns)
    )
