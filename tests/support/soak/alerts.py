"""Whether each event was told exactly once: mails against notices, notices against what was spent."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

from support.mail_server import Inbox
from support.soak.truth import Priced
from support.soak.world import AMOUNT, World
from tokenomics.ledger import open_ledger
from tokenomics.watching.notices import Notice, notices

POINTS = (50, 80, 100)


class Told:
    """What was told so far, and what must have been."""

    def __init__(self) -> None:
        """Nothing."""
        self.repeats = 0
        self.due: set[str] = set()
        self.unnoted: set[str] = set()

    def interrupted(self, world: World, inbox: Inbox) -> None:
        """An alert was cut off: what was sent and not noted may come again, once."""
        noted = {notice.message_id for notice in _notices(world)}
        self.unnoted |= {identity for identity in _sent(inbox) if identity not in noted}
        self.repeats += 1

    def look(self, world: World, inbox: Inbox, priced: Priced, now: datetime) -> list[str]:
        """What is wrong after an alert that ended well."""
        found = _notices(world)
        mails = Counter(_sent(inbox))
        noted = {notice.message_id for notice in found if notice.message_id}
        wrong = [f"noted and never sent: {each}" for each in noted - mails.keys()]
        wrong += [f"sent and never noted: {each}" for each in mails.keys() - noted - self.unnoted]
        again = [each for each, times in mails.items() if times > 1 and each not in self.unnoted]
        wrong += [f"sent again: {each}" for each in again]
        if sum(mails.values()) - len(mails) > self.repeats:
            wrong.append(f"{mails.total() - len(mails)} repeats after {self.repeats} interruptions")
        keys = Counter((notice.key, notice.channel, notice.status) for notice in found)
        wrong += [f"noted twice: {key}" for key, times in keys.items() if times > 1]
        self.due |= _due(priced, now)
        said = {notice.key for notice in found}
        return wrong + [f"never told: {key}" for key in sorted(self.due - said)]


def _due(priced: Priced, now: datetime) -> set[str]:
    """The points of today's budget that are reached."""
    today = now.replace(hour=0, minute=0)
    tomorrow = today + timedelta(days=1)
    spent = sum((cost for call, cost in priced if today <= call.ts < tomorrow), Decimal(0))
    return {
        f"budget/all/{today.isoformat()}/actual/{point} %"
        for point in POINTS
        if spent * 100 >= AMOUNT * point
    }


def _sent(inbox: Inbox) -> list[str]:
    """What identifies each mail: its Message-ID before the sender's domain."""
    return [str(mail["Message-ID"]).strip("<>").partition("@")[0] for mail in inbox.mails]


def _notices(world: World) -> tuple[Notice, ...]:
    return notices(open_ledger(world.ledger))
