"""What was said, in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.usage import call, kept
from tokenomics.alert import Message, identity
from tokenomics.ledger import open_ledger
from tokenomics.watching.conditions import Condition, Step
from tokenomics.watching.notices import history, keep, notices

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)
MESSAGE = Message("support/80", "support: 80 %", "Spent.", NOW, period="2026-11")
CONDITION = Condition(MESSAGE, "on", "support", 80, ("mail",))


def test_what_was_said_is_read_back(tmp_path: Path) -> None:
    """The alert on one night, its end on another: the last is what counts."""
    ledger = kept(tmp_path, call(input=1))
    keep(Path(ledger.path), [Step(CONDITION, "mail", "alert")], now=NOW)
    later = NOW + timedelta(days=1)
    keep(Path(ledger.path), [Step(CONDITION, "mail", "resolved")], now=later)
    found = notices(open_ledger(Path(ledger.path)))

    assert [(n.at, n.status, n.message_id) for n in found] == [
        (NOW, "alert", identity(MESSAGE)),
        (later, "resolved", identity(MESSAGE, "resolved")),
    ]
    assert (found[0].key, found[0].channel) == ("support/80", "mail")
    assert (found[0].subject, found[0].period) == ("support: 80 %", "2026-11")
    assert history(found) == {("support/80", "mail"): "resolved"}


def test_the_same_said_twice_is_one_notice(tmp_path: Path) -> None:
    """A process that dies after the commit and is run again changes nothing: the first instant stands."""
    path = Path(kept(tmp_path, call(input=1)).path)
    first = keep(path, [Step(CONDITION, "mail", "alert")], now=NOW)
    second = keep(path, [Step(CONDITION, "mail", "alert")], now=NOW + timedelta(days=1))

    assert second == first
    assert [n.at for n in notices(open_ledger(path))] == [NOW]


def test_what_is_covered_has_no_message(tmp_path: Path) -> None:
    """It is noted, so that it is never said."""
    path = Path(kept(tmp_path, call(input=1)).path)
    keep(path, [Step(CONDITION, "mail", "covered")], now=NOW)
    (found,) = notices(open_ledger(path))

    assert (found.status, found.message_id) == ("covered", None)


def test_a_ledger_in_which_nothing_was_said_has_no_notices(tmp_path: Path) -> None:
    """Nor has a ledger any at a version before they were said."""
    ledger = kept(tmp_path, call(input=1))
    keep(Path(ledger.path), [Step(CONDITION, "mail", "alert")], now=NOW)

    assert notices(ledger) == ()
