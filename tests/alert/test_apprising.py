"""A message to the services that Apprise knows: here its own JSON posts, to a server on this machine."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from support.messages import budget, hostile
from support.web_server import Answer, Web, web
from support.world import world
from tokenomics.alert.apprising import by_apprise
from tokenomics.alert.text import text
from tokenomics.channels import AppriseConfig
from tokenomics.records.errors import ConfigError, DeliveryError

CHANNEL = AppriseConfig("OPS_URLS")


def _address(server: Web, path: str = "hook") -> str:
    return f"json://localhost:{server.server_address[1]}/{path}"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "warning"),
        ({"severity": "critical"}, "failure"),
        ({"status": "resolved"}, "success"),
    ],
)
def test_a_message_arrives(changes: dict[str, str], kind: str) -> None:
    """Its text, with the subject as title and the kind that colours it."""
    message = budget(**changes)
    with web() as server:
        assert by_apprise(CHANNEL, message, world(OPS_URLS=_address(server))) == (1, 1)

    sent = json.loads(server.got[0].body)
    assert sent["message"].strip() == text(message).strip()
    assert sent["title"].endswith(budget().subject)
    assert sent["type"] == kind


def test_a_hostile_name_stays_text() -> None:
    """Line breaks of a name are escapes in the title and the text."""
    with web() as server:
        by_apprise(CHANNEL, hostile(), world(OPS_URLS=_address(server)))

    sent = json.loads(server.got[0].body)
    assert sent["title"].isprintable()
    assert sent["message"].strip() == text(hostile()).strip()


def test_who_was_told_is_not_told_again() -> None:
    """Of two services one fails once: it alone is asked a second time."""
    pauses: list[float] = []
    with web() as first, web(Answer(500), Answer()) as second:
        urls = f"{_address(first)} {_address(second)}"
        assert by_apprise(CHANNEL, budget(), world(pauses, OPS_URLS=urls)) == (2, 2)

    assert (len(first.got), len(second.got), pauses) == (1, 2, [2])


def test_patience_ends(caplog: pytest.LogCaptureFixture) -> None:
    """Three tries; the sentence names the kind of service, never its address, and no log does."""
    caplog.set_level(logging.DEBUG)
    with web(Answer(500)) as server, pytest.raises(DeliveryError) as caught:
        by_apprise(CHANNEL, budget(), world(OPS_URLS=_address(server, "hunter2")))

    assert str(caught.value) == "JSON did not take it; tried 3 times"
    assert len(server.got) == 3
    assert "hunter2" not in caplog.text


@pytest.mark.parametrize("urls", ["hunter2", "nosuchservice://hunter2"])
def test_what_is_no_address(urls: str) -> None:
    """The variable is named, its content not."""
    with pytest.raises(ConfigError) as caught:
        by_apprise(CHANNEL, budget(), world(OPS_URLS=urls))

    assert str(caught.value) == "OPS_URLS: holds no address of a service that Apprise knows"


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is named."""
    monkeypatch.setitem(sys.modules, "apprise", None)

    with pytest.raises(
        ConfigError, match=r"extra notify: pip install 'tokenomics-finops\[notify\]'"
    ):
        by_apprise(CHANNEL, budget(), world(OPS_URLS="json://localhost"))
