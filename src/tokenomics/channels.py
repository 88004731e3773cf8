"""`[channel.NAME]`: where messages go, a table a type; what is secret stays in the environment."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Annotated, Literal, NamedTuple
from urllib.parse import SplitResult, urlsplit

from msgspec import Meta, Struct

from tokenomics.records.errors import ConfigError, unknown

TYPE = "type"

_VARIABLE = r"[A-Za-z_][A-Za-z0-9_]*"
_HEADER = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
# Headers that are a secret wherever they are used.
_PRIVATE_HEADER = r"(?i)authori[sz]ation|cookie|token|secret|password|api-?key"
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_ADDRESS = rf"{_ATOM}(?:\.{_ATOM})*@[\w-]+(?:\.[\w-]+)*"
_MAILBOX = (
    rf"""(?P<alone>{_ADDRESS})|(?:"(?P<quoted>[^"\\]*)"|(?P<name>[^"<>,;@]*))"""
    rf"\s*<(?P<address>{_ADDRESS})>"
)
_OURS = (
    "host",
    "content-length",
    "content-type",
    "transfer-encoding",
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
)
_PORTS = {"starttls": 587, "tls": 465, "none": 25}

Timeout = Annotated[
    float, Meta(gt=0, le=600, description="Seconds to wait for each answer of the server.")
]
UrlVariable = Annotated[str, Meta(description="Environment variable that holds the address.")]


class SmtpConfig(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    tag_field=TYPE,
    tag="smtp",
    rename={"sender": "from"},
):
    """`type = "smtp"`: mail, handed to a mail server."""

    host: Annotated[str, Meta(description="Mail server.")]
    sender: Annotated[str, Meta(description="Address that mail comes from.")]
    to: Annotated[tuple[str, ...], Meta(min_length=1, description="Addresses it goes to.")]
    security: Annotated[
        Literal["starttls", "tls", "none"], Meta(description="How the connection is encrypted.")
    ] = "starttls"
    port: (
        Annotated[
            int, Meta(ge=1, le=65535, description="Its port; else 587, 465 or 25, by security.")
        ]
        | None
    ) = None
    username_env: Annotated[
        str | None, Meta(description="Environment variable that holds the user's name.")
    ] = None
    password_env: Annotated[
        str | None, Meta(description="Environment variable that holds the password.")
    ] = None
    timeout: Timeout = 30.0


class SlackConfig(Struct, frozen=True, forbid_unknown_fields=True, tag_field=TYPE, tag="slack"):
    """`type = "slack"`: an incoming webhook of Slack, or of what understands its messages."""

    url_env: UrlVariable
    timeout: Timeout = 30.0


class TeamsConfig(Struct, frozen=True, forbid_unknown_fields=True, tag_field=TYPE, tag="teams"):
    """`type = "teams"`: a workflow of Microsoft Teams that takes webhook requests."""

    url_env: UrlVariable
    timeout: Timeout = 30.0


class WebhookConfig(Struct, frozen=True, forbid_unknown_fields=True, tag_field=TYPE, tag="webhook"):
    """`type = "webhook"`: JSON, posted to an address of your own and signed where it has a secret."""

    url: Annotated[str | None, Meta(description="Address, where it is no secret.")] = None
    url_env: UrlVariable | None = None
    secret_env: Annotated[
        str | None, Meta(description="Environment variable that holds the secret to sign with.")
    ] = None
    headers: Annotated[dict[str, str], Meta(description="Header = value.")] = {}
    headers_env: Annotated[
        dict[str, str], Meta(description="Header = environment variable that holds its value.")
    ] = {}
    timeout: Timeout = 30.0


class AppriseConfig(Struct, frozen=True, forbid_unknown_fields=True, tag_field=TYPE, tag="apprise"):
    """`type = "apprise"`: any service that Apprise knows."""

    url_env: UrlVariable


class SummaryConfig(
    Struct, frozen=True, forbid_unknown_fields=True, tag_field=TYPE, tag="github-summary"
):
    """`type = "github-summary"`: the summary of a GitHub Actions job."""


ChannelConfig = (
    SmtpConfig | SlackConfig | TeamsConfig | WebhookConfig | AppriseConfig | SummaryConfig
)
TYPES: dict[str, type[ChannelConfig]] = {
    "smtp": SmtpConfig,
    "slack": SlackConfig,
    "teams": TeamsConfig,
    "webhook": WebhookConfig,
    "apprise": AppriseConfig,
    "github-summary": SummaryConfig,
}


class Mailbox(NamedTuple):
    """An address with the name that stands before it, if any."""

    name: str
    address: str


def keys(kind: type[ChannelConfig]) -> list[str]:
    """The keys of a type of channel, as a file writes them."""
    return [TYPE, *kind.__struct_encode_fields__]


def port(channel: SmtpConfig) -> int:
    """The port to connect to, by the kind of encryption where none is given."""
    return channel.port or _PORTS[channel.security]


def mailbox(text: str) -> Mailbox:
    """`ops@example.com` or `Ops <ops@example.com>` in its two parts.

    Raises ConfigError for what is not exactly one address.
    """
    found = re.fullmatch(_MAILBOX, text.strip()) if text.isprintable() else None
    if found is None:
        raise ConfigError(f"{text!r} is no mail address: write 'ops@example.com'")
    name = found["quoted"] or found["name"] or ""
    return Mailbox(name.strip(), found["address"] or found["alone"])


def kind_of(table: dict[str, object]) -> type[ChannelConfig]:
    """The type of a channel's table, after its secrets were looked for.

    Raises ConfigError where it names none that there is, or holds what belongs in the environment.
    """
    name = table.get(TYPE)
    if not isinstance(name, str):
        raise ConfigError(f"type: missing: choose from {', '.join(TYPES)}")
    if name not in TYPES:
        raise ConfigError(f"type: {unknown('type of channel', name, TYPES)}")
    kind = TYPES[name]
    known = keys(kind)
    for key in table:
        if key not in known and f"{key}_env" in known:
            raise ConfigError(
                f"{key}: does not belong in a file: put it into an environment variable"
                f" and name that in {key}_env"
            )
    return kind


def variables(channel: ChannelConfig) -> tuple[str, ...]:
    """The environment variables that a channel needs."""
    values = (getattr(channel, key) for key in channel.__struct_fields__ if key.endswith("_env"))
    named = (value.values() if isinstance(value, dict) else [value] for value in values)
    return tuple(name for names in named for name in names if name is not None)


def check(channel: ChannelConfig) -> None:
    """Raise ConfigError, beginning with the key, for what no message could be sent with."""
    for key in channel.__struct_fields__:
        if key.endswith("_env"):
            _check_variables(key, getattr(channel, key))
    if isinstance(channel, SmtpConfig):
        _check_mail(channel)
    elif isinstance(channel, WebhookConfig):
        _check_webhook(channel)


def _check_variables(key: str, named: str | dict[str, str] | None) -> None:
    names = named.values() if isinstance(named, dict) else [named]
    for name in names:
        # What stands here by mistake may be the secret itself, so it is not shown.
        if name is not None and not re.fullmatch(_VARIABLE, name):
            raise ConfigError(f"{key}: is no name of an environment variable")


def _check_mail(channel: SmtpConfig) -> None:
    if not channel.host or not channel.host.isprintable() or " " in channel.host:
        raise ConfigError(f"host: {channel.host!r} is no name of a server")
    for key, texts in (("from", [channel.sender]), ("to", channel.to)):
        for text in texts:
            _checked_mailbox(key, text)
    if (channel.username_env is None) != (channel.password_env is None):
        raise ConfigError("username_env: goes with password_env: give both or none")
    if channel.password_env and channel.security == "none" and not _local(channel.host):
        raise ConfigError(
            "security: 'none' would show the password to the network: use 'starttls' or 'tls'"
        )


def _checked_mailbox(key: str, text: str) -> None:
    try:
        mailbox(text)
    except ConfigError as error:
        raise ConfigError(f"{key}: {error}") from None


def _local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_webhook(channel: WebhookConfig) -> None:
    if (channel.url is None) == (channel.url_env is None):
        raise ConfigError("url: give either url or url_env")
    if channel.url is not None and web_address(channel.url, "url").username is not None:
        raise ConfigError("url: holds a user or a password: use url_env")
    for name, value in channel.headers.items():
        if re.search(_PRIVATE_HEADER, name):
            raise ConfigError(
                f"headers.{name}: does not belong in a file: put it into an environment variable"
                " and name that in headers_env"
            )
        if not value.isascii() or not value.isprintable():
            raise ConfigError(f"headers.{name}: is no value of a header")
    for name in [*channel.headers, *channel.headers_env]:
        if not re.fullmatch(_HEADER, name) or name.lower() in _OURS:
            raise ConfigError(f"headers: {name!r} is no header to set")


def web_address(text: str, name: str) -> SplitResult:
    """The parts of a web address, which is not shown where it is none: it may be a secret.

    Raises ConfigError naming where it stands.
    """
    wrong = ConfigError(f"{name}: is no web address: one begins with https://")
    try:
        parts = urlsplit(text)
        there = parts.hostname and parts.port != 0
    except ValueError:
        raise wrong from None
    if parts.scheme not in {"http", "https"} or not there or not text.isprintable() or " " in text:
        raise wrong
    return parts
