"""A guard: what agents may spend, reserved before each call and settled after it."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeVar, cast, overload

from tokenomics.books import Book
from tokenomics.guard import clients
from tokenomics.guard.callback import callback
from tokenomics.guard.levels import Ask, Level, Refusal
from tokenomics.guard.loops import LoopBreaker
from tokenomics.guard.memory import MemoryStore
from tokenomics.guard.prices import Kind, Size, Tariff, alternatives, ceiling, nearest_below
from tokenomics.guard.prompt import media_of
from tokenomics.guard.realm import Asked, Realm
from tokenomics.guard.recording import Recorder
from tokenomics.guard.reservation import Reservation, Till
from tokenomics.guard.shared import SharedStore
from tokenomics.guard.sizing import Wants
from tokenomics.guard.units import CURRENCY, amount_of, limit_of
from tokenomics.guard.usage import usage_of
from tokenomics.guard.words import Wanted, exceeded, label_of
from tokenomics.guard.wrapping import How, wrapped
from tokenomics.records.errors import BudgetExceeded, ConfigError, InputError, PriceError

Function = TypeVar("Function", bound=Callable[..., Any])
Client = TypeVar("Client")
Per = Literal["hour", "day", "month"]
OnExceeded = Literal["raise", "warn"]
_POLICIES = ("raise", "warn")
_FORMATS: Mapping[str, str] = {"hour": "%Y-%m-%dT%H", "day": "%Y-%m-%d", "month": "%Y-%m"}


class Fallback(NamedTuple):
    """What a guard does instead of stopping: it lets the call through to a cheaper model, where that fits."""

    model: str


class Spent(NamedTuple):
    """How a guard stands: money spent, and reserved by calls that are under way; calls and tokens.

    `closed` says why it lets nothing through any more, else it is empty.
    """

    spent: Decimal
    reserved: Decimal
    limit: Decimal | None
    steps: int
    tokens: int
    closed: str


class _Tier(NamedTuple):
    """One guard of those within each other: its limits, which begin anew each period, and its breaker."""

    level: Level
    per: Per | None
    scope: Mapping[str, str]
    breaker: LoopBreaker

    def at(self, instant: datetime) -> Level:
        """The level in the period of an instant."""
        if self.per is None:
            return self.level
        return self.level._replace(key=f"{self.level.key}/{instant:{_FORMATS[self.per]}}")


class Guard:
    """A limit that calls reserve from before they are made: what is admitted never exceeds it.

    `limit` is money, `steps` a number of calls, `tokens` of tokens. `scope` names what it is of
    (`{"task": "t1"}`), `per` begins it anew each hour, day or month (UTC), `within` is a guard that
    must let each call through as well. `shared` is a file by which processes share it. `record` is a
    native usage file of all that it saw. `on_exceeded` is "raise", "warn" (let through all the same) or
    `Fallback(model)`. `repeats`, `failures` and `growth` stop loops, as `LoopBreaker` tells.

    Raises ConfigError for limits that nothing can be.
    """

    def __init__(  # noqa: PLR0913
        self,
        limit: str | Decimal | None = None,
        *,
        steps: int | None = None,
        tokens: int | None = None,
        scope: Mapping[str, str] = MappingProxyType({}),
        per: Per | None = None,
        within: Guard | None = None,
        book: Book | None = None,
        provider: str | None = None,
        shared: str | PathLike[str] | None = None,
        lease: float = 600.0,
        record: str | PathLike[str] | None = None,
        on_exceeded: OnExceeded | Fallback = "raise",
        repeats: int | None = None,
        failures: int | None = None,
        growth: float | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """A guard within another one has its prices, file, record and clock."""
        if within is not None and (shared or record or book or provider):
            raise ConfigError(
                "a guard within another one shares its book, provider, file and record: leave them out"
            )
        if shared and not scope:
            raise ConfigError("a shared guard needs a scope, by which other processes know it")
        if per is not None and per not in _FORMATS:
            raise ConfigError(f"a guard is per hour, day or month, not {per!r}")
        if isinstance(on_exceeded, str) and on_exceeded not in _POLICIES:
            raise ConfigError(f"on_exceeded is raise, warn or Fallback(model), not {on_exceeded!r}")
        if not lease > 0:
            raise ConfigError(f"lease = {lease} reserves nothing: give seconds, more than 0")
        for name, value in (
            ("steps", steps), ("tokens", tokens), ("repeats", repeats), ("failures", failures), ("growth", growth),
        ):  # fmt: skip
            # Written so that what is no number is none of them.
            if value is not None and not value >= 1:
                raise ConfigError(f"{name} = {value} lets no call through: give 1 or more")
        self.scope: dict[str, str] = {
            **(within.scope if within else {}),
            **{name: str(value) for name, value in scope.items()},
        }
        key = json.dumps(self.scope, sort_keys=True) if scope else os.urandom(16).hex()
        units = None if limit is None else limit_of(limit)
        breaker = LoopBreaker(self.scope, repeats=repeats, failures=failures, growth=growth)
        level = Level(key, label_of(scope), units, steps, tokens, warns=on_exceeded == "warn")
        tier = _Tier(level, per, self.scope, breaker)
        if within is not None:
            self.realm, outer, inherited = within.realm, within.tiers, within.fallback
        else:
            store = SharedStore(Path(shared), lease=lease) if shared else MemoryStore()
            recorder = Recorder(Path(record)) if record else None
            self.realm, outer = Realm(book, provider, store, recorder, now), ()
            inherited = None
        self.fallback = on_exceeded if isinstance(on_exceeded, Fallback) else inherited
        if any((each.level.key, each.per) == (key, per) for each in outer):
            raise ConfigError(
                f"{label_of(scope)} is a guard's scope already, which this one is within: give it another"
            )
        self.tiers: tuple[_Tier, ...] = (tier, *outer)
        self._breakers = tuple(each.breaker for each in self.tiers if each.breaker.watches)
        self._levels = None if any(each.per for each in self.tiers) else self._levels_at(None)
        self._till = Till(self.realm, self.scope, self._breakers)

    def reserve(  # noqa: PLR0913
        self,
        model: str,
        *,
        messages: Any = None,
        input_tokens: int | None = None,
        max_output: int | None = None,
        provider: str | None = None,
        tier: str | None = None,
        region: str | None = None,
        variant: str | None = None,
        writes: bool = True,
        modalities: tuple[str, ...] | None = None,
        tools: Mapping[str, int] = MappingProxyType({}),
        choices: int = 1,
    ) -> Reservation:
        """Reserve the most that a call may cost, before it is made.

        `messages` is what is sent, tools too, or `input_tokens` says its size. `max_output` is what the
        call asks for at most, else the model's own cap counts; each of `choices` answers may take it.
        `tools` has meters of tools, such as `{"web_search": 3}`. `writes=False` says that nothing is
        written to a cache. `modalities` are those of what is sent and of sound that is asked for: `text`, and
        what the messages have.

        Raises BudgetExceeded, LoopStopped, and PriceError where there is no price.
        """
        realm = self.realm
        at = realm.now()
        kinds = ("text", *media_of(messages)) if modalities is None else modalities
        asked = Asked(model, provider, tier, region, variant, writes, kinds)
        tariff = realm.asked(asked, at)
        kind = tariff.kind
        wants = Wants(messages, input_tokens, max_output, choices, tools)
        size = wants.size(kind, realm)
        if not self._breakers:
            return self._admit(tariff, size, wants, at)
        # Of calls at once each has to see those before it.
        with realm.looping:
            for breaker in self._breakers:
                breaker.check(kind.model, messages, size.sent)
            admitted = self._admit(tariff, size, wants, at)
            for breaker in self._breakers:
                breaker.made(kind.model, messages, size.sent)
        return admitted

    async def areserve(self, model: str, **call: Any) -> Reservation:
        """The same without keeping others waiting while a shared file is busy."""
        return await self.realm.elsewhere(lambda: self.reserve(model, **call), Reservation.release)

    def count(self, model: str, response: Any, *, provider: str | None = None) -> Decimal:
        """Count a call that was made without a reservation, by the usage that its response states.

        It is spent whatever the limits say. Where nobody knows how much it was, the guard is closed: raises
        InputError for a response without usage, PriceError where there is no price.
        """
        try:
            return self._counted(model, response, provider)
        except (InputError, PriceError):
            self.close(f"a call of {model} whose cost is not known")
            raise

    @overload
    def wrap(
        self,
        function: Function,
        *,
        provider: str | None = ...,
        input_tokens: int | None = ...,
        tools: Mapping[str, int] = ...,
    ) -> Function: ...

    @overload
    def wrap(
        self,
        function: None = ...,
        *,
        provider: str | None = ...,
        input_tokens: int | None = ...,
        tools: Mapping[str, int] = ...,
    ) -> Callable[[Function], Function]: ...

    def has_reserved(self, name: str) -> bool:
        """Whether a name is that of a call which this guard, or one within the same, let through."""
        return self.realm.has_named(name)

    def wrap(
        self,
        function: Callable[..., Any] | None = None,
        *,
        provider: str | None = None,
        input_tokens: int | None = None,
        tools: Mapping[str, int] = MappingProxyType({}),
    ) -> Any:
        """A function that calls a model, guarded; also a decorator. Plain, asyncio, streams.

        It takes `model`, `messages` (or `input`, `contents`, `prompt`), and `max_tokens` or the like.
        Nothing of a call is changed but the model, where the guard falls back, and `stream_options`,
        which asks a stream for its usage. `input_tokens` is the most that a call sends, where that is no
        text or not here alone, `tools` the most uses of the provider's own, such as `{"web_search": 3}`.
        """
        how = How(provider, input_tokens, tools)
        if function is None:
            return lambda each: wrapped(self, each, how)
        return wrapped(self, function, how)

    def openai(
        self,
        client: Client,
        *,
        provider: str | None = None,
        input_tokens: int | None = None,
        tools: Mapping[str, int] = MappingProxyType({}),
    ) -> Client:
        """A client of OpenAI, plain or for asyncio, whose chats, responses and embeddings are guarded."""
        return cast("Client", clients.openai(self, client, How(provider, input_tokens, tools)))

    def anthropic(
        self,
        client: Client,
        *,
        provider: str | None = None,
        input_tokens: int | None = None,
        tools: Mapping[str, int] = MappingProxyType({}),
    ) -> Client:
        """A client of Anthropic, plain or for asyncio, whose messages are guarded."""
        return cast("Client", clients.anthropic(self, client, How(provider, input_tokens, tools)))

    def litellm_callback(
        self,
        *,
        provider: str | None = None,
        input_tokens: int | None = None,
        tools: Mapping[str, int] = MappingProxyType({}),
        models: Mapping[str, str] = MappingProxyType({}),
    ) -> Any:
        """A callback for `litellm.callbacks`: LiteLLM's proxy is stopped by it, its library is counted.

        The library goes on whatever its callbacks raise: `wrap(litellm.completion)` stops it. `models`
        has the names that the book knows for those of the proxy. What `wrap` guards as well is counted
        once; so is what is reserved for by hand and called with `litellm_call_id=call.id`.
        """
        return callback(self, How(provider, input_tokens, tools), models)

    @property
    def state(self) -> Spent:
        """How this guard stands now, in its present period."""
        level = self.tiers[0].at(self.realm.now())
        found = self.realm.store.account(level.key)
        return Spent(
            amount_of(found.spent), amount_of(found.reserved),
            None if level.units is None else amount_of(level.units),
            found.steps, found.tokens + found.reserved_tokens, found.closed,
        )  # fmt: skip

    @property
    def spent(self) -> Decimal:
        """What settled calls cost."""
        return self.state.spent

    @property
    def left(self) -> Decimal | None:
        """What is neither spent nor reserved; None without a limit of money."""
        found = self.state
        if found.limit is None:
            return None
        return max(found.limit - found.spent - found.reserved, Decimal(0))

    def reset(self) -> None:
        """Let the loop begin anew: repeats, failures and growth are forgotten. Money stays spent."""
        self.tiers[0].breaker.reset()

    def close(self, why: str) -> None:
        """Let no call through any more, nor do the guards that this one is within; `why` is said of it."""
        for level in self._levels_at(self.realm.now()):
            self.realm.store.close(level.key, why)

    def reopen(self) -> None:
        """Let a guard that was closed let calls through again, as far as its limits do."""
        self.realm.store.reopen(self.tiers[0].at(self.realm.now()).key)

    def _counted(self, model: str, response: Any, provider: str | None) -> Decimal:
        usage, at = usage_of(response), self.realm.now()
        if usage is None:
            raise InputError(f"a response of {model} states no usage: what it cost is not known")
        tariff = self.realm.asked(Asked(model, provider), at)
        ask = self._ask(tariff, Size(0, 0), at)
        return Reservation(self._till, tariff, Size(0, 0), ask, at).count(usage)

    def _admit(self, tariff: Tariff, size: Size, wants: Wants, at: datetime) -> Reservation:
        """Reserve for the call as it is asked for, or for the model to fall back to; the first refusal counts."""
        found = self._held(tariff, size, at)
        if isinstance(found, Reservation):
            return found
        why: Exception | None = None
        if self.fallback is not None and found.of == "money":
            try:
                kind = Kind(*self.realm.named(self.fallback.model, None), *tariff.kind[2:])
                other = self._held(self.realm.tariff(kind, at), wants.size(kind, self.realm), at)
            except PriceError as error:
                why = error
            else:
                if isinstance(other, Reservation):
                    return other
        raise self._error(found, tariff, size, at) from why

    def _held(self, tariff: Tariff, size: Size, at: datetime) -> Reservation | Refusal:
        """The call, reserved for, or what refuses it."""
        ask = self._ask(tariff, size, at)
        found = self.realm.store.reserve(ask)
        if found is not None and not found.level.warns:
            return found
        held = Reservation(self._till, tariff, size, ask, at)
        if found is not None:
            try:
                warnings.warn(str(self._error(found, tariff, size, at)), stacklevel=5)
            except BaseException:
                held.release()
                raise
        return held

    def _ask(self, tariff: Tariff, size: Size, at: datetime) -> Ask:
        levels = self._levels or self._levels_at(at)
        tokens = size.sent + size.generated
        return Ask(self.realm.new_id(), levels, ceiling(tariff, size), tokens)

    def _levels_at(self, at: datetime | None) -> tuple[Level, ...]:
        return tuple(each.level if at is None else each.at(at) for each in self.tiers)

    def _error(self, refused: Refusal, tariff: Tariff, size: Size, at: datetime) -> BudgetExceeded:
        kind, units = tariff.kind, ceiling(tariff, size)
        prompt = ceiling(tariff, size._replace(generated=0))
        cheaper = None
        if refused.of == "money":
            found, limit = refused.account, refused.level.units or 0
            left = min(limit - found.spent - found.reserved, units - 1)
            others = alternatives(self.realm.book, kind, size, at)
            cheaper = nearest_below(others, kind.model, left)
        scope = next(each.scope for each in self.tiers if each.at(at).key == refused.level.key)
        return exceeded(refused, Wanted(kind, size, units, prompt), scope, CURRENCY, cheaper)
