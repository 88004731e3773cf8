"""One message to channels of every type."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from support.mail_server import Inbox, closed_port, serving
from support.messages import budget
from support.web_server import Answer, Web, web
from support.world import NOW, world
from tokenomics.alert import Delivered, Message, identity, send
from tokenomics.alert.outside import Outside
from tokenomics.alert.slack import slack
from tokenomics.alert.teams import teams
from tokenomics.alert.webhook import payload, signed
from tokenomics.channels import (
    AppriseConfig,
    ChannelConfig,
    SlackConfig,
    SmtpConfig,
    SummaryConfig,
    TeamsConfig,
    WebhookConfig,
)
from tokenomics.records.errors import ConfigError, DeliveryError


def _send(channel: ChannelConfig, outside: Outside, message: Message | None = None) -> Delivered:
    """Sent as a caller does it."""
    return send(
        channel,
        message or budget(),
        name="ops",
        environment=outside.environment,
        clock=outside.clock,
        sleep=outside.sleep,
    )


def test_mail() -> None:
    """It says to whom, how often it was tried, and who was refused."""
    inbox = Inbox(b=["550 no such user"] * 2, data=["451 later"])
    with serving(inbox) as port:
        channel = SmtpConfig(
            "localhost", "a@example.com", ("b@example.com", "c@example.com"), "none", port
        )
        delivered = _send(channel, world())

    assert delivered == Delivered(
        "ops", "b@example.com, c@example.com", 2, ("b@example.com: 550 no such user",)
    )


@pytest.mark.parametrize(
    ("channel", "body"),
    [(SlackConfig("OPS_URL"), slack(budget())), (TeamsConfig("OPS_URL"), teams(budget()))],
)
def test_chats(channel: ChannelConfig, body: bytes) -> None:
    """The address comes from the environment; of it only the host is told."""
    with web(Answer(503), Answer(202)) as server:
        delivered = _send(channel, world(OPS_URL=server.url("/secret")))

    assert delivered == Delivered("ops", "localhost", 2)
    assert [got.path for got in server.got] == ["/secret"] * 2
    assert server.got[0].body == body


def _hook(server: Web) -> WebhookConfig:
    return WebhookConfig(
        url=server.url(),
        secret_env="HOOK_SECRET",
        headers={"X-Team": "finops"},
        headers_env={"Authorization": "HOOK_TOKEN"},
    )


def test_webhooks() -> None:
    """Signed, with headers of the file and of the environment, and the same id at each try."""
    with web(Answer(500), Answer()) as server:
        delivered = _send(_hook(server), world(HOOK_SECRET="s3cret", HOOK_TOKEN="Bearer x"))

    body = payload(budget())
    expected = signed(budget(), body, int(NOW.timestamp()), b"s3cret")
    assert delivered == Delivered("ops", "localhost", 2)
    assert {got.headers["webhook-id"] for got in server.got} == {identity(budget())}
    assert server.got[1].headers["webhook-signature"] == expected["webhook-signature"]
    assert server.got[1].headers["x-team"] == "finops"
    assert server.got[1].headers["authorization"] == "Bearer x"
    assert server.got[1].body == body


def test_webhooks_may_have_a_secret_address() -> None:
    """It comes from the environment, with the line break of the file it was kept in."""
    with web() as server:
        _send(WebhookConfig(url_env="HOOK"), world(HOOK=server.url("/secret") + "\n"))

    assert server.got[0].path == "/secret"
    assert server.got[0].headers["webhook-signature"] is None


def test_apprise() -> None:
    """Services are counted, not named: their addresses are secrets."""
    with web() as server:
        address = f"json://localhost:{server.server_address[1]}/secret"
        assert _send(AppriseConfig("URLS"), world(URLS=address)) == Delivered(
            "ops", "1 service of URLS"
        )

    assert json.loads(server.got[0].body)["type"] == "warning"


def test_the_summary_of_a_job(tmp_path: Path) -> None:
    """It is the file that GitHub names."""
    file = tmp_path / "summary.md"

    assert _send(SummaryConfig(), world(GITHUB_STEP_SUMMARY=str(file))).to == "GITHUB_STEP_SUMMARY"
    assert file.read_text("utf-8").startswith("### Warning: support has spent")


def test_failures_name_channel_and_server() -> None:
    """A server that is down is no fault of the configuration: exit code 3."""
    port = closed_port()
    channel = SmtpConfig("localhost", "a@example.com", ("b@example.com",), "none", port)

    with pytest.raises(DeliveryError, match=rf"^channel ops: localhost:{port}: .*refused; tried 3"):
        _send(channel, world())
    with web(Answer(404, "no_service")) as server, pytest.raises(DeliveryError) as caught:
        _send(SlackConfig("OPS_URL"), world(OPS_URL=server.url("/secret")))
    assert str(caught.value) == "channel ops: localhost: answered 404: no_service"
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("channel", "sentence"),
    [
        (SlackConfig("OPS_URL"), "the environment variable OPS_URL is not set"),
        (WebhookConfig(url_env="OTHER"), "OTHER: is no web address: one begins with https://"),
        (SummaryConfig(), "the environment variable GITHUB_STEP_SUMMARY is not set"),
    ],
)
def test_what_the_environment_lacks_is_named(channel: ChannelConfig, sentence: str) -> None:
    """With the channel that needs it: exit code 2."""
    with pytest.raises(ConfigError) as caught:
        _send(channel, world(OTHER="hunter2"))

    assert str(caught.value) == f"channel ops: {sentence}"
    assert caught.value.exit_code == 2


def test_secrets_are_asked_for_before_anything_is_sent() -> None:
    """A webhook without its secret is not posted unsigned."""
    with web() as server, pytest.raises(ConfigError, match="HOOK_SECRET is not set"):
        _send(replace(_hook(server), headers_env={}), world())

    assert server.got == []


def test_mail_needs_neither_a_web_client_nor_apprise() -> None:
    """Both are imported by the channels that use them."""
    program = "import sys, tokenomics.alert; print({'httpx2', 'apprise'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"
