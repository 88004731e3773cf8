"""The HTML of a mail."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from support.messages import GOLDEN, HOSTILE, budget, golden, hostile
from tokenomics.alert.page import page
from tokenomics.records.escape import printable

_EMPTY = {"meta", "img"}


class _Reader(HTMLParser):
    """The elements of a page, properly nested, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_is_like_this() -> None:
    """As the golden files say (`python tests/support/messages.py` writes them)."""
    for name in ("budget.html", "hostile.html"):
        assert golden()[name] == (GOLDEN / name).read_text("utf-8")


def test_nothing_hostile_is_markup() -> None:
    """No name becomes an element, and each is shown as it is written, with escapes."""
    reader = _read(page(hostile()))

    assert {tag for tag, _ in reader.seen} == {
        *("html", "head", "meta", "title", "style", "body", "table", "tr", "td", "th", "caption")
    }
    assert reader.text.count(printable(HOSTILE)) >= 5


def test_nothing_comes_from_elsewhere() -> None:
    """The only address in the page is that of the picture inside the mail."""
    html = page(budget(), "cid:chart")
    sources = [attributes["src"] for _, attributes in _read(html).seen if "src" in attributes]

    assert sources == ["cid:chart"]
    assert re.findall(r"https?:|url\(|@import|<link|<script", html) == []
    assert "src=" not in page(budget())


def _luminance(colour: str) -> float:
    """How bright a colour is, by the formula of the web's guidelines."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("severity", ["info", "warning", "critical"])
@pytest.mark.parametrize("status", ["alert", "resolved", "test"])
def test_every_colour_can_be_read(severity: str, status: str) -> None:
    """Ink has a contrast of at least 4.5 to 1 with its paper, light and dark."""
    html = page(budget(severity=severity, status=status), "cid:chart")
    light = set(re.findall(r";color:(#[0-9a-f]{6})", html))
    dark = set(re.findall(r"\{color:(#[0-9a-f]{6})!important", html))

    for inks, paper in ((light, "#ffffff"), (dark, "#1f2227")):
        assert len(inks) >= 2
        for ink in inks:
            low, high = sorted([_luminance(ink), _luminance(paper)])
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, paper)


def test_the_page_says_that_it_knows_the_dark() -> None:
    """Clients that ask leave its colours alone."""
    html = page(budget())

    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme:dark)" in html
