"""Messages to send: one as a budget would, and one whose every text is hostile.

As a program it writes what they look like into tests/alert/golden.
"""

from __future__ import annotations

import struct
import zlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tokenomics.alert.message import Message, Table
from tokenomics.alert.page import page
from tokenomics.alert.summary import markdown
from tokenomics.alert.text import text

HOSTILE = 'x\r\nBcc: all@evil.example\r\n\r\n<script>alert("1")</script> \x1b[2J \u202e|`*[a](b) =?utf-8?q?y?='


def budget(**changes: Any) -> Message:
    """Four fifths of a support team's budget spent, with what drives it."""
    return Message(
        key="budget support 2026-11 actual 80",
        subject="support: budget gone on 19 Nov (80 %: 17-23), +38 % since Tuesday",
        headline="support has spent 80 % of its budget of 1,200.00 USD for November",
        occurred_at=datetime(2026, 11, 12, 7, 30, tzinfo=ZoneInfo("Europe/Berlin")),
        period="2026-11 (Europe/Berlin)",
        paragraphs=(
            "At this pace the budget is gone on 19 November (80 %: 17 to 23 November).",
            "The month then costs 1,910.00 USD, with 80 % certainty 1,640.00 to 2,260.00 USD.",
            "Since Tuesday a day costs 38 % more than in the three weeks before.",
        ),
        tables=(
            Table(
                rows=(
                    ("spent so far", "964.20 USD"),
                    ("left", "235.80 USD"),
                    ("expected at the end of the month", "1,910.00 USD"),
                )
            ),
            Table(
                title="What costs more since Tuesday",
                columns=("feature", "model", "cost a day", "change"),
                rows=(
                    ("ticket-summary", "claude-sonnet-4-5", "61.10", "+31.40"),
                    ("internal-chat", "gpt-4.1", "14.02", "+0.86"),
                    ("Übersetzung", "llama-70b", "unpriced", "-"),
                ),
            ),
        ),
        fields={
            "budget": "support",
            "amount": Decimal("1200.00"),
            "spent": Decimal("964.200000000000000000"),
            "threshold": 80,
            "forecast": False,
        },
    )._replace(**changes)


def hostile() -> Message:
    """The same with a text in every place that tries to be a header, markup or a terminal's order."""
    return budget(
        key=HOSTILE,
        subject=f"{HOSTILE}: budget gone",
        headline=HOSTILE,
        period=HOSTILE,
        paragraphs=(HOSTILE,),
        tables=(Table(((HOSTILE, HOSTILE), ("short",)), (HOSTILE,), HOSTILE),),
        fields={HOSTILE: HOSTILE},
    )


def picture(width: int = 4, height: int = 2) -> bytes:
    """A grey PNG, written by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + b"\xb0" * width for _ in range(height))
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        ]
    )


GOLDEN = Path(__file__).parents[1] / "alert" / "golden"


def golden() -> dict[str, str]:
    """What the messages look like in each form that a person reads, by file name."""
    said = {"budget": budget(), "hostile": hostile()}
    return {
        **{f"{name}.txt": text(message) for name, message in said.items()},
        **{f"{name}.html": page(message, "cid:chart") for name, message in said.items()},
        **{f"{name}.md": markdown(message) for name, message in said.items()},
    }


if __name__ == "__main__":
    for name, content in golden().items():
        (GOLDEN / name).write_text(content, "utf-8")
