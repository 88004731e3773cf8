"""What a delivery meets of the world: the environment, the clock, whom to trust, and patience."""

from __future__ import annotations

import itertools
import logging
import ssl
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from tokenomics.records.errors import ConfigError, DeliveryError
from tokenomics.records.escape import printable, shorten

# Whoever asks for more patience than this is asked again by the next run.
LONGEST = 300.0
_ANSWER = 200


class Outside(NamedTuple):
    """The world as a delivery may use it: `clock` tells the instant, `sleep` waits seconds."""

    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]


class Later(Exception):
    """An attempt failed in a way that may pass: try again after each of `pauses`, in seconds."""

    def __init__(self, reason: str, pauses: Sequence[float], at_least: float = 0.0) -> None:
        """`at_least` is the pause that the other side asks for."""
        super().__init__(reason)
        self.pauses = pauses
        self.at_least = at_least


def persistently(attempt: Callable[[], None], sleep: Callable[[float], None]) -> int:
    """Try until it succeeds, and how often that was.

    Raises DeliveryError after as many pauses as the last failure allows, or where the other side
    asks for a longer one than anybody should wait for.
    """
    for tries in itertools.count(1):
        try:
            attempt()
        except Later as later:
            if later.at_least > LONGEST:
                raise DeliveryError(f"{later}; asks to wait {later.at_least:.0f} s") from None
            if tries > len(later.pauses):
                raise DeliveryError(f"{later}; tried {tries} times") from None
            sleep(max(later.pauses[tries - 1], later.at_least))
        else:
            return tries
    raise AssertionError


def secret(environment: Mapping[str, str], variable: str) -> str:
    """What an environment variable holds, without the line break that files end with.

    Raises ConfigError where it is not set, empty or holds several lines; its content is not shown.
    """
    value = environment.get(variable, "").strip("\r\n")
    if not value:
        raise ConfigError(f"the environment variable {variable} is not set")
    if not value.isprintable():
        raise ConfigError(f"the environment variable {variable} holds a line break or the like")
    return value


def trust(environment: Mapping[str, str]) -> ssl.SSLContext:
    """Checks certificates and names, by the system's authorities or those of SSL_CERT_FILE.

    Raises ConfigError where the file named there cannot be read.
    """
    file = environment.get("SSL_CERT_FILE")
    if not file:
        return ssl.create_default_context()
    try:
        folder = environment.get("SSL_CERT_DIR") or None
        return ssl.create_default_context(cafile=file, capath=folder)
    except OSError as error:
        raise ConfigError(f"SSL_CERT_FILE {file}: cannot be read: {error}") from None


@contextmanager
def unlogged(*names: str) -> Generator[None]:
    """Keeps libraries quiet that write addresses into their logs: they may be secrets."""
    before = {log: log.disabled for log in map(logging.getLogger, names)}
    for log in before:
        log.disabled = True
    try:
        yield
    finally:
        for log, disabled in before.items():
            log.disabled = disabled


def untrusted(why: str) -> str:
    """The sentence for a server that may be another one than it says."""
    return (
        f"its certificate is not trusted: {answer(why)};"
        " SSL_CERT_FILE names authorities of your own"
    )


def answer(text: str | bytes) -> str:
    """What a server said, as one line that is safe to show."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return shorten(printable(" ".join(words.split())), _ANSWER)
