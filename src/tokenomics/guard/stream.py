"""Answers that come in pieces: what they used is known at their end."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from tokenomics.guard.reservation import Reservation
from tokenomics.guard.usage import Usage, usage_of


class Tally:
    """What the pieces of one answer say of its usage; the last word counts."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self.begun = False
        self._found: Usage | None = None
        self._message: Any = None

    def add(self, piece: Any) -> None:
        """One piece: of OpenAI's chats and responses, Anthropic's messages, Gemini's, LiteLLM's."""
        self.begun = True
        kind = _get(piece, "type")
        if kind == "message_start":
            self._message = _get(piece, "message")
        elif kind == "message_delta" and self._message is not None:
            self._found = usage_of(_as_message(self._message, _get(piece, "usage")))
        else:
            self._found = self._with_uses(usage_of(piece) or usage_of(_get(piece, "response")))

    def _with_uses(self, last: Usage | None) -> Usage | None:
        """The last word, with the uses of tools that only an earlier piece told."""
        if last is None or self._found is None or not last.tells:
            return last or self._found
        told = {name: n for name, n in self._found.meters.items() if name in last.tells}
        return last._replace(meters={**told, **last.meters})

    @property
    def usage(self) -> Usage | None:
        """What the whole answer used; None where no piece said it."""
        return self._found


class GuardedStream:
    """A provider's stream, plain or for asyncio, that settles its call at its end.

    Closed or left before that it counts all that was reserved, for what was generated is billed. One
    that is neither read to its end nor closed keeps it reserved. With `hides` the piece that has nothing
    but the usage is not passed on. All else is the stream's own.
    """

    def __init__(self, stream: Any, call: Reservation, *, hides: bool = False) -> None:
        """Begin with the first piece."""
        self._stream, self._call, self._hides = stream, call, hides
        self._tally = Tally()
        self._pieces: Any = None

    def __getattr__(self, name: str) -> Any:
        """What the stream has besides."""
        return getattr(self._stream, name)

    def __iter__(self) -> Self:
        """The pieces."""
        return self

    def __next__(self) -> Any:
        """The next piece; at the end the call is settled."""
        if self._pieces is None:
            self._pieces = iter(self._stream)
        while True:
            try:
                piece = next(self._pieces)
            except StopIteration:
                self._call.settle(self._tally.usage)
                raise
            except BaseException as error:
                self._call.fail(error, begun=self._tally.begun)
                raise
            if not self._is_hidden(piece):
                return piece

    def __aiter__(self) -> Self:
        """The pieces."""
        return self

    async def __anext__(self) -> Any:
        """The next piece; at the end the call is settled."""
        if self._pieces is None:
            self._pieces = aiter(self._stream)
        while True:
            try:
                piece = await anext(self._pieces)
            except StopAsyncIteration:
                await self._call.asettle(self._tally.usage)
                raise
            except BaseException as error:
                self._call.fail(error, begun=self._tally.begun)
                raise
            if not self._is_hidden(piece):
                return piece

    def close(self) -> Any:
        """Stop; of a stream for asyncio it is awaited, as the stream's own is."""
        self._call.settle()
        return self._stream.close()

    async def aclose(self) -> None:
        """Stop."""
        await self._call.asettle()
        await self._stream.aclose()

    def __enter__(self) -> Self:
        """The stream."""
        _entered(self._stream, "__enter__")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what was not read to its end."""
        self._call.settle()
        _left(self._stream, "__exit__", kind, error, trace)

    async def __aenter__(self) -> Self:
        """The stream."""
        if (entered := _entered(self._stream, "__aenter__")) is not None:
            await entered
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close what was not read to its end."""
        await self._call.asettle()
        if (left := _left(self._stream, "__aexit__", kind, error, trace)) is not None:
            await left

    def _is_hidden(self, piece: Any) -> bool:
        self._tally.add(piece)
        return self._hides and not _get(piece, "choices") and usage_of(piece) is not None


def is_stream(response: Any) -> bool:
    """Whether an answer comes in pieces."""
    return hasattr(type(response), "__next__") or hasattr(type(response), "__anext__")


def _as_message(message: Any, last: Any) -> dict[str, Any]:
    """Anthropic's message with the usage of its end, which goes on counting from its start."""
    usage = {**_plain(_get(message, "usage")), **_plain(last)}
    return {"id": _get(message, "id"), "model": _get(message, "model"), "usage": usage}


def _plain(of: Any) -> dict[str, Any]:
    named = of if isinstance(of, Mapping) else getattr(of, "__dict__", {})
    return {name: value for name, value in named.items() if value is not None}


def _get(of: Any, name: str) -> Any:
    return of.get(name) if isinstance(of, Mapping) else getattr(of, name, None)


def _entered(stream: Any, name: str) -> Any:
    method = getattr(stream, name, None)
    return None if method is None else method()


def _left(stream: Any, name: str, *why: Any) -> Any:
    method = getattr(stream, name, None)
    return None if method is None else method(*why)
