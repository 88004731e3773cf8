"""Clients of OpenAI and Anthropic whose calls are guarded; all else of them is their own.

Nothing of their libraries is imported: what is known of them is how their calls are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from tokenomics.guard.wrapping import How, Keeper, wrapped
from tokenomics.records.errors import InputError

# Calls that are billed by their path, and whether they generate.
_OPENAI: Mapping[str, bool] = {
    "chat.completions.create": True,
    "chat.completions.parse": True,
    "responses.create": True,
    "responses.parse": True,
    "completions.create": True,
    "embeddings.create": False,
    "beta.chat.completions.create": True,
    "beta.chat.completions.parse": True,
    "beta.responses.create": True,
}
_ANTHROPIC: Mapping[str, bool] = {
    "messages.create": True,
    "messages.parse": True,
    "beta.messages.create": True,
    "beta.messages.parse": True,
}
# Other ways to the same calls, which nobody could settle.
_BEHIND = (
    "stream", "with_raw_response", "with_streaming_response", "connect", "compact", "tool_runner", "thread",
)  # fmt: skip
_COPIES = ("with_options", "copy")
# Whose prices hold, by a client's class, else by its address.
_CLASSES = {
    "Azure": "azure", "AnthropicBedrock": "aws-bedrock", "AnthropicVertex": "google-vertex",
}  # fmt: skip
_HOSTS = {"api.openai.com": "openai", "api.anthropic.com": "anthropic"}


class _Rules(NamedTuple):
    keeper: Keeper
    how: How
    calls: Mapping[str, bool]


class GuardedClient:
    """A client, or a part of one, whose calls are guarded."""

    def __init__(self, inner: Any, rules: _Rules, path: str = "") -> None:
        """Nothing is looked up before it is asked for."""
        self._inner, self._rules, self._path = inner, rules, path

    def __getattr__(self, name: str) -> Any:
        """A guarded call, a part that has one, or what the client has.

        Raises InputError for other ways to the same calls.
        """
        found = getattr(self._inner, name)
        rules, path = self._rules, f"{self._path}{name}"
        if path in rules.calls:
            return wrapped(rules.keeper, found, rules.how._replace(generates=rules.calls[path]))
        if name in _COPIES and not self._path:
            return lambda *args, **kwargs: GuardedClient(found(*args, **kwargs), rules)
        if name in _BEHIND and any(each.startswith(self._path) for each in rules.calls):
            raise InputError(f"{path} is not guarded: use create, with stream=True for a stream")
        if any(each.startswith(f"{path}.") for each in rules.calls):
            return GuardedClient(found, rules, f"{path}.")
        return found

    def __enter__(self) -> Self:
        """The client, open."""
        self._inner.__enter__()
        return self

    def __exit__(self, *why: object) -> None:
        """The client, closed."""
        self._inner.__exit__(*why)

    async def __aenter__(self) -> Self:
        """The client, open."""
        await self._inner.__aenter__()
        return self

    async def __aexit__(self, *why: object) -> None:
        """The client, closed."""
        await self._inner.__aexit__(*why)


def openai(keeper: Keeper, client: Any, how: How) -> GuardedClient:
    """A client of OpenAI, or of whoever speaks like it."""
    return GuardedClient(client, _Rules(keeper, _of(client, how), _OPENAI))


def anthropic(keeper: Keeper, client: Any, how: How) -> GuardedClient:
    """A client of Anthropic: what is cached is marked in its calls."""
    how = _of(client, how)._replace(caches=False)
    return GuardedClient(client, _Rules(keeper, how, _ANTHROPIC))


def _of(client: Any, how: How) -> How:
    """How a client's calls are guarded: by its provider's prices, and waited for where it is for asyncio."""
    return how._replace(
        provider=how.provider or _provider(client), is_async=hasattr(type(client), "__aenter__")
    )


def _provider(client: Any) -> str | None:
    name = type(client).__name__
    known = next((of for begin, of in _CLASSES.items() if begin in name), None)
    host = getattr(getattr(client, "base_url", None), "host", None)
    return known or (_HOSTS.get(host) if isinstance(host, str) else None)
