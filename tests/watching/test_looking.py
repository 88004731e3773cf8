"""Everything that may be worth a message, looked at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from support.ledger_rows import put
from support.tasks import numbered
from support.usage import T0, book_of, call, kept
from tokenomics.config import AlertConfig, Config
from tokenomics.ledger import open_ledger
from tokenomics.records.errors import ConfigError
from tokenomics.watching.looking import look

CONFIG = Config(alert=AlertConfig(channels=("mail",)))

LINE = {"ts": T0, "ts_end": T0 + timedelta(days=1), "currency": "USD", "billed_cost": 1}


def test_recent_usage_without_a_price_is_looked_at(tmp_path: Path) -> None:
    """A call of last week is; one of the week before is history."""
    ledger = kept(
        tmp_path, call(model_served="new", input=1), call(model_served="old", input=1, ts=T0 - timedelta(days=9))
    )  # fmt: skip
    found = look(ledger, book_of(tmp_path), CONFIG, {}, now=T0 + timedelta(hours=1))

    assert [(c.key, c.state, c.channels) for c in found.conditions] == [
        ("unpriced/acme/new", "on", ("mail",))
    ]
    assert not found.is_stale


def test_where_data_are_old_that_is_all(tmp_path: Path) -> None:
    """After `max_age` budgets would look better than they are."""
    ledger = kept(tmp_path, call(model_served="new", input=1))
    config = Config(alert=AlertConfig(channels=("mail",), max_age="2h"))
    found = look(ledger, book_of(tmp_path), config, {}, now=T0 + timedelta(hours=3))

    assert found.is_stale
    assert [c.key for c in found.conditions] == [f"stale-data/{T0.isoformat()}"]


def test_an_age_that_is_none_is_refused(tmp_path: Path) -> None:
    """The key is named."""
    config = Config(alert=AlertConfig(max_age="soon"))

    with pytest.raises(ConfigError, match=r"alert\.max_age = 'soon'"):
        look(kept(tmp_path, call(input=1)), book_of(tmp_path), config, {}, now=T0)


def test_a_spike_of_the_last_hours_is_looked_at(tmp_path: Path) -> None:
    """A dollar an hour for four weeks, thirty in each of the last three: told with its feature, once."""
    start = T0 - timedelta(days=28)
    rows = [
        call(ts=start + timedelta(hours=h), input=500_000, feature="chat") for h in range(28 * 24)
    ]
    rows += [call(ts=T0 + timedelta(hours=h), input=15_000_000, feature="chat") for h in range(3)]
    ledger = kept(tmp_path, *rows)
    found = [
        look(ledger, book_of(tmp_path), CONFIG, {}, now=T0 + timedelta(hours=h)).conditions
        for h in (3, 9)
    ]
    keys = [[c.key for c in each if c.key.startswith("anomaly/")] for each in found]

    assert len(keys[0]) == 1
    assert keys[0] == keys[1]
    assert "feature chat" in next(c.message.subject for c in found[0] if c.key == keys[0][0])


def test_a_ledger_without_usage_is_told_but_one_of_bills_is_judged(tmp_path: Path) -> None:
    """Nothing ever arrived: said. Bills alone have no usage to be old."""
    book = book_of(tmp_path)
    put(tmp_path / "bills", charge=numbered([LINE]))
    empty = look(kept(tmp_path), book, CONFIG, {}, now=T0)
    bills = look(open_ledger(tmp_path / "bills"), book, CONFIG, {}, now=T0)

    assert ([c.key for c in empty.conditions], empty.is_stale) == (["stale-data/none"], True)
    assert (bills.conditions, bills.is_stale) == ((), False)
