"""Messages sent one by one, each noted in the ledger as soon as somebody took it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from tokenomics.alert import Delivered, Message
from tokenomics.channels import ChannelConfig
from tokenomics.records.errors import ConfigError, DeliveryError
from tokenomics.watching.conditions import Step

Sending = Callable[[str, ChannelConfig, Message], Delivered]
Keeping = Callable[[Step], None]


class Told(NamedTuple):
    """What came of it: each message that was taken, and why others were not."""

    sent: tuple[tuple[Step, Delivered], ...]
    problems: tuple[str, ...]


def tell(
    steps: Iterable[Step],
    channels: Mapping[str, ChannelConfig],
    *,
    send: Sending,
    keep: Keeping,
) -> Told:
    """Send what is due and keep what was taken; a channel that fails holds up no other one.

    A message is kept right after it was taken, so one that is sent and not kept, because the
    process ended in between, is sent again with the same id, and never lost.
    """
    sent: list[tuple[Step, Delivered]] = []
    problems: dict[str, str] = {}
    for step in steps:
        if step.channel in problems:
            continue
        if step.said not in ("alert", "resolved"):
            keep(step)
            continue
        message = _message(step)
        try:
            taken = send(step.channel, channels[step.channel], message)
        except (DeliveryError, ConfigError) as error:
            problems[step.channel] = str(error)
            continue
        keep(step)
        sent.append((step, taken))
    return Told(tuple(sent), tuple(problems.values()))


def _message(step: Step) -> Message:
    condition = step.condition
    draws = condition.picture if step.said == "alert" else None
    return condition.message._replace(
        status=step.said, chart=condition.message.chart if draws is None else draws()
    )


def planned(steps: Sequence[Step]) -> tuple[str, ...]:
    """What would be said, a line each."""
    return tuple(
        f"{step.channel}: {step.said}: {step.condition.message.subject}"
        for step in steps
        if step.said in ("alert", "resolved")
    )
