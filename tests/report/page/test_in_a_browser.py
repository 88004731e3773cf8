"""A page as a browser shows it: at three widths, light and dark, printed, by keyboard."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Generator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.house import ROOT
from support.pages import ORIGIN
from tokenomics.briefing import Briefing
from tokenomics.charts import DARK, LIGHT
from tokenomics.records.money import plain
from tokenomics.report.page import html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(os.environ.get("AXE", ROOT / ".axe/node_modules/axe-core/axe.min.js"))
WIDTHS = (1280, 820, 360)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="NO BROWSER: install Debian's chromium to see pages as browsers do"
)


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """A Chromium that is installed, without its sandbox: it opens a file of ours alone."""
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def file(august: Briefing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as somebody gets it."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(html(august, ORIGIN), "utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Generator[Page]:
    """The page opened on a desk, in the light."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    opened.goto(file.as_uri())
    yield opened
    opened.close()


def test_it_is_quiet_and_fetches_nothing(browser: Browser, file: Path) -> None:
    """No error of a script, no refusal of the policy, no request but for the file itself."""
    opened = browser.new_page()
    said: list[str] = []
    asked: list[str] = []

    def interrupted(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", interrupted)
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))

    opened.goto(file.as_uri())
    opened.close()

    assert said == []
    assert asked == [file.as_uri()]


def test_it_fits_every_width(page: Page) -> None:
    """Nothing makes the page itself wider than the window; letters of charts stay readable."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shown = page.evaluate(
            "[...document.querySelectorAll('.chart svg')].filter(s => s.clientWidth)"
            ".map(s => s.getBoundingClientRect().width / s.viewBox.baseVal.width)"
        )
        assert shown
        assert min(shown) > 0.75


@pytest.mark.skipif(
    not AXE.is_file(), reason="NO AXE: `make axe` installs what finds barriers for readers"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_a_readers_way(browser: Browser, file: Path, scheme: Any) -> None:
    """axe-core finds no barrier: contrast, names, headings, landmarks, tables."""
    opened = browser.new_page(color_scheme=scheme, bypass_csp=True, viewport={"width": 820, "height": 900})  # fmt: skip
    opened.goto(file.as_uri())
    opened.evaluate(AXE.read_text("utf-8"))

    found = opened.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    opened.close()

    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


def test_dark_and_light_are_the_readers_choice(browser: Browser, file: Path, page: Page) -> None:
    """The system's at first, then the button's; pictures go with it, paper stays white."""
    dark = browser.new_page(color_scheme="dark")
    dark.goto(file.as_uri())
    paper = "getComputedStyle(document.querySelector('.chart svg rect')).fill"
    assert (_hex(page.evaluate(paper)), _hex(dark.evaluate(paper))) == (LIGHT.paper, DARK.paper)

    page.get_by_role("button", name="Dark").press("Enter")
    assert _hex(page.evaluate(paper)) == DARK.paper
    assert page.get_by_role("button", name="Light").is_visible()
    dark.emulate_media(media="print")
    assert _hex(dark.evaluate(paper)) == LIGHT.paper
    dark.close()


def _hex(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


def test_a_table_is_sorted_by_keyboard(page: Page) -> None:
    """By exact cost, upwards on the second press; the total stays last, and readers are told."""
    table = page.locator("#by-feature table")
    cost = table.get_by_role("button", name="cost, USD")
    for way in ("descending", "ascending"):
        cost.press("Enter")
        assert table.locator("thead th[aria-sort]").get_attribute("aria-sort") == way
    values = table.evaluate("t => [...t.tBodies[0].querySelectorAll('data')].map(d => d.value)")

    assert len(values) > 3
    assert [Decimal(value) for value in values] == sorted(Decimal(value) for value in values)
    assert table.locator("tfoot tr").last.locator("th").inner_text() == "total"


def test_amounts_are_exact_on_request(page: Page, august: Briefing) -> None:
    """A button shows all digits, and rounds them again."""
    exact = page.get_by_role("button", name="Exact amounts")
    first = page.locator(".glances data").first
    before, whole = first.inner_text(), august.days.totals.cost
    assert whole is not None

    exact.press("Space")
    assert first.inner_text() == f"{plain(whole)}+"
    exact.press("Space")
    assert first.inner_text() == before


def test_it_prints_on_paper(page: Page, tmp_path: Path) -> None:
    """A PDF of a few pages; nothing of a table is cut off at the paper's edge."""
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "report.pdf").read_bytes()))
    assert 2 <= pages <= 15

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 900})  # A4 less its margins
    wide = "[...document.querySelectorAll('table, svg')].map(e => e.getBoundingClientRect().right)"
    assert max(page.evaluate(wide)) <= 688
    assert not page.get_by_role("navigation").is_visible()
