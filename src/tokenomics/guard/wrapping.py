"""Functions that call a model, guarded: reserved before, settled after, whatever they return."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from tokenomics.guard.request import Request, mentions, request_of, stated, uses_of
from tokenomics.guard.reservation import Reservation
from tokenomics.guard.stream import GuardedStream, is_stream
from tokenomics.records.errors import InputError

# By which LiteLLM tells its callbacks of a call.
CALL_ID = "litellm_call_id"
_USAGE = {"include_usage": True}


class Keeper(Protocol):
    """What a guard does for wrapped functions."""

    @property
    def reserve(self) -> Callable[..., Reservation]:
        """Reserve the most that a call may cost."""
        ...

    @property
    def areserve(self) -> Callable[..., Awaitable[Reservation]]:
        """The same for asyncio."""
        ...


class How(NamedTuple):
    """How the calls of a function are guarded.

    `input_tokens` is what a prompt counts that is no text; `tools` has the most uses of the provider's own
    tools, by their meters; without `caches` nothing is written to a cache unless a call mentions
    `cache_control`; `generates` says that an answer has tokens at all.
    """

    provider: str | None = None
    input_tokens: int | None = None
    tools: Mapping[str, int] = MappingProxyType({})
    caches: bool = True
    generates: bool = True
    is_async: bool = False


class _Call(NamedTuple):
    """A call about to be made: by these arguments, for which this is reserved."""

    given: dict[str, Any]
    asked: dict[str, Any]
    model: str
    hides: bool
    is_litellm: bool


def wrapped(keeper: Keeper, function: Callable[..., Any], how: How) -> Callable[..., Any]:
    """The function, guarded. It is for asyncio where the function is, or `how` says so."""
    names, is_litellm = _names(function), _is_litellm(function)
    if how.is_async or inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def waiting(*args: Any, **kwargs: Any) -> Any:
            call = _prepared(names, args, kwargs, how)._replace(is_litellm=is_litellm)
            held = await keeper.areserve(call.model, **call.asked)
            return await _awaited(lambda: function(**_changed(call, held)), held, call)

        return waiting

    @functools.wraps(function)
    def calling(*args: Any, **kwargs: Any) -> Any:
        call = _prepared(names, args, kwargs, how)._replace(is_litellm=is_litellm)
        held = keeper.reserve(call.model, **call.asked)
        try:
            response = function(**_changed(call, held))
        except BaseException as error:
            held.fail(error)
            raise
        if inspect.isawaitable(response):
            return _awaited(lambda: response, held, call)
        if is_stream(response):
            return GuardedStream(response, held, hides=call.hides)
        held.settle(response)
        return response

    return calling


def asked_of(request: Request, given: Mapping[str, Any], how: How) -> dict[str, Any]:
    """What is reserved for a request. Raises InputError where nobody can know the most it may take."""
    tools, endless = uses_of(request.tools, how.tools)
    if endless is not None:
        raise InputError(
            f"{endless.name} may be used without end in one call: give it max_uses (Anthropic), the call"
            f" max_tool_calls (OpenAI), or the guarded function tools={{{endless.meter!r}: 3}}, the most uses"
        )
    if request.elsewhere and how.input_tokens is None:
        raise InputError(
            f"{request.elsewhere} sends what nobody here can count: say input_tokens, the most that a"
            " call sends"
        )
    return {
        "messages": request.prompt,
        "input_tokens": how.input_tokens,
        "max_output": request.max_output if how.generates else 0,
        "choices": request.choices,
        "provider": how.provider,
        "tier": request.tier,
        "region": request.region,
        "variant": request.variant,
        "modalities": request.modalities,
        "writes": how.caches or mentions(given, "cache_control"),
        "tools": tools,
    }


def model_for(asked: str, held: Reservation) -> str:
    """The name to call: as it was asked for, or the model that the guard falls back to, written alike."""
    if held.model in {asked, asked.partition("/")[2]}:
        return asked
    return f"{held.provider}/{held.model}" if "/" in asked else held.model


def _prepared(
    names: Mapping[str, inspect.Parameter],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    how: How,
) -> _Call:
    if len(args) > len(names):
        raise InputError("a guarded function takes its arguments by name: model=..., messages=...")
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    # What it has by default, or by `functools.partial`, is called too.
    defaults = {
        name: each.default for name, each in names.items() if each.default is not each.empty
    }
    whole = stated({**defaults, **given})
    hides = bool(
        whole.get("stream")
        and "messages" in whole
        and "stream_options" in names
        and whole.get("stream_options") is None
    )
    request = request_of(whole)
    return _Call(
        {**given, "stream_options": _USAGE} if hides else given,
        asked_of(request, whole, how),
        request.model,
        hides,
        is_litellm=False,
    )


def _changed(call: _Call, held: Reservation) -> dict[str, Any]:
    """The arguments with the model that may be called; LiteLLM is told whose call it is.

    So the guard's own callback passes over it.
    """
    model = model_for(call.model, held)
    named = {CALL_ID: held.id} if call.is_litellm and CALL_ID not in call.given else {}
    return {**call.given, **named, "model": model} if named or model != call.model else call.given


async def _awaited(response: Callable[[], Awaitable[Any]], held: Reservation, call: _Call) -> Any:
    try:
        answer = await response()
    except BaseException as error:
        held.fail(error)
        raise
    if is_stream(answer):
        return GuardedStream(answer, held, hides=call.hides)
    await held.asettle(answer)
    return answer


def _is_litellm(function: Callable[..., Any]) -> bool:
    return str(getattr(function, "__module__", "")).partition(".")[0] == "litellm"


def _names(function: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    """The parameters of a function that have names; none where it does not tell them."""
    try:
        found = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return {name: each for name, each in found.items() if each.kind in kinds}
