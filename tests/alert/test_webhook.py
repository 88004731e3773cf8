"""A message as JSON, signed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import jsonschema
import pytest

from support.messages import HOSTILE, budget, hostile
from tokenomics.alert.message import Message, identity
from tokenomics.alert.webhook import SCHEMA, SCHEMAS, payload, signed, signing_key
from tokenomics.records.errors import ConfigError

PUBLISHED = json.loads((SCHEMAS / "alert.v1.json").read_text("utf-8"))


@pytest.mark.parametrize("message", [budget(), hostile(), budget(status="resolved", fields={})])
def test_a_payload_is_as_published(message: Message) -> None:
    """The schema of the package describes it, field by field."""
    sent = json.loads(payload(message))

    jsonschema.Draft202012Validator(PUBLISHED).validate(sent)
    assert PUBLISHED["$id"] == sent["schema"] == SCHEMA


def test_a_payload_says_what_the_message_says() -> None:
    """Money has no trailing zeros and no exponent, instants are UTC, 07:30 in Berlin being 06:30."""
    more = {
        "large": Decimal("1E+3"),
        "day": date(2026, 11, 2),
        "at": datetime(2026, 11, 2, tzinfo=UTC),
    }
    sent = json.loads(payload(budget(fields={**budget().fields, **more, "none": None})))

    assert sent["id"] == identity(budget())
    assert sent["occurred_at"] == "2026-11-12T06:30:00Z"
    assert sent["tables"][0]["rows"][0] == ["spent so far", "964.20 USD"]
    assert sent["fields"] == {
        "budget": "support",
        "amount": "1200",
        "spent": "964.2",
        "threshold": 80,
        "forecast": False,
        "large": "1000",
        "day": "2026-11-02",
        "at": "2026-11-02T00:00:00Z",
        "none": None,
    }


def test_machines_get_names_as_they_are() -> None:
    """No markup, no escapes but JSON's own."""
    sent = payload(hostile())

    assert json.loads(sent)["headline"] == HOSTILE
    assert sent.isascii()


def test_a_signature_can_be_checked() -> None:
    """HMAC-SHA256 over `id.timestamp.body`, as Standard Webhooks has it."""
    body = payload(budget())
    headers = signed(budget(), body, 1_794_465_060, b"secret")
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(b"secret", content, hashlib.sha256).digest()).decode()

    assert headers == {
        "webhook-id": identity(budget()),
        "webhook-timestamp": "1794465060",
        "webhook-signature": f"v1,{expected}",
    }


def test_the_published_example_of_a_signature() -> None:
    """A key of base64 gives the bytes that libraries for Standard Webhooks use."""
    assert signing_key("whsec_c2VjcmV0", "KEY") == b"secret"
    assert signing_key("sécret", "KEY") == "sécret".encode()


def test_without_a_secret_there_is_no_signature() -> None:
    """Id and time are there all the same, for whoever drops repeats."""
    assert set(signed(budget(), b"", 1, None)) == {"webhook-id", "webhook-timestamp"}


def test_a_secret_that_is_no_base64() -> None:
    """The variable is named, its content not."""
    with pytest.raises(ConfigError, match=r"^HOOK_SECRET: after whsec_ there is no base64$"):
        signing_key("whsec_hunter2!", "HOOK_SECRET")
