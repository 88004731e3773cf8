"""What is doubtful about a pricebook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tokenomics.books import bundled, load_book
from tokenomics.books.findings import Finding, findings

Write = Callable[..., Path]
NOW = datetime(2026, 11, 26, tzinfo=UTC)
HEAD = """
provider = "acme"
[sources]
page = { text = "acme.example/prices", checked = 2026-11-20 }
"""


def _entry(rates: str, *lines: str) -> str:
    return "\n".join(
        ["[[price]]", 'model = "m"', 'source = "page"', *lines, f"rates = [{rates}]", ""]
    )


def _found(toml: Write, *entries: str, now: datetime = NOW) -> list[Finding]:
    return findings(load_book(toml(HEAD + "".join(entries))), now)


def _told(found: list[Finding]) -> list[tuple[str, str, bool]]:
    return [(each.kind, each.sentence, each.is_wrong) for each in found]


DATED = "from = 2026-01-01"


def test_a_book_without_doubts_has_no_findings(toml: Write) -> None:
    """Dated, sourced and lately checked."""
    assert _found(toml, _entry("{ input = 2, cache_read = 0.5 }", DATED)) == []


@pytest.mark.parametrize(
    ("entries", "kind", "sentence"),
    [
        (
            [
                _entry("{ input = 2 }", DATED, "until = 2026-02-01"),
                _entry("{ input = 2 }", "from = 2026-03-01"),
            ],
            "hole",
            "no price of input from 2026-02-01 to 2026-03-01",
        ),
        (
            [_entry("{ input = 20.1 }", DATED), _entry("{ input = 2 }", "from = 2026-03-01")],
            "jump",
            "input from 20.1 to 2 on 2026-03-01",
        ),
        (
            [_entry("{ input = 2, cache_read = 3 }", DATED)],
            "cached above input",
            "cache_read at 3 is above 2",
        ),
        (
            [_entry('{ input = 2 }, { tier = "batch", input = 3 }', DATED)],
            "batch above standard",
            "input at 3 (batch) is above 2",
        ),
        (
            [_entry("{ input = 2 }", DATED, "until_expected = 2026-11-25")],
            "promise passed",
            "input was promised until 2026-11-25 and is in force",
        ),
    ],
)
def test_what_nothing_explains_is_wrong_and_a_note_explains_it(
    toml: Write, entries: list[str], kind: str, sentence: str
) -> None:
    """The note stands at the later, or the only, entry."""
    explained = entries[-1].replace("rates =", 'note = "for a reason"\nrates =')

    assert _told(_found(toml, *entries)) == [(kind, sentence, True)]
    (noted,) = _found(toml, *entries[:-1], explained)
    assert (noted.kind, noted.explained, noted.is_wrong) == (kind, "for a reason", False)


def test_a_gap_explains_a_hole(toml: Write) -> None:
    """It is of the same model and meter, and of that time."""
    entries = [
        _entry("{ input = 2 }", DATED, "until = 2026-02-01"),
        _entry("{ input = 2 }", "from = 2026-03-01"),
    ]
    gap = '[[gap]]\nmodel = "m"\nmeter = "input"\nwhy = "never published"\n'

    assert [(f.explained, f.is_wrong) for f in _found(toml, *entries, gap)] == [
        ("never published", False)
    ]
    assert _found(toml, *entries, gap.replace("input", "output"))[0].is_wrong


def test_tenfold_is_no_jump(toml: Write) -> None:
    """Only more than that needs a word."""
    assert (
        _found(toml, _entry("{ input = 20 }", DATED), _entry("{ input = 2 }", "from = 2026-03-01"))
        == []
    )


def test_an_entry_without_a_source_is_wrong(toml: Write) -> None:
    """The file's own name is none."""
    entry = (
        '[[price]]\nmodel = "m"\nfrom = 2026-01-01\nchecked = 2026-11-20\nrates = [{ input = 2 }]\n'
    )

    assert _told(_found(toml, entry)) == [
        ("no source", "nothing says where the price of input is from", True)
    ]


def test_disputes_age_and_missing_starts_are_told_and_are_no_mistake(toml: Write) -> None:
    """One row a provider for what is old or has no start."""
    found = _found(
        toml, _entry("{ input = 2 }", 'disputed = "others say 3"'), now=NOW + timedelta(days=90)
    )

    assert _told(found) == [
        ("disputed", "others say 3", False),
        ("stale", "1 prices of 1 models were last checked before 2026-11-26", False),
        ("undated", "1 prices say no day since when they hold", False),
    ]


def test_another_book_contradicts_where_it_states_another_price_of_today(toml: Write) -> None:
    """Of what both know; what it says of the past is no contradiction of today."""
    ours = load_book(toml(HEAD + _entry("{ input = 2, output = 4 }", DATED)))
    theirs = load_book(toml(HEAD + _entry("{ input = 3, web_search = 1 }", DATED), "theirs.toml"))
    old = load_book(toml(HEAD + _entry("{ input = 3 }", DATED, "until = 2026-02-01"), "old.toml"))

    assert _told(findings(ours, NOW, against=theirs)) == [
        ("contradiction", "input is 2, and 3 in theirs", True)
    ]
    assert findings(ours, NOW, against=old) == []


def test_the_bundled_book_explains_all_that_is_doubtful_about_it() -> None:
    """No hole, jump, missing source or price above its like without a word in the book."""
    assert [found for found in findings(bundled(), NOW) if found.is_wrong] == []
