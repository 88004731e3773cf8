"""Mail handed to a mail server: encrypted as asked, tried again where the server says later."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from typing import NamedTuple

from tokenomics.alert.mail import mail
from tokenomics.alert.message import Message
from tokenomics.alert.outside import Later, Outside, answer, persistently, secret, trust, untrusted
from tokenomics.channels import SmtpConfig, mailbox, port
from tokenomics.records.errors import DeliveryError

# In seconds. A server that greylists wants to be asked again after some minutes.
_UNREACHED = (2.0, 10.0)
_PUT_OFF = (30.0, 120.0, 300.0)


class Taken(NamedTuple):
    """How a mail was handed over: after how many tries, and who was refused, with the reason."""

    tries: int
    refused: tuple[str, ...]


class _Post(NamedTuple):
    channel: SmtpConfig
    mail: EmailMessage
    sender: str
    credentials: tuple[str, str] | None
    context: ssl.SSLContext


class _Reply(NamedTuple):
    code: int
    text: str


def by_mail(channel: SmtpConfig, message: Message, outside: Outside) -> Taken:
    """Hand a message to the channel's server for all its recipients.

    Who was accepted is not written to again while others are put off. Raises DeliveryError where
    nobody was accepted, ConfigError where the environment lacks what the channel names.
    """
    post = _Post(
        channel,
        mail(message, channel, outside.clock()),
        mailbox(channel.sender).address,
        _credentials(channel, outside.environment),
        trust(outside.environment),
    )
    to = [mailbox(text).address for text in channel.to]
    waiting = list(to)
    refused: dict[str, str] = {}
    tries = 0

    def attempt() -> None:
        nonlocal tries
        tries += 1
        replies = _hand_over(post, waiting)
        waiting[:] = [address for address in waiting if address in replies]
        for address in [one for one in waiting if replies[one].code >= 500]:
            refused[address] = _said(replies[address])
            waiting.remove(address)
        if waiting:
            raise Later(_said(replies[waiting[0]]), _PUT_OFF)

    try:
        persistently(attempt, outside.sleep)
    except DeliveryError as error:
        if len(waiting) + len(refused) == len(to):
            raise
        refused |= dict.fromkeys(waiting, str(error))
    sentences = tuple(f"{address}: {reason}" for address, reason in refused.items())
    if len(refused) == len(to):
        raise DeliveryError("; ".join(sentences))
    return Taken(tries, sentences)


def _credentials(channel: SmtpConfig, environment: Mapping[str, str]) -> tuple[str, str] | None:
    if channel.username_env is None or channel.password_env is None:
        return None
    return secret(environment, channel.username_env), secret(environment, channel.password_env)


def _hand_over(post: _Post, to: list[str]) -> dict[str, _Reply]:
    """What the server said of each recipient that it did not accept."""
    channel = post.channel
    try:
        with _connected(post) as server:
            _sign_in(server, post)
            replies = server.send_message(post.mail, post.sender, to)
            # The mail is theirs now: whatever goes wrong with good-bye changes nothing.
            with suppress(OSError):
                server.quit()
    except smtplib.SMTPRecipientsRefused as error:
        # A server that hangs up has not been asked about all of them.
        last = list(error.recipients.values())[-1]
        replies = {address: error.recipients.get(address, last) for address in to}
    except (OSError, UnicodeError) as error:
        raise _failure(error, channel) from None
    return {address: _Reply(code, answer(text)) for address, (code, text) in replies.items()}


def _failure(error: Exception, channel: SmtpConfig) -> Later | DeliveryError:
    """Whether what went wrong may pass, and in which words."""
    match error:
        case smtplib.SMTPResponseException():
            return _refusal(_Reply(error.smtp_code, answer(error.smtp_error)), error, channel)
        case ssl.SSLCertVerificationError():
            return DeliveryError(untrusted(error.verify_message))
        case _ if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            return Later(f"no answer within {channel.timeout:g} s", _UNREACHED)
        case smtplib.SMTPServerDisconnected():
            return Later(answer(str(error)), _UNREACHED)
        case smtplib.SMTPException() | UnicodeError():
            return DeliveryError(answer(str(error)))
        case _:
            return Later(answer(str(error)), _UNREACHED)


def _refusal(reply: _Reply, error: Exception, channel: SmtpConfig) -> Later | DeliveryError:
    if 400 <= reply.code < 500:
        return Later(_said(reply), _PUT_OFF)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        names = f"{channel.username_env} and {channel.password_env}"
        return DeliveryError(f"{_said(reply)}: {names} were not accepted")
    return DeliveryError(_said(reply))


@contextmanager
def _connected(post: _Post) -> Generator[smtplib.SMTP]:
    """A connection that is encrypted as the channel asks, or none."""
    channel, context = post.channel, post.context
    place = channel.host, port(channel)
    if channel.security == "tls":
        server = smtplib.SMTP_SSL(*place, timeout=channel.timeout, context=context)
    else:
        server = smtplib.SMTP(*place, timeout=channel.timeout)
    try:
        if channel.security == "starttls":
            server.starttls(context=context)
        yield server
    finally:
        server.close()


def _sign_in(server: smtplib.SMTP, post: _Post) -> None:
    if post.credentials is None:
        return
    name, password = post.credentials
    if name.isascii() and password.isascii():
        server.login(name, password)
        return
    # The library's own log-in knows ASCII only; the standard says UTF-8.
    server.ehlo_or_helo_if_needed()
    token = base64.b64encode(f"\0{name}\0{password}".encode()).decode("ascii")
    code, text = server.docmd("AUTH", f"PLAIN {token}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, text)


def _said(reply: _Reply) -> str:
    return f"{reply.code} {reply.text}"
