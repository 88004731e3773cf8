"""Which periods a comparison is of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tokenomics.analysis.periods import Span, after, before, named, sides, words
from tokenomics.records.errors import ConfigError

LAW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BERLIN = ZoneInfo("Europe/Berlin")
GREENWICH = ZoneInfo("UTC")
NOW = datetime(2026, 11, 26, 15, 30, tzinfo=UTC)
OPEN = Span(None, None)


def _berlin(*ends: str) -> Span:
    """A period of Berlin's clock."""
    first, last = (datetime.fromisoformat(end).replace(tzinfo=BERLIN) for end in ends)
    return Span(first.astimezone(UTC), last.astimezone(UTC))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-W53", "2026-12-28", "2027-01-04"),
        ("2026-10-25", "2026-10-25", "2026-10-26"),
    ],
)
def test_a_period_is_named_by_year_month_week_or_day(text: str, first: str, last: str) -> None:
    """It starts and ends at midnight of the zone; the 25th of October has 25 hours in Berlin."""
    assert named(text, BERLIN) == _berlin(first, last)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-02-30", "2027-W53", "yesterday", "", "9999", "26"]
)
def test_what_names_no_period_is_refused_with_what_does(text: str) -> None:
    """The sentence repeats the text and says what may be written."""
    with pytest.raises(ConfigError, match="previous, a period such as 2026, 2026-10"):
        named(text, GREENWICH)


@pytest.mark.parametrize(
    ("this", "previous"),
    [
        (("2026-03-01", "2026-04-01"), ("2026-02-01", "2026-03-01")),
        (("2026-01-01", "2027-01-01"), ("2025-01-01", "2026-01-01")),
        (("2026-07-01", "2026-10-01"), ("2026-04-01", "2026-07-01")),
        (("2026-10-26", "2026-11-02"), ("2026-10-19", "2026-10-26")),
        (("2026-10-25", "2026-10-26"), ("2026-10-24", "2026-10-25")),
        (("2026-03-30", "2026-04-01"), ("2026-03-28", "2026-03-30")),
    ],
)
def test_a_calendar_period_is_compared_with_the_one_before(
    this: tuple[str, str], previous: tuple[str, str]
) -> None:
    """Months, years, quarters, weeks and days keep their calendar, over both changes of the clock."""
    assert before(_berlin(*this), BERLIN) == _berlin(*previous)
    assert words(_berlin("2026-10-01", "2026-11-01"), BERLIN) == "2026-10"


def test_a_period_of_hours_has_as_many_hours_before_it() -> None:
    """Six hours from 01:00 in Berlin on the day of the change have the six hours before them."""
    this = _berlin("2026-10-25T01:00", "2026-10-25T06:00")
    assert this.since is not None
    assert this.until is not None
    assert this.until - this.since == timedelta(hours=6)

    found = before(this, BERLIN)

    assert found == Span(this.since - timedelta(hours=6), this.since)
    assert words(found, BERLIN) == "2026-10-24T19:00+02:00 to 2026-10-25T01:00+02:00"


def test_without_a_period_the_last_seven_whole_days_are_compared() -> None:
    """On Thursday the 26th these are the 19th to the 25th, against the 12th to the 18th, of the zone."""
    found = sides("previous", OPEN, NOW, BERLIN)

    assert found.head == _berlin("2026-11-19", "2026-11-26")
    assert found.base == _berlin("2026-11-12", "2026-11-19")
    assert found.label == "2026-11-12 to 2026-11-18"


def test_a_period_without_an_end_lasts_until_now() -> None:
    """From Monday 00:00 until Thursday 15:30 are 87.5 hours, so that the base has 87.5 hours too."""
    asked = Span(datetime(2026, 11, 23, tzinfo=UTC), None)

    found = sides("previous", asked, NOW, GREENWICH)

    assert found.head == Span(asked.since, NOW)
    assert found.base == Span(datetime(2026, 11, 19, 8, 30, tzinfo=UTC), asked.since)


def test_a_period_without_a_start_is_its_last_seven_days() -> None:
    """Until midnight whole days; until 12:00 seven times 24 hours."""
    midnight, noon = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)

    whole = sides("previous", Span(None, midnight), NOW, GREENWICH)
    part = sides("previous", Span(None, noon), NOW, GREENWICH)

    assert whole.head == Span(datetime(2026, 11, 13, tzinfo=UTC), midnight)
    assert part.head == Span(noon - timedelta(days=7), noon)


def test_a_named_period_is_compared_with_the_one_asked_for_or_the_next() -> None:
    """Against 2026-10: November where nothing else is said, else what was asked for."""
    asked = Span(datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC))

    assert words(sides("2026-10", OPEN, NOW, GREENWICH).head, GREENWICH) == "2026-11"
    assert sides("2026-10", asked, NOW, GREENWICH).head == asked
    assert words(sides("2026-10", asked, NOW, GREENWICH).base, GREENWICH) == "2026-10"


def test_a_filter_compares_calls_of_one_period() -> None:
    """Release 41 is looked for in the same time, however open that is."""
    found = sides("tag:release=41", OPEN, NOW, GREENWICH)

    assert (found.head, found.base, found.other) == (OPEN, OPEN, ("tag:release", "41"))
    assert words(OPEN, GREENWICH) == "the first call to the last one"


@pytest.mark.parametrize("text", ["=41", "!=41", "last month"])
def test_what_is_no_comparison_is_refused(text: str) -> None:
    """A filter needs a name, and other words are no period."""
    with pytest.raises(ConfigError, match="NAME=VALUE"):
        sides(text, OPEN, NOW, GREENWICH)


def test_a_period_that_has_not_begun_is_empty() -> None:
    """From tomorrow until now there is nothing."""
    with pytest.raises(ConfigError, match="is empty"):
        sides("previous", Span(NOW + timedelta(days=1), None), NOW, GREENWICH)


def test_there_is_no_time_before_the_first_year() -> None:
    """The year 1 has no year before it; an open period has none either."""
    first = Span(datetime(1, 1, 1, tzinfo=UTC), datetime(2, 1, 1, tzinfo=UTC))

    with pytest.raises(ConfigError, match="no period before"):
        before(first, GREENWICH)
    with pytest.raises(ConfigError, match="open period"):
        before(OPEN, GREENWICH)


@LAW
@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 400))
def test_before_and_after_undo_each_other_over_days(first: date, days: int) -> None:
    """The period before the next one is the period itself, unless its ends make months by chance."""
    span = _berlin(first.isoformat(), (first + timedelta(days=days)).isoformat())
    found = before(span, BERLIN)

    assert found.until == span.since
    assert words(after(found, BERLIN), BERLIN) == words(span, BERLIN) or first.day == 1
