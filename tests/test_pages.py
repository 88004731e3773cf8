"""Tests of tokenomics/pages.py."""

from __future__ import annotations

from pathlib import Path

import pytest

import tokenomics as tk
from support.ledgers import take
from support.logs import calls
from support.pages import Parsed
from tokenomics.pages import Page


@pytest.fixture
def page(tmp_path: Path) -> Page:
    """The page of 0.06 dollars of support and 0.06 of search."""
    calls(tmp_path / "calls.csv")
    take(tmp_path / "ledger", tmp_path / "calls.csv")
    return tk.page(tk.open(tmp_path / "ledger"), by="team", now="2026-11-15")


def test_a_report_is_a_page(page: Page, tmp_path: Path) -> None:
    """It can be saved; its first figure is the total."""
    page.save(tmp_path / "report.html")

    assert (tmp_path / "report.html").read_text("utf-8") == page.html
    assert Parsed(page.html).figures[0] == "0.12"


def test_a_notebook_shows_it_apart_from_its_own_styles(page: Page) -> None:
    """The frame holds the page, escaped, and may do nothing but run its own script."""
    shown = page._repr_html_()  # pyright: ignore[reportPrivateUsage] - what notebooks ask for
    (tag, of), *others = Parsed(shown).tags

    assert (tag, of["srcdoc"], of["sandbox"]) == ("iframe", page.html, "allow-scripts")
    assert others == []
