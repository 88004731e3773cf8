"""A page asked of a provider: patient with a server that is busy, silent about the key."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

import httpx2

from tokenomics.alert.outside import (
    Later,
    Outside,
    answer,
    persistently,
    trust,
    unlogged,
    untrusted,
)
from tokenomics.alert.posting import PAUSES, judge
from tokenomics.records.errors import DeliveryError, OutsideError
from tokenomics.version import __version__

_TIMEOUT = 60.0
_SHOWN = 2_000


class Client:
    """A connection to one provider that asks again where that may help."""

    def __init__(self, client: httpx2.Client, key: str, outside: Outside) -> None:
        """`key` is never shown, whatever a server answers."""
        self._client, self._key, self._outside = client, key, outside

    def page(self, url: str, parameters: Sequence[tuple[str, str]], what: str) -> str:
        """The answer's text. Raises OutsideError, which begins with `what`, where there is none."""
        found: list[str] = []
        try:
            persistently(lambda: found.append(self._attempt(url, parameters)), self._outside.sleep)
        except DeliveryError as error:
            raise OutsideError(f"{what}: {error}") from None
        return found[0]

    def _attempt(self, url: str, parameters: Sequence[tuple[str, str]]) -> str:
        try:
            response = self._client.get(url, params=list(parameters))
            said = answer(response.text[:_SHOWN]).replace(self._key, "...")
            judge(response, "" if response.is_success else said, self._outside.clock())
        except httpx2.TimeoutException:
            raise Later(f"no answer within {_TIMEOUT:g} s", PAUSES) from None
        except httpx2.TransportError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise DeliveryError(untrusted(str(error))) from None
            raise Later(answer(str(error)) or type(error).__name__, PAUSES) from None
        return response.text


@contextmanager
def connected(headers: Mapping[str, str], key: str, outside: Outside) -> Generator[Client]:
    """A client that sends these headers, without following redirects: keys go where they belong."""
    every = {"user-agent": f"tokenomics/{__version__}", **headers}
    patient = httpx2.Client(
        headers=every, verify=trust(outside.environment), timeout=_TIMEOUT, follow_redirects=False
    )
    with unlogged("httpx2"), patient as client:
        yield Client(client, key, outside)
