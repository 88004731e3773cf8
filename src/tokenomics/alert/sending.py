"""One message to one channel, whatever its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from tokenomics.alert.apprising import by_apprise
from tokenomics.alert.message import Message
from tokenomics.alert.outside import Outside, secret
from tokenomics.alert.slack import slack
from tokenomics.alert.smtp import by_mail
from tokenomics.alert.summary import VARIABLE, to_summary
from tokenomics.alert.teams import teams
from tokenomics.alert.webhook import payload, signed, signing_key
from tokenomics.channels import (
    AppriseConfig,
    ChannelConfig,
    SlackConfig,
    SmtpConfig,
    SummaryConfig,
    TeamsConfig,
    WebhookConfig,
    port,
    web_address,
)
from tokenomics.records.errors import ConfigError, DeliveryError


class Delivered(NamedTuple):
    """A message that was taken: by whom, after how many tries, and which recipients were refused.

    `to` never holds a secret: of a web address it is the host.
    """

    channel: str
    to: str
    tries: int = 1
    refused: tuple[str, ...] = ()


def send(
    channel: ChannelConfig,
    message: Message,
    *,
    name: str,
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> Delivered:
    """Hand a message over to a channel, trying again for a while where that may help.

    `name` is the channel's in the configuration, `clock` tells the present instant with its zone,
    `sleep` waits seconds. A message may arrive twice where an answer got lost, with the same id.
    Raises DeliveryError where nobody took the message, ConfigError where the environment lacks
    what the channel names or an extra is not installed.
    """
    outside = Outside(environment, clock, sleep)
    try:
        to, tries, refused = _sent(channel, message, outside)
    except (ConfigError, DeliveryError) as error:
        raise type(error)(f"channel {name}: {error}") from None
    return Delivered(name, to, tries, refused)


def _sent(
    channel: ChannelConfig, message: Message, outside: Outside
) -> tuple[str, int, tuple[str, ...]]:
    match channel:
        case SmtpConfig():
            return _mailed(channel, message, outside)
        case SlackConfig():
            return _chatted(channel, slack(message), outside)
        case TeamsConfig():
            return _chatted(channel, teams(message), outside)
        case WebhookConfig():
            return _hooked(channel, message, outside)
        case AppriseConfig():
            count, tries = by_apprise(channel, message, outside)
            return f"{count} service{'s' if count > 1 else ''} of {channel.url_env}", tries, ()
        case SummaryConfig():
            to_summary(message, outside.environment)
            return VARIABLE, 1, ()


def _mailed(
    channel: SmtpConfig, message: Message, outside: Outside
) -> tuple[str, int, tuple[str, ...]]:
    place = f"{channel.host}:{port(channel)}"
    try:
        taken = by_mail(channel, message, outside)
    except DeliveryError as error:
        raise DeliveryError(f"{place}: {error}") from None
    return ", ".join(channel.to), taken.tries, taken.refused


def _chatted(
    channel: SlackConfig | TeamsConfig, body: bytes, outside: Outside
) -> tuple[str, int, tuple[str, ...]]:
    url = _address(channel.url_env, outside)
    return _posted(url, body, channel.timeout, lambda _: {}, outside)


def _hooked(
    channel: WebhookConfig, message: Message, outside: Outside
) -> tuple[str, int, tuple[str, ...]]:
    environment, body = outside.environment, payload(message)
    key = None
    if channel.secret_env is not None:
        key = signing_key(secret(environment, channel.secret_env), channel.secret_env)
    url = channel.url or _address(channel.url_env or "", outside)
    more = {name: secret(environment, held) for name, held in channel.headers_env.items()}

    def headers(seconds: int) -> dict[str, str]:
        return {**channel.headers, **more, **signed(message, body, seconds, key)}

    return _posted(url, body, channel.timeout, headers, outside)


def _address(variable: str, outside: Outside) -> str:
    url = secret(outside.environment, variable).strip()
    web_address(url, variable)
    return url


def _posted(
    url: str,
    body: bytes,
    timeout: float,
    headers: Callable[[int], Mapping[str, str]],
    outside: Outside,
) -> tuple[str, int, tuple[str, ...]]:
    from tokenomics.alert.posting import Letter, post  # noqa: PLC0415 - mail needs no web client

    host = urlsplit(url).hostname or ""
    try:
        return host, post(Letter(url, body, timeout, headers), outside), ()
    except DeliveryError as error:
        raise DeliveryError(f"{host}: {error}") from None
