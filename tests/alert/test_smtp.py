"""Mail handed to a real server on this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from support.mail_server import PASSWORD, USER, Authority, Inbox, closed_port, serving, silent
from support.messages import budget, hostile
from support.world import world
from tokenomics.alert.message import identity
from tokenomics.alert.outside import Outside
from tokenomics.alert.smtp import Taken, by_mail
from tokenomics.channels import SmtpConfig
from tokenomics.records.errors import ConfigError, DeliveryError

TO = ("Ops <ops@example.com>",)


def _channel(port: int, **more: Any) -> SmtpConfig:
    plain = SmtpConfig("localhost", "FinOps <finops@example.com>", TO, "none", port, timeout=5.0)
    return replace(plain, **more)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Certificates that only SSL_CERT_FILE makes trusted."""
    return Authority(tmp_path)


@pytest.fixture
def known(authority: Authority) -> Callable[..., Outside]:
    """A world that trusts the authority and knows user and password."""

    def make(pauses: list[float] | None = None, **environment: str) -> Outside:
        given = {"MAIL_USER": USER, "MAIL_PASSWORD": PASSWORD, **environment}
        return world(pauses, SSL_CERT_FILE=str(authority.file), **given)

    return make


SIGNED_IN: dict[str, Any] = {"username_env": "MAIL_USER", "password_env": "MAIL_PASSWORD"}


def test_a_mail_arrives() -> None:
    """From, to and content are those of the message."""
    inbox = Inbox()
    with serving(inbox) as port:
        assert by_mail(_channel(port), budget(), world()) == Taken(1, ())

    (mail,) = inbox.mails
    assert mail["Subject"] == budget().subject
    assert inbox.envelopes[0].mail_from == "finops@example.com"
    assert inbox.envelopes[0].rcpt_tos == ["ops@example.com"]


def test_a_hostile_name_reaches_nobody_else() -> None:
    """There is one mail, to those whom the channel names."""
    inbox = Inbox()
    with serving(inbox) as port:
        by_mail(_channel(port), hostile(), world())

    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [["ops@example.com"]]
    assert inbox.mails[0]["Bcc"] is None


def test_starttls_and_password(authority: Authority, known: Callable[..., Outside]) -> None:
    """The connection is encrypted before user and password are sent, whatever letters they have."""
    inbox = Inbox()
    with serving(
        inbox, context=authority.context(), authenticator=inbox.authenticate, auth_required=True
    ) as port:
        by_mail(_channel(port, security="starttls", **SIGNED_IN), budget(), known())

    assert inbox.encrypted == [True]
    assert inbox.users == [USER]


def test_an_ascii_password(authority: Authority, known: Callable[..., Outside]) -> None:
    """It goes by whatever way of signing in the server offers, and a wrong one is refused."""
    inbox = Inbox()
    with (
        serving(inbox, context=authority.context(), authenticator=inbox.authenticate) as port,
        pytest.raises(
            DeliveryError, match=r"535 .*MAIL_USER and MAIL_PASSWORD were not accepted"
        ) as caught,
    ):
        by_mail(
            _channel(port, security="starttls", **SIGNED_IN),
            budget(),
            known(MAIL_PASSWORD="hunter2"),
        )

    assert inbox.users
    assert "hunter2" not in str(caught.value)
    assert inbox.mails == []


def test_tls_from_the_start(authority: Authority, known: Callable[..., Outside]) -> None:
    """A server that speaks nothing else."""
    inbox = Inbox()
    with serving(inbox, context=authority.context(), tls=True) as port:
        by_mail(_channel(port, security="tls"), budget(), known())

    assert inbox.encrypted == [True]


@pytest.mark.parametrize("tls", [False, True])
def test_a_stranger_gets_nothing(tls: bool, authority: Authority) -> None:
    """A certificate that no trusted authority signed ends it at once, before any word is said."""
    inbox, pauses = Inbox(), list[float]()
    with (
        serving(inbox, context=authority.context(), tls=tls) as port,
        pytest.raises(DeliveryError, match=r"its certificate is not trusted: .*local issuer"),
    ):
        by_mail(_channel(port, security="tls" if tls else "starttls"), budget(), world(pauses))

    assert (inbox.mails, pauses) == ([], [])


def test_the_certificate_of_another_server(
    authority: Authority, known: Callable[..., Outside]
) -> None:
    """A trusted one for another name is not trusted for this one."""
    with (
        serving(Inbox(), context=authority.context("mail.example.com")) as port,
        pytest.raises(DeliveryError, match="its certificate is not trusted: Hostname mismatch"),
    ):
        by_mail(_channel(port, security="starttls"), budget(), known())


