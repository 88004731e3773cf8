"""What is said, before it has a form."""

from __future__ import annotations

from datetime import datetime

import pytest

from support.messages import HOSTILE, budget, hostile
from tokenomics.alert.message import Table, figures, identity, label, readable, tone, when


def test_a_message_keeps_its_identity() -> None:
    """Words, figures and times may change: the event is the same, and its end is another message."""
    again = budget(subject="other words", severity="critical", tables=())

    assert identity(again) == identity(budget())
    assert len(identity(budget())) == 32
    assert identity(budget(key="another event")) != identity(budget())
    assert identity(budget(status="resolved")) != identity(budget())
    assert identity(budget(status="resolved"), "alert") == identity(budget())


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"severity": "info"}, "Notice"),
        ({"severity": "critical"}, "Critical"),
        ({"severity": "critical", "status": "resolved"}, "Resolved"),
        ({"severity": "critical", "status": "test"}, "Test"),
    ],
)
def test_the_label_says_how_bad_it_is(changes: dict[str, str], word: str) -> None:
    """What is over or a test is no longer bad, whatever it was about."""
    assert label(budget(**changes)) == word


def test_the_tone_of_an_alert_is_its_severity() -> None:
    """A status other than alert goes before it."""
    assert tone(budget()) == "warning"
    assert tone(budget(status="test")) == "test"


def test_an_instant_is_told_in_its_own_zone() -> None:
    """06:30 UTC in November is 07:30 in Berlin; an instant without a zone is a mistake."""
    assert when(budget()) == "2026-11-12 07:30 CET"

    with pytest.raises(ValueError, match="no time zone"):
        when(budget(occurred_at=datetime(2026, 11, 12)))  # noqa: DTZ001 - that is the mistake


def test_nothing_readable_moves_a_cursor() -> None:
    """Line breaks and terminal orders are escapes in every text; reading twice changes nothing."""
    said = readable(hostile())
    texts = [
        *(said.subject, said.headline, said.period, *said.paragraphs, said.tables[0].title),
        *(cell for row in (said.tables[0].columns, *said.tables[0].rows) for cell in row),
    ]

    assert all(text.isprintable() for text in texts)
    assert texts[1].startswith(r"x\r\nBcc: all@evil.example\r\n\r\n<script>")
    assert readable(said) == said


def test_a_readable_table_is_a_rectangle() -> None:
    """Short rows end in empty cells, a table without rows is left out, endless texts are cut."""
    said = readable(budget(tables=(Table((("a", "b", "c"), ("d" * 500,)), ("x",)), Table(()))))

    assert len(said.tables) == 1
    assert said.tables[0].columns == ("x", "", "")
    assert said.tables[0].rows == (("a", "b", "c"), ("d" * 119 + "…", "", ""))


def test_figures_are_told_from_words() -> None:
    """A column of numbers with signs, currencies or units is one, the first and one with a word not."""
    rows = (
        ("1", "$1.20", "-3 %", "12", "a"),
        ("2", "unpriced", "<0.1 %", "n/a", "b"),
        ("3", "", "-", "3", "c"),
    )

    assert figures(Table(rows)) == (False, True, True, False, False)


def test_hostile_texts_are_hostile() -> None:
    """The text used here has what headers, HTML, terminals and Markdown obey."""
    assert {"\r", "\n", "<", "\x1b", "\u202e", "`", "|"} <= set(HOSTILE)
