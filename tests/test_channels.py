"""Types of channels, read strictly and without secrets."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tokenomics.channels import (
    TYPES,
    ChannelConfig,
    Mailbox,
    SmtpConfig,
    WebhookConfig,
    check,
    keys,
    kind_of,
    mailbox,
    port,
    variables,
    web_address,
)
from tokenomics.records.errors import ConfigError


def _mail(**more: Any) -> SmtpConfig:
    return replace(SmtpConfig("mail.example.com", "a@b.example", ("c@d.example",)), **more)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        (_mail(), 587),
        (_mail(security="tls"), 465),
        (_mail(security="none"), 25),
        (_mail(port=2525), 2525),
    ],
)
def test_a_port_follows_from_the_encryption(channel: SmtpConfig, expected: int) -> None:
    """Submission, mail over TLS and plain mail have ports of their own; a given one stands."""
    assert port(channel) == expected


def test_keys_are_named_as_a_file_names_them() -> None:
    """The sender is `from`, and every type has its `type`."""
    assert {"type", "from", "to", "password_env"} <= set(keys(SmtpConfig))
    assert all(keys(kind)[0] == "type" for kind in TYPES.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ops@example.com", Mailbox("", "ops@example.com")),
        ("Ops Team <ops@example.com>", Mailbox("Ops Team", "ops@example.com")),
        ("Zoë <zoe@example.com>", Mailbox("Zoë", "zoe@example.com")),
        ('"Ops, EU" <ops@example.com>', Mailbox("Ops, EU", "ops@example.com")),
    ],
)
def test_an_address_may_have_a_name(text: str, expected: Mailbox) -> None:
    """What stands before the address in angle brackets is a name."""
    assert mailbox(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ops",
        "ops@",
        "@b.example",
        "a..b@c.example",
        "a@b.",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "x <a@b c>",
    ],
)
def test_what_is_no_address(text: str) -> None:
    """Two addresses, none, or one with a line break are refused."""
    with pytest.raises(ConfigError, match="is no mail address"):
        mailbox(text)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"type": "smtp", "password": "hunter2"}, "name that in password_env"),
        ({"type": "smtp", "username": "me"}, "name that in username_env"),
        ({"type": "slack", "url": "https://hunter2"}, "name that in url_env"),
        ({"type": "webhook", "secret": "hunter2"}, "name that in secret_env"),
    ],
)
def test_no_secret_is_in_the_file(table: dict[str, object], sentence: str) -> None:
    """Whoever writes one is told where it belongs, and it is not shown."""
    with pytest.raises(ConfigError) as caught:
        kind_of(table)

    assert sentence in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("channel", "sentence"),
    [
        (_mail(host="two words"), "host: 'two words' is no name"),
        (_mail(sender="nobody"), "from: 'nobody' is no mail address"),
        (_mail(to=("a@b.example", "c")), "to: 'c' is no mail address"),
        (_mail(username_env="USER"), "username_env: goes with password_env"),
        (_mail(username_env="U", password_env="hunter 2"), "password_env: is no name of an env"),
        (
            _mail(username_env="U", password_env="P", security="none"),
            "security: 'none' would show the password",
        ),
        (WebhookConfig(), "url: give either"),
        (WebhookConfig(url="https://a.example", url_env="A"), "url: give either"),
        (WebhookConfig(url="ftp://a.example"), "url: is no web address"),
        (WebhookConfig(url="https://me:hunter2@a.example"), "url: holds a user"),
        (WebhookConfig(url="https://a.example", headers={"X-Api-Key": "hunter2"}), "headers_env"),
        (WebhookConfig(url="https://a.example", headers={"A": "b\r\nC: d"}), "is no value"),
        (WebhookConfig(url="https://a.example", headers={"A B": "c"}), "is no header to set"),
        (WebhookConfig(url="https://a.example", headers={"Host": "c"}), "is no header to set"),
        (
            WebhookConfig(url="https://a.example", headers_env={"A": "$B"}),
            "headers_env: is no name",
        ),
    ],
)
def test_what_nothing_could_be_sent_with(channel: ChannelConfig, sentence: str) -> None:
    """The key is named; what may be a secret is not shown."""
    with pytest.raises(ConfigError) as caught:
        check(channel)

    assert sentence in str(caught.value)
    assert "hunter" not in str(caught.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_password_may_go_to_this_machine(host: str) -> None:
    """On the way to a server of this machine nobody reads along."""
    check(_mail(host=host, username_env="U", password_env="P", security="none"))


@pytest.mark.parametrize(
    "text", ["", "hooks.example", "https://", "https://[x", "https://a b", "file:///x"]
)
def test_what_is_no_web_address(text: str) -> None:
    """It is named by where it stands: its text may be half a secret."""
    with pytest.raises(
        ConfigError, match=r"^OPS_URL: is no web address: one begins with https://$"
    ):
        web_address(text, "OPS_URL")


def test_the_variables_that_a_channel_needs() -> None:
    """Those of its keys and of its headers; none where everything stands in the file."""
    hook = WebhookConfig(url_env="URL", secret_env="SECRET", headers_env={"x-key": "KEY"})

    assert variables(hook) == ("URL", "SECRET", "KEY")
    assert variables(WebhookConfig(url="https://example.com")) == ()
