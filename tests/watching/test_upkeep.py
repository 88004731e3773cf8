"""Old data, old prices, and usage without a price."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from support.usage import book_of, call, report_of
from tokenomics.costing import CostReport
from tokenomics.watching.conditions import Said
from tokenomics.watching.upkeep import stale_data, stale_prices, unpriced

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
DAY = timedelta(hours=26)


@pytest.fixture
def report(tmp_path: Path) -> Callable[..., CostReport]:
    """The costs of some calls."""
    book = book_of(tmp_path)
    return lambda *rows: report_of(book, [*rows])


def test_data_are_old_once_until_newer_come() -> None:
    """27 hours: told, under a key of that time's own; the next stop of the logs has another."""
    newest = NOW - timedelta(hours=27)
    (found,) = stale_data(newest, NOW, DAY, ["mail"], {})
    (later,) = stale_data(newest, NOW + timedelta(days=1), DAY, ["mail"], {})

    assert (found.state, found.message.subject) == (
        "on",
        "no usage for 27 hours: nothing else is judged",
    )
    assert later.key == found.key
    assert stale_data(NOW - DAY, NOW, DAY, ["mail"], {}) == ()


def test_no_usage_at_all_is_told_once_and_its_end() -> None:
    """An empty ledger is as old as can be: told under one key whatever the night."""
    (found,) = stale_data(None, NOW, DAY, ["mail"], {})
    (later,) = stale_data(None, NOW + DAY, DAY, ["mail"], {})
    (over,) = stale_data(NOW, NOW, DAY, ["mail"], {(found.key, "mail"): "alert"})

    assert (found.state, found.message.subject) == ("on", "no usage at all: nothing is judged")
    assert (later.key, over.key, over.state) == (found.key, found.key, "off")


def test_the_end_of_it_is_told_where_it_was() -> None:
    """Usage arrives again: the resolution has the key of the alert."""
    (old,) = stale_data(NOW - timedelta(days=4), NOW, DAY, ["mail"], {})
    said: dict[tuple[str, str], Said] = {(old.key, "mail"): "alert"}
    (found,) = stale_data(NOW, NOW, DAY, ["mail"], said)

    assert old.message.headline == "The newest record is 4 days old."
    assert (found.key, found.state, found.message.status) == (old.key, "off", "resolved")
    assert stale_data(NOW, NOW, DAY, ["mail"], {(old.key, "mail"): "resolved"}) == ()


@pytest.mark.parametrize(("days", "told"), [(45, 0), (46, 1)])
def test_prices_are_old_after_six_weeks(days: int, told: int) -> None:
    """Providers change them about every month."""
    found = stale_prices(date(2026, 11, 26) - timedelta(days=days), NOW, ["mail"])

    assert len(found) == told
    assert all(f.message.subject == "prices were last checked 46 days ago" for f in found)
    assert stale_prices(None, NOW, ["mail"]) == ()


def test_each_model_without_a_price_is_a_message(report: Callable[..., CostReport]) -> None:
    """Two calls of `new`; `small` has prices."""
    rows: list[dict[str, Any]] = [call(model_served="new", input=7), call(model_served="new", input=3)]  # fmt: skip
    (found,) = unpriced(report(*rows, call(input=1)), NOW, ["mail"], {})

    assert (found.key, found.state) == ("unpriced/acme/new", "on")
    assert found.message.subject == "acme new has no price: 2 calls"
    assert found.message.tables[0].rows == (("input", "10"),)


def test_a_model_that_has_a_price_now_is_resolved(report: Callable[..., CostReport]) -> None:
    """An update brought it; a model that was never told needs no end."""
    said: dict[tuple[str, str], Said] = {("unpriced/acme/small", "mail"): "alert"}
    (found,) = unpriced(report(call(input=1)), NOW, ["mail"], said)

    assert (found.key, found.state) == ("unpriced/acme/small", "off")
    assert found.message.subject == "acme small has no unpriced usage of late"
