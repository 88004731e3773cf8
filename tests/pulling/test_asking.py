"""Pages asked of a real web server on this machine."""

from __future__ import annotations

import pytest

from support.mail_server import closed_port
from support.reports_server import KEY, reports
from support.world import world
from tokenomics.pulling.asking import connected
from tokenomics.records.errors import OutsideError

MONTH = [("start_time", "1793491200"), ("end_time", "1793577600")]


def _page(url: str, key: str = KEY, pauses: list[float] | None = None) -> str:
    with connected({"authorization": f"Bearer {key}"}, key, world(pauses)) as client:
        return client.page(f"{url}/organization/costs", MONTH, "openai costs")


def test_a_page_arrives_after_faults_that_pass() -> None:
    """Too many requests (the server asks for two seconds), a failure, a cut connection, then the page."""
    pauses: list[float] = []
    with reports(429, 500, 0) as server:
        assert '"object": "page"' in _page(server.url, pauses=pauses)

    assert (len(server.asked), pauses) == (4, [2.0, 5.0, 30.0])


def test_a_refusal_is_told_without_the_key() -> None:
    """What the server says, and not the key that it repeats; a wrong key is not tried again."""
    with reports(403) as server, pytest.raises(OutsideError) as refused:
        _page(server.url)
    with reports() as other, pytest.raises(OutsideError, match=r"answered 401: .*no such key"):
        _page(other.url, key="sk-wrong-0123456789")

    assert str(refused.value).startswith("openai costs: answered 403: ")
    assert KEY not in str(refused.value)
    assert len(other.asked) == 1


def test_a_server_that_is_down_is_named() -> None:
    """After a few tries."""
    with pytest.raises(OutsideError, match=r"openai costs: .*; tried 4 times"):
        _page(f"http://127.0.0.1:{closed_port()}/v1")
