"""Tests of tokenomics/report/page/document.py."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from support.pages import HOSTILE, ORIGIN, Parsed, briefing_of, company
from tokenomics.briefing import Briefing
from tokenomics.charts import DARK, LIGHT
from tokenomics.records.escape import shorten
from tokenomics.records.money import plain
from tokenomics.records.words import visible
from tokenomics.report.page import html


@pytest.fixture(scope="module")
def page(august: Briefing) -> str:
    """The page of it."""
    return html(august, ORIGIN)


def test_equal_briefings_give_equal_bytes(august: Briefing, page: str) -> None:
    """A page can be compared with the one of yesterday."""
    assert html(august, ORIGIN) == page


def test_the_total_is_the_reports_to_the_last_digit(august: Briefing, page: str) -> None:
    """The first figure of the page is exact where a machine reads it."""
    whole = august.days.totals.cost

    assert whole is not None
    assert Parsed(page).figures[0] == plain(whole)


def test_hostile_names_are_texts(page: str) -> None:
    """Each is shown as it is, and none is a tag, a script or a style of the page."""
    parsed = Parsed(page)

    assert not [
        tag for tag, of in parsed.tags if tag == "img" or any(n.startswith("on") for n in of)
    ]
    assert [tag for tag, _ in parsed.tags].count("script") == 1
    assert [tag for tag, _ in parsed.tags].count("style") == 1
    told = " ".join(parsed.texts)
    assert all(shorten(visible(name), 80) in told for name in HOSTILE)
    assert "49" not in re.findall(r"</title>(\d+)", page)


def test_nothing_is_fetched(page: str) -> None:
    """No address is in what a browser would follow, and its policy would not let it."""
    followed = {"src", "srcset", "action", "poster", "data", "xlink:href"}
    parsed = Parsed(page)

    assert not [of for _, of in parsed.tags if followed & set(of)]
    assert all((of["href"] or "").startswith("#") for _, of in parsed.tags if "href" in of)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_the_policy_knows_the_pages_only_script(page: str) -> None:
    """The digest is of the script as a browser reads it."""
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)

    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page


def test_links_lead_somewhere_and_names_are_there_once(page: str) -> None:
    """Every link of the page has its target, and no two elements have one name."""
    parsed = Parsed(page)
    ids = [of["id"] for _, of in parsed.tags if "id" in of]

    targets = {(of["href"] or "")[1:] for _, of in parsed.tags if "href" in of}
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))


def test_colours_of_pictures_are_those_of_the_page(page: str) -> None:
    """In the dark a picture's colours are the dark ones, by the colours that it was drawn in."""
    for name, colour in LIGHT._asdict().items():
        assert f'.chart [fill="{colour}"]{{fill:var(--{name})}}' in page
    assert all(colour in page for colour in DARK)


def test_a_page_is_small(page: str) -> None:
    """A fraction of the three megabytes that mail takes."""
    assert len(page.encode()) < 400_000


def test_an_empty_ledger_is_a_page_that_says_so(tmp_path: Path) -> None:
    """Without a record there is no figure, and a word for that."""
    found = Parsed(html(briefing_of(company(tmp_path, days=0)), ORIGIN))

    assert found.figures == []
    assert "no record of the period" in " ".join(found.texts)
