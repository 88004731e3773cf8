"""What is asked of which provider."""

from __future__ import annotations

from datetime import date

from tokenomics.pulling.endpoints import PROVIDERS, Report, parameters
from tokenomics.pulling.months import Month

MONTH = Month(date(2026, 11, 1), date(2026, 11, 27))


def test_times_are_as_the_provider_takes_them() -> None:
    """Seconds since 1970, or written out; groups are repeated, and the page stands last."""
    seconds = parameters(Report("costs", "/c", ("a", "b"), stamps=True), MONTH, "p2")
    written = parameters(Report("costs", "/c"), MONTH, None)

    assert seconds == [
        ("start_time", "1793491200"), ("end_time", "1795737600"), ("bucket_width", "1d"),
        ("limit", "31"), ("group_by[]", "a"), ("group_by[]", "b"), ("page", "p2"),
    ]  # fmt: skip
    assert written[:2] == [
        ("starting_at", "2026-11-01T00:00:00Z"), ("ending_at", "2026-11-27T00:00:00Z"),
    ]  # fmt: skip


def test_each_provider_has_a_variable_of_its_own_and_reports_with_names_of_their_own() -> None:
    """Files of two reports never share a folder, and no key goes to another provider."""
    assert len({each.key_env for each in PROVIDERS}) == len(PROVIDERS)
    for each in PROVIDERS:
        assert len({report.name for report in each.reports}) == len(each.reports)
        assert each.base.startswith("https://")
