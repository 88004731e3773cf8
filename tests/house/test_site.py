"""The site is built without a warning, every link in it leads somewhere, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from support.house import ROOT
from support.site import notebook_page, origin, place, relinked


class _Links(HTMLParser):
    """What a page links to and loads, and the anchors that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.add(given["href"])
        elif address := given.get("src") or given.get("href"):
            self.loaded.add(address)


def _read(path: Path) -> _Links:
    found = _Links()
    found.feed(path.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make site` builds it."""
    folder = tmp_path_factory.mktemp("site")
    run = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, _Links]:
    """The pages of the site, but for the one that stands for those that are missing."""
    return {path: _read(path) for path in site.rglob("*.html") if path.name != "404.html"}


def test_every_document_is_a_page(site: Path) -> None:
    """README.md, the documents of the checkout, those of docs/ and the notebooks are in the site."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("notebooks/*.ipynb")]
    names = [place(path.relative_to(ROOT).as_posix()) for path in found]

    assert [name for name in names if not (site / name).with_suffix(".html").exists()] == []


def test_every_link_leads_somewhere(site: Path, pages: dict[Path, _Links]) -> None:
    """Links within the site name files and anchors that there are."""
    broken: list[str] = []
    for path, page in pages.items():
        for link in sorted(page.links):
            address, anchor = urldefrag(link)
            if re.match(r"[a-z]+:", address):
                continue
            target = (path.parent / unquote(address)).resolve() if address else path
            there = target.is_file() and (
                not anchor or target not in pages or unquote(anchor) in pages[target].anchors
            )
            if not there:
                broken.append(f"{path.relative_to(site)}: {link}")
    assert broken == []


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, _Links]) -> None:
    """Scripts, styles, pictures and fonts come with the site: who reads it is nobody's business."""
    elsewhere = {each for page in pages.values() for each in page.loaded if "//" in each}
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))

    assert elsewhere == set()
    assert re.findall(r"(?:url\(|@import)\s*[\"']?(https?://[^)\"']+)", styles) == []


def test_the_search_needs_no_server(site: Path) -> None:
    """What is searched lies in a script, and so does what stands in for workers."""
    index = (site / "search" / "search_index.js").read_text("utf-8")
    page = (site / "index.html").read_text("utf-8")

    assert "chargeback" in index
    assert 'src="assets/iframe-worker.js"' in page


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("README.md", "index.md"),
        ("CONTRIBUTING.md", "CONTRIBUTING.md"),
        ("docs/guide/waste.md", "guide/waste.md"),
        ("docs/assets/site.css", "assets/site.css"),
        ("notebooks/01_first_report.ipynb", "notebooks/01_first_report.md"),
    ],
)
def test_a_file_has_one_place_in_the_site(name: str, uri: str) -> None:
    """Where a file of the checkout lies in the site says which file it is."""
    assert place(name) == uri
    assert origin(uri) == name


def test_links_of_the_checkout_are_links_of_the_site() -> None:
    """Wherever both files lie; addresses, anchors of the page and fragments stay."""
    text = (
        "[a](../README.md#b) [q](../src/q.sql) [c](cron.md) [d](#d) [e](https://example.com/x.md)"
    )

    assert relinked(text, "docs/ci.md") == (
        "[a](index.md#b) [q](checkout/src/q.sql) [c](cron.md) [d](#d) [e](https://example.com/x.md)"
    )
    assert (
        relinked("[a](docs/ci.md) [b](CHANGELOG.md)", "README.md") == "[a](ci.md) [b](CHANGELOG.md)"
    )
    assert relinked("[a](../../README.md)", "docs/guide/a.md") == "[a](../index.md)"


def test_a_notebook_is_a_page() -> None:
    """Texts, code and what cells show stand in their order, charts as pictures."""
    cells = [
        {"cell_type": "markdown", "source": ["# A\n", "b"]},
        {
            "cell_type": "code",
            "source": ["1 + 1"],
            "outputs": [
                {"data": {"text/plain": ["2"]}},
                {"text": "said\n"},
                {"data": {"text/plain": ["chart"], "image/png": "iVBO\n"}},
                {"data": {"text/plain": ["chart"], "image/svg+xml": ["<svg>", "</svg>"]}},
            ],
        },
    ]

    page = notebook_page({"cells": cells})

    assert page.startswith(
        "# A\nb\n\n````python\n1 + 1\n````\n\n````text\n2\n````\n\n````text\nsaid\n````"
    )
    assert '<img alt="chart" src="data:image/png;base64,iVBO">' in page
    assert page.endswith("<figure><svg></svg></figure>\n")
