"""JSON posted to a web address that may be a secret: it never appears in an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx2

from tokenomics.alert.outside import (
    Later,
    Outside,
    answer,
    persistently,
    trust,
    unlogged,
    untrusted,
)
from tokenomics.records.errors import DeliveryError
from tokenomics.version import __version__

# In seconds.
PAUSES = (1.0, 5.0, 30.0)
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_READ = 2000
# Shorter parts of an address are words, not secrets.
_SECRET = 6


class Letter(NamedTuple):
    """What is posted where; `headers` makes those of one attempt from its time in seconds."""

    url: str
    body: bytes
    timeout: float
    headers: Callable[[int], Mapping[str, str]] = lambda _: {}


def post(letter: Letter, outside: Outside) -> int:
    """Post a letter until it is taken, and how often that took.

    Raises DeliveryError where it is refused, or is not taken after a few tries. Redirects are not
    followed: a message goes where the configuration says.
    """
    context = trust(outside.environment)
    patient = httpx2.Client(verify=context, timeout=letter.timeout, follow_redirects=False)
    with unlogged("httpx2"), patient as client:
        return persistently(lambda: _attempt(client, letter, outside), outside.sleep)


def _attempt(client: httpx2.Client, letter: Letter, outside: Outside) -> None:
    now = outside.clock()
    headers = {
        "user-agent": f"tokenomics/{__version__}",
        "content-type": "application/json",
        **letter.headers(int(now.timestamp())),
    }
    try:
        with client.stream("POST", letter.url, content=letter.body, headers=headers) as response:
            judge(response, said(response, letter.url), now)
    except httpx2.TimeoutException:
        raise Later(f"no answer within {letter.timeout:g} s", PAUSES) from None
    except httpx2.TransportError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise DeliveryError(untrusted(str(error))) from None
        raise Later(answer(str(error)) or type(error).__name__, PAUSES) from None


def judge(response: httpx2.Response, said: str, now: datetime) -> None:
    """Nothing where a post was taken; raises Later where it may be, DeliveryError where it is refused."""
    if response.is_success:
        return
    reason = f"answered {response.status_code}{': ' if said else ''}{said}"
    if response.status_code in _PASSING:
        raise Later(reason, PAUSES, asked_pause(response.headers.get("retry-after", ""), now))
    if response.has_redirect_location:
        reason = f"{reason}; it has moved: give its new address"
    raise DeliveryError(reason)


def said(response: httpx2.Response, url: str) -> str:
    """The start of an answer, unless it repeats a part of the address."""
    start = b""
    for chunk in response.iter_bytes():
        start += chunk
        if len(start) >= _READ:
            break
    said = answer(start[:_READ])
    parts = urlsplit(url)
    hidden = [text for text in re.split(r"[/?&=]", f"{parts.path}?{parts.query}") if text]
    return "" if any(len(text) >= _SECRET and text in said for text in hidden) else said


def asked_pause(text: str, now: datetime) -> float:
    """The seconds of a Retry-After header, which states them or an instant; 0 without."""
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max((aware - now).total_seconds(), 0.0)
