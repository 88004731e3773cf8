"""Signs of a loop without an end, whatever it costs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from tokenomics.records.errors import LoopStopped

# A context is judged by its growth from here on: two calls may well differ.
_SETTLED = 3


class LoopBreaker:
    """What a loop did so far. `repeats` equal calls, `failures` in a row or a context `growth` times the
    first one's are let through, more are not; None lets all through.
    """

    def __init__(
        self,
        scope: Mapping[str, str],
        *,
        repeats: int | None = None,
        failures: int | None = None,
        growth: float | None = None,
    ) -> None:
        """Nothing was called yet."""
        self._scope, self._repeats, self._failures, self._growth = scope, repeats, failures, growth
        self._seen: Counter[bytes] = Counter()
        self._failed = 0
        self._calls = 0
        self._first = 0
        # Whether any sign is looked for.
        self.watches = any(sign is not None for sign in (repeats, failures, growth))

    def check(self, model: str, asked: Any, sent: int) -> None:
        """Raise LoopStopped where one more call would be one too many.

        `asked` is what the call asks for, `sent` its tokens.
        """
        if self._failures is not None and self._failed >= self._failures:
            raise self._stop(
                f"{self._failed} calls in a row have failed: look at what they fail with, then `reset`"
                " the guard"
            )
        if self._growth is not None and self._calls >= _SETTLED:
            self._watch_context(sent, self._growth)
        if self._repeats is not None and asked is not None:
            times = self._seen[_digest(model, asked)]
            if times >= self._repeats:
                raise self._stop(
                    f"the same call of {model} was made {times} times: its answer does not change what"
                    " is asked next"
                )

    def made(self, model: str, asked: Any, sent: int) -> None:
        """A call that was checked is made."""
        if self._repeats is not None and asked is not None:
            self._seen[_digest(model, asked)] += 1
        self._calls += 1
        self._first = self._first or sent

    def failed(self) -> None:
        """A call failed."""
        self._failed += 1

    def succeeded(self) -> None:
        """A call was answered."""
        self._failed = 0

    def reset(self) -> None:
        """Forget all that was called."""
        self._seen.clear()
        self._failed = self._calls = self._first = 0

    def _watch_context(self, sent: int, growth: float) -> None:
        if sent > growth * self._first > 0:
            raise self._stop(
                f"the context has grown from {self._first:,} to {sent:,} tokens in {self._calls} calls,"
                f" over {growth:g} times: summarise it, or start a new one"
            )

    def _stop(self, text: str) -> LoopStopped:
        where = " ".join(f"{name} {value}" for name, value in self._scope.items())
        return LoopStopped(f"{where}: {text}" if where else text, scope=self._scope)


def _digest(model: str, asked: Any) -> bytes:
    text = json.dumps([model, asked], sort_keys=True, default=repr)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
