"""A message to any service that Apprise knows, by an extra that only this needs."""

from __future__ import annotations

from typing import Any

from tokenomics.alert.message import Message, Tone, label, readable, tone
from tokenomics.alert.outside import Later, Outside, persistently, secret, unlogged
from tokenomics.alert.text import text
from tokenomics.channels import AppriseConfig
from tokenomics.records.errors import ConfigError

_PAUSES = (2.0, 10.0)
_LOGS = ("apprise", "urllib3.connectionpool")
_KINDS: dict[Tone, str] = {
    "info": "info",
    "warning": "warning",
    "critical": "failure",
    "resolved": "success",
    "test": "info",
}


def by_apprise(channel: AppriseConfig, message: Message, outside: Outside) -> tuple[int, int]:
    """Tell every service of the channel's variable: how many they are and how often it was tried.

    Who was told is not told again while others fail. Raises ConfigError where the extra is not
    installed or an address is none, DeliveryError where a service does not take the message.
    """
    apprise = _apprise()
    services = apprise.Apprise()
    addresses = secret(outside.environment, channel.url_env)
    with unlogged(*_LOGS):
        added = services.add(addresses)
    if not added or not len(services):
        raise ConfigError(f"{channel.url_env}: holds no address of a service that Apprise knows")
    said, waiting = readable(message), list(services)
    count = len(waiting)

    def attempt() -> None:
        waiting[:] = [service for service in waiting if not _told(apprise, service, said)]
        if waiting:
            names = ", ".join(sorted({str(service.service_name) for service in waiting}))
            raise Later(f"{names} did not take it", _PAUSES)

    with unlogged(*_LOGS):
        return count, persistently(attempt, outside.sleep)


def _told(apprise: Any, service: Any, said: Message) -> bool:
    one = apprise.Apprise()
    one.add(service)
    return bool(
        one.notify(
            body=text(said),
            title=f"{label(said)}: {said.subject}",
            notify_type=_KINDS[tone(said)],
            body_format="text",
        )
    )


def _apprise() -> Any:
    try:
        import apprise  # noqa: PLC0415 - half of those who send alerts do without it
    except ModuleNotFoundError:
        raise ConfigError(
            "needs the extra notify: pip install 'tokenomics-finops[notify]'"
        ) from None
    return apprise
