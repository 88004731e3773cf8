"""A look at the ledger, and the messages that it is worth."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tokenomics.alert import Delivered, Message, send
from tokenomics.channels import ChannelConfig
from tokenomics.ledger import Ledger
from tokenomics.records.errors import ConfigError, DeliveryError, unknown
from tokenomics.watching.alone import alone
from tokenomics.watching.conditions import Condition, History, Step, due, unheard
from tokenomics.watching.looking import Looked, look
from tokenomics.watching.notices import history, keep, notices
from tokenomics.watching.telling import Told, planned, tell
from tokenomics_cli.books import book_for
from tokenomics_cli.budgets import stand
from tokenomics_cli.handles import opened
from tokenomics_cli.request import authority_of, rules_of
from tokenomics_cli.settings import Settings
from tokenomics_cli.terminal import is_watched, near, say


class Watch(NamedTuple):
    """How a ledger is watched: overlays of prices, whether only to say what would be said, and
    whether to narrate without a terminal.
    """

    pricebooks: tuple[Path, ...] = ()
    dry_run: bool = False
    verbose: bool = False


def watch(given: Settings, how: Watch) -> None:
    """Send what is due and note it; a second watcher of the same ledger does nothing.

    Raises DeliveryError where a channel took nothing.
    """
    ledger = opened(given)
    with alone(given.ledger) as is_alone:
        if not is_alone:
            _narrate(how, [f"another alert watches {near(given.ledger)}: nothing to do"])
            return
        looked, said = _looked(ledger, given, how)
        steps = _due(looked.conditions, given, said)
        if how.dry_run:
            for line in (*(planned(steps) or ("nothing to say",)), *looked.remarks):
                say(line)
            return
        _end(how, tell(steps, given.config.channel, send=_send, keep=partial(_keep, given)))


def _due(found: Sequence[Condition], given: Settings, said: History) -> tuple[Step, ...]:
    """What is to be said now; what nobody would hear is said on standard error."""
    for subject in unheard(found, given.config.channel):
        say(f"no channel hears of this: {subject}; name one in [alert] channels or the budget's")
    return tuple(due(found, said))


def _looked(ledger: Ledger, given: Settings, how: Watch) -> tuple[Looked, History]:
    said = history(notices(ledger))
    config, book = given.config, book_for(given.config, how.pricebooks)
    budgets = partial(stand, ledger, book, given) if config.budget else None
    looked = look(
        ledger, book, config, said, now=given.now, stand=budgets, rules=rules_of(config),
        authority=authority_of(config),
    )  # fmt: skip
    return looked, said


def _send(name: str, channel: ChannelConfig, message: Message) -> Delivered:
    return send(
        channel, message, name=name, environment=os.environ,
        clock=lambda: datetime.now(UTC), sleep=time.sleep,
    )  # fmt: skip


def _keep(given: Settings, step: Step) -> None:
    keep(given.ledger, [step], now=given.now)


def _end(how: Watch, told: Told) -> None:
    _narrate(how, (_taken(step.condition.message.subject, taken) for step, taken in told.sent))
    if told.problems:
        raise DeliveryError("; ".join(told.problems))


def _taken(subject: str, taken: Delivered) -> str:
    refused = f"; refused {', '.join(taken.refused)}" if taken.refused else ""
    return f"{taken.channel} ({taken.to}): {subject}{refused}"


def _narrate(how: Watch, lines: Iterable[str]) -> None:
    for line in lines:
        if how.verbose or is_watched():
            say(line)


def try_channels(given: Settings, name: str | None) -> None:
    """Send a test message to the channel of that name, else to all, and say who took it.

    Raises ConfigError where there is none, DeliveryError where one took nothing.
    """
    for each, channel in _picked(given.config.channel, name).items():
        message = Message(
            key=f"test/{each}/{given.now.isoformat()}",
            subject=f"test: alerts reach {each}",
            headline="This is a test: alerts of tokenomics arrive here.",
            occurred_at=given.now,
            status="test",
            severity="info",
        )
        say(_taken(message.subject, _send(each, channel, message)))


def _picked(channels: Mapping[str, ChannelConfig], name: str | None) -> Mapping[str, ChannelConfig]:
    if not channels:
        raise ConfigError("no channel is configured: add a [channel.NAME] to tokenomics.toml")
    if name is None:
        return channels
    if name not in channels:
        raise ConfigError(unknown("channel", name, channels))
    return {name: channels[name]}
