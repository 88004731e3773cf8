"""What a delivery meets of the world."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from support.mail_server import Authority
from tokenomics.alert.outside import Later, answer, persistently, secret, trust, unlogged, untrusted
from tokenomics.records.errors import ConfigError, DeliveryError


def _failing(times: int, later: Later) -> Callable[[], None]:
    """An attempt that fails so many times."""
    left = [later] * times

    def attempt() -> None:
        if left:
            raise left.pop()

    return attempt


def test_what_passes_is_waited_for() -> None:
    """After two failures and the pauses between them the third try succeeds."""
    slept: list[float] = []

    assert persistently(_failing(2, Later("busy", (1, 5, 30))), slept.append) == 3
    assert slept == [1, 5]


def test_patience_ends() -> None:
    """With three pauses there are four tries."""
    slept: list[float] = []

    with pytest.raises(DeliveryError, match="busy; tried 4 times"):
        persistently(_failing(9, Later("busy", (1, 5, 30))), slept.append)
    assert slept == [1, 5, 30]


def test_the_other_side_may_ask_for_a_longer_pause() -> None:
    """60 s asked for stand before 1 s of our own; an hour is longer than anybody waits."""
    slept: list[float] = []
    persistently(_failing(1, Later("busy", (1,), 60)), slept.append)
    assert slept == [60]

    with pytest.raises(DeliveryError, match="busy; asks to wait 3600 s"):
        persistently(_failing(1, Later("busy", (1,), 3600)), slept.append)
    assert slept == [60]


def test_secrets_come_from_the_environment() -> None:
    """Without the line break that a file ended with."""
    assert secret({"PASSWORD": "hunter2 \n"}, "PASSWORD") == "hunter2 "


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({}, "the environment variable PASSWORD is not set"),
        ({"PASSWORD": "\n"}, "the environment variable PASSWORD is not set"),
        ({"PASSWORD": "hunter2\nX: y"}, "the environment variable PASSWORD holds a line break"),
    ],
)
def test_what_is_no_secret_is_said_without_it(environment: dict[str, str], sentence: str) -> None:
    """The variable is named, its content never."""
    with pytest.raises(ConfigError) as caught:
        secret(environment, "PASSWORD")

    assert sentence in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_authorities_of_ones_own_are_trusted(tmp_path: Path) -> None:
    """Those of SSL_CERT_FILE, and then no others."""
    own = trust({"SSL_CERT_FILE": str(Authority(tmp_path).file)})

    assert own.cert_store_stats()["x509_ca"] == 1
    assert own.check_hostname


def test_a_file_of_authorities_that_is_not_there(tmp_path: Path) -> None:
    """It is named: silently trusting others would be worse."""
    with pytest.raises(ConfigError, match=r"SSL_CERT_FILE .*nowhere.pem: cannot be read"):
        trust({"SSL_CERT_FILE": str(tmp_path / "nowhere.pem")})


def test_a_log_is_quiet_for_a_while(caplog: pytest.LogCaptureFixture) -> None:
    """What is written meanwhile is dropped, what comes after is not."""
    log = logging.getLogger("talkative")
    with unlogged("talkative", "another"):
        log.error("secret")
    log.error("public")

    assert caplog.messages == ["public"]


def test_answers_are_one_line() -> None:
    """Whatever a server says is shown without acting on a terminal, and not endlessly."""
    assert answer(b"5.7.1 no\r\n  way\x1b[2J \xff") == r"5.7.1 no way\x1b[2J " + "\ufffd"
    assert len(answer("x" * 1000)) == 200


def test_a_stranger_is_named() -> None:
    """The sentence says why, and what to do about authorities of one's own."""
    assert untrusted("self-signed") == (
        "its certificate is not trusted: self-signed; SSL_CERT_FILE names authorities of your own"
    )
