"""The course of costs beside a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from support.usage import T0, call
from tokenomics.costing import CostQuery, CostReport
from tokenomics.records.errors import ConfigError
from tokenomics.report.course import Traced, bars, bars_note, daily
from tokenomics.report.markdown import course_markdown
from tokenomics.report.table import course_table

Ask = Callable[..., CostReport]


def _call(team: str, day: int, tokens: int, **more: Any) -> dict[str, Any]:
    return call(input=tokens, team=team, ts=T0 + timedelta(days=day), **more)


# On the three days a costs 4, 2 and 1, b nothing, 8 and nothing.
ROWS = [
    _call("a", 0, 4_000_000),
    _call("a", 1, 2_000_000),
    _call("a", 2, 1_000_000),
    _call("b", 1, 8_000_000),
]


def _traced(report: Ask, *by: str, rows: Any = ROWS, **options: Any) -> Traced:
    whole = report(*by, rows=rows, **options)
    options.pop("limit", None)
    return Traced(whole, report(*by, "day", rows=rows, **options))


def _courses(text: str) -> list[str]:
    return [line.split()[-1] for line in text.splitlines()[4:] if line and line[-1] in "▁▂▃▄▅▆▇█·"]


def test_a_line_of_bars() -> None:
    """The greatest is whole, an eighth of it is the least, half is the fourth; nothing is a dot."""
    assert bars([Fraction(n) for n in (8, 4, 1, 0)]) == "█▄▁·"
    assert bars([Fraction(1, 1000), Fraction(8)]) == "▁█"
    assert bars([Fraction(0), Fraction(0)]) == "··"
    assert bars([]) == ""


def test_each_row_has_its_own_course(report: Ask) -> None:
    """a: 4, 2, 1 are 8, 4 and 2 eighths of 4; all: 4, 10, 1 are 3.2, 8 and 0.8 eighths of 10."""
    text = course_table(_traced(report, "team"))

    assert _courses(text) == ["·█·", "█▄▂", "▄█▁"]
    assert "by day: each bar is as high as the cost of its days beside the row's dearest" in text


def test_what_a_limit_cuts_off_has_a_course(report: Ask) -> None:
    """The rest of one row is the other row; the total is over both."""
    assert _courses(course_table(_traced(report, "team", limit=1))) == ["·█·", "█▄▂", "▄█▁"]


def test_a_report_by_nothing_has_the_course_of_its_total(report: Ask) -> None:
    """There is one line, and it has a course."""
    assert _courses(course_table(_traced(report))) == ["▄█▁"]


def test_a_long_period_has_several_days_a_bar(report: Ask) -> None:
    """41 days are 14 bars of three; the last has two days and is not lower for that."""
    rows = [_call("a", day, 1_000_000) for day in range(41)]
    of = _traced(report, "team", rows=rows)

    assert _courses(course_table(of))[0] == "█" * 14
    assert bars_note(of).startswith("by 3 days: ")


def test_days_are_those_of_the_period(report: Ask) -> None:
    """A day before the first record is a dot; after the last record there is nothing to show yet."""
    period = {
        "since": datetime(2026, 11, 1, tzinfo=UTC),
        "until": datetime(2026, 12, 1, tzinfo=UTC),
    }
    days = (T0.date() - period["since"].date()).days
    course = _courses(course_table(_traced(report, "team", **period)))[1]

    assert course == "·" * days + "█▄▂"


def test_what_has_no_price_is_a_dot(report: Ask) -> None:
    """Nothing is known of its cost."""
    rows = [*ROWS, _call("c", 1, 5, model_served="new")]

    assert "···" in _courses(course_table(_traced(report, "team", rows=rows)))


def test_markdown_has_it_too(report: Ask) -> None:
    """The column stands last, and nothing is drawn where there is no record."""
    text = course_markdown(_traced(report, "team"))

    assert "| cost | by day |" in text
    assert "| █▄▂ |" in text
    assert "no records" in course_markdown(_traced(report, "team", rows=[]))
    assert "no records" in course_table(_traced(report, "team", rows=[]))


def test_a_report_by_a_time_has_no_course() -> None:
    """By day it is there already."""
    assert daily(CostQuery(by=("team",), per="request", limit=3)) == CostQuery(by=("team", "day"))
    with pytest.raises(ConfigError, match="leave month out of --by"):
        daily(CostQuery(by=("team", "month")))
