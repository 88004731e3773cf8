"""A call that was let through: it is settled once, by what it used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from threading import Lock
from types import TracebackType
from typing import Any, NamedTuple, Self

from tokenomics.guard.levels import Ask
from tokenomics.guard.loops import LoopBreaker
from tokenomics.guard.prices import ANY_TIER, Kind, Priced, Size, Tariff, cost, dearest
from tokenomics.guard.realm import Realm
from tokenomics.guard.recording import columns_of, instant
from tokenomics.guard.units import amount_of
from tokenomics.guard.usage import Usage, usage_of
from tokenomics.records.errors import OutsideError, PriceError
from tokenomics.records.meters import BY_NAME


class Till(NamedTuple):
    """Where a call's cost goes: accounts and a record, for a scope; and who watches for loops."""

    realm: Realm
    scope: Mapping[str, str]
    breakers: tuple[LoopBreaker, ...]


class Reservation:
    """A call that may be made now, as `model` of `provider`; its cost is reserved until it is settled.

    As a context manager it is settled at the end at the latest: where an error says by `status_code` that the
    provider refused, for nothing, else for all that was reserved, because nobody knows what was billed.
    """

    __slots__ = ("_ask", "_at", "_kind", "_once", "_size", "_tariff", "_till")

    def __init__(self, till: Till, tariff: Tariff, size: Size, ask: Ask, at: datetime) -> None:
        """What was let through, and at which prices."""
        self._till, self._kind, self._tariff = till, tariff.kind, tariff
        self._size, self._ask, self._at = size, ask, at
        self._once = Lock()

    @property
    def id(self) -> str:
        """The call's own name, which the record has as its request."""
        return self._ask.id

    @property
    def provider(self) -> str:
        """Who is to serve the call."""
        return self._kind.provider

    @property
    def model(self) -> str:
        """The model to call: a cheaper one than was asked for, where the guard falls back."""
        return self._kind.model

    @property
    def at_most(self) -> Decimal:
        """What is reserved."""
        return amount_of(self._ask.units)

    @property
    def is_settled(self) -> bool:
        """Whether it is known what the call cost."""
        return self._once.locked()

    def settle(self, response: Any = None) -> Decimal:
        """What the call cost, by the usage that its response states; the rest is free again.

        `response` is an object or mapping of a provider, or meters. Where it states no usage, or of
        something that has no price, all that was reserved counts as spent; so do uses of tools that
        such a response does not tell. A second time changes nothing.
        """
        if self.is_settled:
            return Decimal(0)
        usage = usage_of(response)
        if usage is None:
            return self._close_unknown()
        if self._size.more and usage.tells is not None:
            usage = self._with_untold(usage, usage.tells)
        kind, priced = self._priced(usage)
        units = max(priced.units, self._ask.units) if priced.unpriced else priced.units
        return self._close(units, _tokens(usage), usage, served=kind)

    async def asettle(self, response: Any = None) -> Decimal:
        """The same without keeping others waiting while a shared file is busy."""
        return await self._till.realm.elsewhere(lambda: self.settle(response))

    def count(self, usage: Usage) -> Decimal:
        """A call that was made before anybody reserved for it: reserved and spent at once, beyond any limit.

        Raises PriceError where something of it has no price, when the rest is counted.
        """
        kind, priced = self._priced(usage)
        self._ask = self._ask._replace(units=priced.units, tokens=_tokens(usage))
        self._till.realm.store.reserve(self._ask, force=True)
        spent = self.settle(usage)
        if priced.unpriced:
            raise PriceError(f"{kind.provider}/{kind.model}: {priced.unpriced[0]} has no price")
        return spent

    def release(self) -> None:
        """The call was not made, or the provider refused it: it cost nothing."""
        if self._book(0, 0):
            for breaker in self._till.breakers:
                breaker.failed()
            self._put(Usage({"requests": 1}), self._kind, status="failure")

    def __enter__(self) -> Self:
        """The call itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Settle what nobody settled."""
        if not self.is_settled:
            self.fail(error) if error is not None else self.settle()

    async def __aenter__(self) -> Self:
        """The call itself."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Settle what nobody settled."""
        if not self.is_settled:
            await self._till.realm.elsewhere(lambda: self.__exit__(kind, error, trace))

    def fail(self, error: BaseException, *, begun: bool = False) -> None:
        """The call raised: refused by the provider for nothing, else all that was reserved is spent.

        An answer that had `begun` is billed, whatever the error says.
        """
        if isinstance(getattr(error, "status_code", None), int) and not begun:
            self.release()
        elif not self.is_settled:
            for breaker in self._till.breakers:
                breaker.failed()
            self._close_unknown(status="failure")

    def _with_untold(self, usage: Usage, told: frozenset[str]) -> Usage:
        """What it used with what the tools may have done of which its response does not tell."""
        untold = {meter: number for meter, number in self._size.more if meter not in told}
        return usage._replace(meters={**untold, **usage.meters}) if untold else usage

    def _priced(self, usage: Usage) -> tuple[Kind, Priced]:
        """What it cost as it was served, and as what."""
        realm, tariff = self._till.realm, self._tariff
        if usage.model is not None or usage.tier is not None:
            tariff = realm.served(self._kind, usage.model, usage.tier, self._at)
        return tariff.kind, cost(realm.book, tariff, usage.meters, self._at)

    def _close_unknown(self, **how: str) -> Decimal:
        """Nobody says what it used: all that was reserved, recorded as what costs that."""
        meters, tier = dearest(self._tariff, self._size)
        served = self._kind._replace(tier=tier)
        usage = Usage(meters)
        return self._close(
            self._ask.units, self._ask.tokens, usage, served=served, basis="estimated", **how
        )

    def _close(
        self,
        units: int,
        tokens: int,
        usage: Usage,
        *,
        served: Kind,
        basis: str = "reported",
        status: str = "success",
    ) -> Decimal:
        if not self._book(units, tokens):
            return Decimal(0)
        if status == "success":
            for breaker in self._till.breakers:
                breaker.succeeded()
        if self._till.realm.recorder is not None:
            self._put(usage, served, status=status, token_basis=basis)
        return amount_of(units)

    def _book(self, units: int, tokens: int) -> bool:
        """Put what was spent in the place of what was reserved, once; again where the file did not take it."""
        if not self._once.acquire(blocking=False):
            return False
        try:
            self._till.realm.store.settle(self._ask, units, tokens)
        except OutsideError:
            self._once.release()
            raise
        return True

    def _put(self, usage: Usage, served: Kind, **more: Any) -> None:
        if self._till.realm.recorder is not None:
            self._till.realm.recorder.put({
                "ts": instant(self._at),
                "provider": served.provider,
                "model": served.model,
                "request_id": self._ask.id,
                "response_id": usage.response_id,
                "service_tier": None if served.tier == ANY_TIER else served.tier,
                "region": served.region,
                "variant": served.variant,
                **columns_of(self._till.scope),
                **(usage.meters or {"requests": 1}),
                **more,
            })  # fmt: skip


_NO_TOKENS = frozenset(name for name, meter in BY_NAME.items() if meter.unit != "token")


def _tokens(usage: Usage) -> int:
    """The tokens among what was used."""
    found = 0
    for name, number in usage.meters.items():
        if name not in _NO_TOKENS:
            found += number
    return found
