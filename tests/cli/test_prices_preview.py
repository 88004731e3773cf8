"""Tests of prices_preview.py."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command import command
from support.logs import calls

# Half of 30 and of 60 dollars a million.
HALF = '[[discount]]\nprovider = "openai"\npercent = "50"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of two calls that cost 0.06 dollars each, and a contract at half the price."""
    calls(tmp_path / "calls.csv")
    (tmp_path / "half.toml").write_text(HALF, "utf-8")
    command("ingest", "calls.csv", cwd=tmp_path)
    return tmp_path


def test_what_a_new_book_would_change_is_told_by_month_model_and_meter(folder: Path) -> None:
    """3,000 input tokens at 15 for 30 save 0.045, 500 output tokens at 30 for 60 save 0.015."""
    done = command("prices", "preview", "half.toml", "--format", "json", cwd=folder)
    rows = json.loads(done.out)

    assert [(r["model"], r["meter"], r["before"], r["after"], r["change"]) for r in rows] == [
        ("all models", None, "0.12", "0.06", "-0.06"),
        ("openai/gpt-4-0613", "input", "0.09", "0.045", "-0.045"),
        ("openai/gpt-4-0613", "output", "0.03", "0.015", "-0.015"),
    ]
    assert [(r["old"], r["new"], r["per"]) for r in rows[1:]] == [
        ("30", "15", "1M tokens"),
        ("60", "30", "1M tokens"),
    ]
    assert done.err == "1 month would cost 0.06000 USD (50 %) less; nothing was written\n"


def test_a_table_shows_the_same(folder: Path) -> None:
    """A row for the month and one for each cause."""
    done = command("prices", "preview", "half.toml", cwd=folder)

    assert len(done.out.splitlines()) == 1 + 3
    assert "openai/gpt-4-0613" in done.out


def test_prices_as_known_before_and_now(folder: Path) -> None:
    """Nothing was learned of this model since; the book that is in use may be an overlay."""
    done = command("prices", "preview", "--prices-known", "2026-11-25", cwd=folder)
    same = command("prices", "preview", "half.toml", "--pricebook", "half.toml", cwd=folder)

    assert (done.code, done.err) == (0, "no past cost would change\n")
    assert "50 % less" in same.err.replace("(", "").replace(")", "")


def test_a_folder_of_books_is_taken_instead(folder: Path) -> None:
    """A folder that lacks the model leaves the calls without a price."""
    (folder / "new").mkdir()
    (folder / "new" / "openai.toml").write_text(
        'provider = "openai"\n[[price]]\nmodel = "gpt-4-0613"\nrates = [{ input = 30 }]\n', "utf-8"
    )
    rows = json.loads(command("prices", "preview", "new", "--format", "json", cwd=folder).out)

    assert [(r["meter"], r["new"], r["change"]) for r in rows[1:]] == [("output", None, "-0.03")]


def test_a_question_without_other_prices_is_refused(folder: Path) -> None:
    """The error says what to name."""
    done = command("prices", "preview", cwd=folder)

    assert done.code == 2
    assert "name a pricebook, or a day with --prices-known" in done.err


def test_prices_in_another_currency_are_compared_in_that_of_reports(folder: Path) -> None:
    """100 yuan a million at 0.15 are 15 dollars, half of the list's 30: 0.09 becomes 0.045."""
    (folder / "tokenomics.toml").write_text(
        '[fx]\n"CNY/USD" = [{ from = 2026-01-01, rate = "0.15" }]\n', "utf-8"
    )
    (folder / "yuan.toml").write_text(
        'provider = "openai"\ncurrency = "CNY"\n[[price]]\nmodel = "gpt-4-0613"\nfrom = 2026-01-01\n'
        'source = "x"\nrates = [{ input = 100, output = 400 }]\n',
        "utf-8",
    )
    done = command("prices", "preview", "yuan.toml", "--format", "json", cwd=folder)

    assert [(r["meter"], r["before"], r["after"]) for r in json.loads(done.out)] == [
        (None, "0.12", "0.075"), ("input", "0.09", "0.045"),
    ]  # fmt: skip