def test_no_encryption_no_mail() -> None:
    """Where STARTTLS is asked for and not offered, nothing is sent in the clear."""
    inbox = Inbox()
    with serving(inbox) as port, pytest.raises(DeliveryError, match="STARTTLS extension not supp"):
        by_mail(_channel(port, security="starttls"), budget(), world())

    assert inbox.mails == []


def test_a_password_that_is_not_set() -> None:
    """It is said before any server is asked."""
    channel = _channel(closed_port(), **SIGNED_IN)

    with pytest.raises(ConfigError, match="environment variable MAIL_PASSWORD is not set"):
        by_mail(channel, budget(), world(MAIL_USER=USER))


def test_a_server_that_offers_no_signing_in(known: Callable[..., Outside]) -> None:
    """Who asks for a password and finds nobody to give it to is told."""
    with serving(Inbox()) as port, pytest.raises(DeliveryError, match="AUTH"):
        by_mail(_channel(port, **SIGNED_IN), budget(), known(MAIL_PASSWORD="ascii"))


def test_greylisting_passes() -> None:
    """451 means later: after 30 s the same mail is taken."""
    inbox, pauses = Inbox(ops=["451 4.7.1 Greylisted, try again"]), list[float]()
    with serving(inbox) as port:
        assert by_mail(_channel(port), budget(), world(pauses)) == Taken(2, ())

    assert pauses == [30]
    assert [mail["Message-ID"] for mail in inbox.mails] == [f"<{identity(budget())}@example.com>"]


def test_greylisting_without_an_end() -> None:
    """Four tries within eight minutes, then the next run's turn."""
    inbox, pauses = Inbox(data=["451 later"] * 9), list[float]()
    with serving(inbox) as port, pytest.raises(DeliveryError, match="451 later; tried 4 times"):
        by_mail(_channel(port), budget(), world(pauses))

    assert pauses == [30, 120, 300]


def test_what_is_refused_is_not_tried_again() -> None:
    """550 is an answer."""
    inbox, pauses = Inbox(ops=["550 5.1.1 no such user"]), list[float]()
    with (
        serving(inbox) as port,
        pytest.raises(DeliveryError, match=r"ops@example.com: 550 5.1.1 no such user"),
    ):
        by_mail(_channel(port), budget(), world(pauses))

    assert pauses == []


def test_nobody_is_written_to_twice() -> None:
    """Of three recipients one is taken, one put off, one refused: only the second is asked again."""
    inbox = Inbox(b=["450 later"], c=["550 no such user"])
    to = ("a@example.com", "b@example.com", "c@example.com")
    with serving(inbox) as port:
        taken = by_mail(_channel(port, to=to), budget(), world())

    assert taken == Taken(2, ("c@example.com: 550 no such user",))
    assert [envelope.rcpt_tos for envelope in inbox.envelopes] == [
        ["a@example.com"],
        ["b@example.com"],
    ]


def test_one_who_is_put_off_for_ever() -> None:
    """The others have their mail: it is delivered, and says who has not got it."""
    inbox = Inbox(b=["450 later"] * 9)
    with serving(inbox) as port:
        taken = by_mail(_channel(port, to=("a@example.com", "b@example.com")), budget(), world())

    assert taken == Taken(4, ("b@example.com: 450 later; tried 4 times",))
    assert len(inbox.mails) == 1


def test_a_server_that_hangs_up_has_taken_nobody() -> None:
    """421 to the first recipient: the second was never asked, so both are tried again."""
    inbox = Inbox(a=["421 4.3.2 shutting down"])
    with serving(inbox) as port:
        taken = by_mail(_channel(port, to=("a@example.com", "b@example.com")), budget(), world())

    assert taken == Taken(2, ())
    assert inbox.envelopes[-1].rcpt_tos == ["a@example.com", "b@example.com"]


def test_a_server_that_is_down() -> None:
    """Nobody listens: three tries, twelve seconds."""
    pauses: list[float] = []

    with pytest.raises(DeliveryError, match="refused; tried 3 times"):
        by_mail(_channel(closed_port()), budget(), world(pauses))
    assert pauses == [2, 10]


def test_a_server_that_says_nothing() -> None:
    """Each try ends with the channel's timeout."""
    with (
        silent() as port,
        pytest.raises(DeliveryError, match=r"no answer within 0.1 s; tried 3 times"),
    ):
        by_mail(_channel(port, timeout=0.1), budget(), world())


def test_a_name_that_no_server_can_have() -> None:
    """A label of 64 letters is no host: that does not pass."""
    channel = SmtpConfig("x" * 64 + ".example", "a@b.example", TO, "none")

    with pytest.raises(DeliveryError, match="label"):
        by_mail(channel, budget(), world())
