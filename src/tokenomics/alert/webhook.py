"""A message as JSON for machines, signed as Standard Webhooks are."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tokenomics.alert.message import Message, Table, Value, identity
from tokenomics.records.errors import ConfigError
from tokenomics.records.money import plain
from tokenomics.version import __version__

SCHEMA = "tokenomics/alert.v1"
SCHEMAS = Path(__file__).parent / "schemas"
_MARK = "whsec_"


def payload(message: Message) -> bytes:
    """The message as one JSON object; money is decimal text, instants are UTC.

    Texts are as they were given, whatever characters they hold: they are nobody's markup yet.
    """
    body = {
        "schema": SCHEMA,
        "kind": "alert",
        "tool_version": __version__,
        "id": identity(message),
        "key": message.key,
        "status": message.status,
        "severity": message.severity,
        "occurred_at": _value(message.occurred_at),
        "period": message.period,
        "subject": message.subject,
        "headline": message.headline,
        "paragraphs": list(message.paragraphs),
        "tables": [_table(table) for table in message.tables],
        "fields": {name: _value(value) for name, value in message.fields.items()},
    }
    return json.dumps(body, ensure_ascii=True, allow_nan=False).encode("ascii")


def signed(message: Message, body: bytes, seconds: int, key: bytes | None) -> dict[str, str]:
    """The headers that say which message this is, when it was sent and, with a key, by whom."""
    headers = {"webhook-id": identity(message), "webhook-timestamp": str(seconds)}
    if key is not None:
        content = b".".join([identity(message).encode(), str(seconds).encode(), body])
        digest = hmac.new(key, content, hashlib.sha256).digest()
        headers["webhook-signature"] = f"v1,{base64.b64encode(digest).decode('ascii')}"
    return headers


def signing_key(text: str, variable: str) -> bytes:
    """The bytes to sign with: `whsec_` and base64, or any other text as it is.

    Raises ConfigError naming the variable where the base64 is none.
    """
    if not text.startswith(_MARK):
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix(_MARK), validate=True)
    except (binascii.Error, ValueError):
        raise ConfigError(f"{variable}: after {_MARK} there is no base64") from None


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
    }


def _value(value: Value) -> str | int | None:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if value is None or isinstance(value, (str, int)):
        return value
    return value.isoformat()
