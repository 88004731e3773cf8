# pyright: reportMissingImports=false, reportUntypedBaseClass=false
"""Calls of LiteLLM's library that a guard counts, as a program of its own: what was spent after each, as JSON.

LiteLLM answers them itself (`mock_response`): nothing is asked for over the network.
"""

from __future__ import annotations

import asyncio
import json
import sys
from threading import Semaphore
from typing import Any

import litellm
from litellm.integrations.custom_logger import CustomLogger

from tokenomics.guard import BudgetExceeded, Guard

TOLD = Semaphore(0)
ASKED: dict[str, Any] = {
    "model": "openai/gpt-4o-mini",
    "messages": [{"role": "user", "content": "Say hello"}],
    "mock_response": "Hello",
    "max_tokens": 20,
}


class _After(CustomLogger):
    """What LiteLLM calls behind the guard's callback, which has counted by then."""

    def log_success_event(self, *_: Any, **__: Any) -> None:
        TOLD.release()

    async def async_log_success_event(self, *_: Any, **__: Any) -> None:
        TOLD.release()


def _plain() -> None:
    litellm.completion(**ASKED)


def _stream() -> None:
    for _ in litellm.completion(**ASKED, stream=True):
        pass


async def _asked() -> None:
    await litellm.acompletion(**ASKED)
    await asyncio.to_thread(TOLD.acquire, timeout=60)
    TOLD.release()


def main() -> None:
    """A guard of 0.001 USD sees a plain call, a stream, one for asyncio, and one that is wrapped too."""
    guard = Guard("0.001 USD")
    litellm.callbacks = [guard.litellm_callback(), _After()]
    found: dict[str, str] = {}
    steps = {
        "plain": _plain, "stream": _stream, "asyncio": lambda: asyncio.run(_asked()),
        "wrapped": lambda: guard.wrap(litellm.completion)(**ASKED),
    }  # fmt: skip
    for name, step in steps.items():
        step()
        if not TOLD.acquire(timeout=60):
            sys.exit(f"{name}: LiteLLM told its callbacks nothing")
        found[name] = str(guard.spent)
    try:
        guard.wrap(litellm.completion)(**{**ASKED, "max_tokens": 100_000})
    except BudgetExceeded as error:
        found["stopped"] = str(error)
    litellm.completion(**{**ASKED, "model": "openai/unheard-of"})
    TOLD.acquire(timeout=60)
    found["closed"] = guard.state.closed
    sys.stdout.write(f"{json.dumps(found)}\n")


if __name__ == "__main__":
    main()
