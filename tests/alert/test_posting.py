"""JSON posted to a real web server on this machine."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from support.mail_server import Authority, closed_port, silent
from support.web_server import Answer, web
from support.world import NOW, world
from tokenomics.alert.outside import Outside
from tokenomics.alert.posting import Letter, post
from tokenomics.records.errors import DeliveryError
from tokenomics.version import __version__

BODY = '{"text": "Zoë"}'.encode()


def test_a_post_arrives() -> None:
    """With its type, its sender's version and the headers made for the present second."""
    with web() as server:
        letter = Letter(server.url("/a?b=c"), BODY, 5, lambda seconds: {"x-time": str(seconds)})
        assert post(letter, world()) == 1

    (got,) = server.got
    assert (got.path, got.body) == ("/a?b=c", BODY)
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"] == f"tokenomics/{__version__}"
    assert got.headers["x-time"] == str(int(NOW.timestamp()))


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_passes_is_tried_again(status: int) -> None:
    """The same post after a second."""
    pauses: list[float] = []
    with web(Answer(status), Answer()) as server:
        assert post(Letter(server.url(), BODY, 5), world(pauses)) == 2

    assert pauses == [1]
    assert [got.body for got in server.got] == [BODY, BODY]


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("7", 7),
        ("0", 1),
        ("Thu, 12 Nov 2026 06:31:40 GMT", 40),
        ("Thu, 12 Nov 2026 06:00:00 GMT", 1),
        ("soon", 1),
        ("-5", 1),
    ],
)
def test_a_server_says_how_long_to_wait(text: str, pause: float) -> None:
    """In seconds or until an instant, 06:31:40 being 40 s from now; at least our own second."""
    pauses: list[float] = []
    with web(Answer(429, "slow down", (("Retry-After", text),)), Answer()) as server:
        post(Letter(server.url(), BODY, 5), world(pauses))

    assert pauses == [pause]


def test_who_asks_for_an_hour_is_asked_by_the_next_run() -> None:
    """Nobody sleeps that long, and nobody asks earlier."""
    pauses: list[float] = []
    with (
        web(Answer(429, "slow down", (("Retry-After", "3600"),))) as server,
        pytest.raises(DeliveryError, match="answered 429: slow down; asks to wait 3600 s"),
    ):
        post(Letter(server.url(), BODY, 5), world(pauses))

    assert (pauses, len(server.got)) == ([], 1)


def test_patience_ends() -> None:
    """Four tries within 36 s."""
    pauses: list[float] = []
    with (
        web(Answer(503, "down")) as server,
        pytest.raises(DeliveryError, match="answered 503: down; tried 4 times"),
    ):
        post(Letter(server.url(), BODY, 5), world(pauses))

    assert pauses == [1, 5, 30]
    assert len(server.got) == 4


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(400, "invalid_blocks"), "answered 400: invalid_blocks"),
        (Answer(404, "no_team\x1b[2J"), r"answered 404: no_team\\x1b\[2J"),
        (Answer(403, ""), "answered 403$"),
        (Answer(301, "", (("Location", "http://localhost:9/"),)), "answered 301; it has moved"),
    ],
)
def test_what_is_refused_is_not_tried_again(answer: Answer, sentence: str) -> None:
    """What the server said is told, on one line, and nothing is posted elsewhere."""
    with web(answer) as server, pytest.raises(DeliveryError, match=sentence):
        post(Letter(server.url(), BODY, 5), world())

    assert len(server.got) == 1


def test_a_secret_address_is_never_told(caplog: pytest.LogCaptureFixture) -> None:
    """Neither what refuses nor what does not answer repeats it, nor the client's log."""
    caplog.set_level(logging.DEBUG)
    path = "/services/T0SECRET1/B0SECRET2?sig=hunter2hunter2"
    with (
        web(Answer(404, "cannot find hunter2hunter2")) as server,
        pytest.raises(DeliveryError) as refused,
    ):
        post(Letter(server.url(path), BODY, 5), world())
    with pytest.raises(DeliveryError) as silence:
        post(Letter(f"http://localhost:{closed_port()}{path}", BODY, 5), world())

    assert str(refused.value) == "answered 404"
    assert "SECRET" not in caplog.text
    assert "hunter" not in caplog.text
    assert "tried 4 times" in str(silence.value)
    assert all(
        "SECRET" not in str(x.value) and "hunter" not in str(x.value) for x in (refused, silence)
    )


def test_a_server_that_says_nothing() -> None:
    """Each try ends with the timeout."""
    with silent() as port, pytest.raises(DeliveryError, match=r"no answer within 0.1 s; tried 4 t"):
        post(Letter(f"http://127.0.0.1:{port}/", BODY, 0.1), world())


def test_an_answer_without_an_end() -> None:
    """Of a page of a megabyte the first words are told."""
    with web(Answer(400, "x" * 1_000_000)) as server, pytest.raises(DeliveryError) as caught:
        post(Letter(server.url(), BODY, 5), world())

    assert len(str(caught.value)) < 300


def test_certificates_are_checked(tmp_path: Path) -> None:
    """Authorities of one's own are trusted by SSL_CERT_FILE; a stranger gets nothing."""
    authority = Authority(tmp_path)
    own: Outside = world(SSL_CERT_FILE=str(authority.file))
    pauses: list[float] = []
    with web(context=authority.context()) as server:
        assert post(Letter(server.url(scheme="https"), BODY, 5), own) == 1
        with pytest.raises(DeliveryError, match="its certificate is not trusted"):
            post(Letter(server.url(scheme="https"), BODY, 5), world(pauses))

    assert (len(server.got), pauses) == (1, [])
