# ruff: noqa: ARG002 - LiteLLM gives its callbacks all of these by name
"""A guard as LiteLLM's callback: its proxy asks before each call, and tells after it what it used."""

from __future__ import annotations

import os
import sys
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any, Protocol

from tokenomics.guard.request import request_of
from tokenomics.guard.reservation import Reservation
from tokenomics.guard.wrapping import CALL_ID, How, Keeper, asked_of, model_for

# Calls that generate tokens, and others that read them.
_GENERATING = frozenset({
    "completion", "acompletion", "text_completion", "atext_completion", "responses", "aresponses",
    "anthropic_messages",
})  # fmt: skip
_READING = frozenset({"embeddings", "embedding", "aembedding"})
_COUNTED = _GENERATING | _READING
_UNSAID = frozenset({None, ""})
# How many calls that were counted are remembered, so that none is counted twice.
_REMEMBERED = 10_000


class Counter(Keeper, Protocol):
    """A guard that also counts calls which nobody reserved for."""

    def count(self, model: str, response: Any, *, provider: str | None = None) -> object:
        """Count a call that was made."""
        ...

    def close(self, why: str) -> None:
        """Let no call through any more."""
        ...

    def has_reserved(self, name: str) -> bool:
        """Whether a name is a reservation's."""
        ...


class GuardCallback:
    """What LiteLLM tells a guard. `models` has the guard's names for the proxy's own."""

    def __init__(self, guard: Counter, how: How, models: Mapping[str, str]) -> None:
        """No call is under way."""
        self._guard, self._how, self._models = guard, how, models
        self._lock = Lock()
        self._held: dict[str, tuple[Reservation, str]] = {}
        self._counted: OrderedDict[str, None] = OrderedDict()
        # LiteLLM takes callbacks of one class for the same, but where a plain public value differs.
        self.guard = os.urandom(8).hex()
        # What LiteLLM's own callbacks say of themselves.
        self.message_logging = True
        self.turn_off_message_logging = False

    async def async_pre_call_hook(
        self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: str
    ) -> dict[str, Any]:
        """Reserve before the proxy calls. Raises what the guard raises: the call is not made."""
        if call_type not in _COUNTED:
            return data
        asked = str(data.get("model"))
        request = request_of({**data, "model": self._models.get(asked, asked)})
        how = self._how._replace(generates=call_type in _GENERATING)
        held = await self._guard.areserve(request.model, **asked_of(request, data, how))
        name = str(data.get(CALL_ID) or uuid.uuid4())
        with self._lock:
            self._held[name] = (held, request.model)
        model = model_for(request.model, held)
        return {
            **data,
            CALL_ID: name,
            "model": asked if model == request.model else self._own(model),
        }

    def log_success_event(
        self, kwargs: Any, response_obj: Any, start_time: Any, end_time: Any
    ) -> None:
        """Settle a call; one that nobody reserved for, as LiteLLM's library makes them, is counted.

        One that was reserved elsewhere, such as by `guard.wrap`, is settled there. Of other kinds, such as
        images, those that LiteLLM says to have cost something close the guard.
        """
        name, kind = _id(kwargs), kwargs.get("call_type")
        if self._guard.has_reserved(name):
            return
        if kind not in _UNSAID and kind not in _COUNTED:
            if kwargs.get("response_cost"):
                self._guard.close(f"a call of {kind}, whose cost is not counted here")
            return
        with self._lock:
            held = self._held.pop(name, None)
            if name in self._counted:
                return
            self._counted[name] = None
            if len(self._counted) > _REMEMBERED:
                self._counted.popitem(last=False)
        answer = {"input": 0} if kwargs.get("cache_hit") else response_obj
        if held is not None:
            held[0].settle(answer)
        else:
            model = str(kwargs.get("model"))
            provider = kwargs.get("custom_llm_provider") or self._how.provider
            self._guard.count(self._models.get(model, model), answer, provider=provider)

    async def async_log_success_event(
        self, kwargs: Any, response_obj: Any, start_time: Any, end_time: Any
    ) -> None:
        """The same, as the proxy tells it."""
        self.log_success_event(kwargs, response_obj, start_time, end_time)

    def log_failure_event(
        self, kwargs: Any, response_obj: Any, start_time: Any, end_time: Any
    ) -> None:
        """A call failed: for nothing where the provider refused it."""
        self._fail(_id(kwargs), kwargs.get("exception"))

    async def async_log_failure_event(
        self, kwargs: Any, response_obj: Any, start_time: Any, end_time: Any
    ) -> None:
        """The same, as the proxy tells it."""
        self.log_failure_event(kwargs, response_obj, start_time, end_time)

    async def async_post_call_failure_hook(
        self, request_data: dict[str, Any], original_exception: Exception, *_: Any, **__: Any
    ) -> None:
        """The proxy gave a call up, perhaps before it was made."""
        self._fail(str(request_data.get(CALL_ID)), original_exception)

    def _fail(self, name: str, error: Any) -> None:
        with self._lock:
            held = self._held.pop(name, None)
        if held is not None:
            held[0].fail(error if isinstance(error, BaseException) else RuntimeError(str(error)))

    def _own(self, model: str) -> str:
        """The proxy's name for a model to fall back to."""
        return next((own for own, of in self._models.items() if of == model), model)


def callback(guard: Counter, how: How, models: Mapping[str, str]) -> GuardCallback:
    """The callback; where LiteLLM is imported, one that it knows as its own kind.

    LiteLLM passes over what is no CustomLogger, and hooks that a class merely inherits.
    """
    module = sys.modules.get("litellm.integrations.custom_logger")
    base = getattr(module, "CustomLogger", None)
    if base is None:
        return GuardCallback(guard, how, models)
    own = {name: value for name, value in vars(GuardCallback).items() if callable(value)}
    kind = type("LiteLLMGuard", (GuardCallback, base), own)
    return kind(guard, how, models)


def _id(kwargs: Any) -> str:
    inner = kwargs.get("litellm_params") or {}
    return str(kwargs.get(CALL_ID) or inner.get(CALL_ID))
