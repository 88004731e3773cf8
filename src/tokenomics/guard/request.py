"""What the arguments of a call say of the most that it may cost, whichever library they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tokenomics.records.errors import InputError

# Arguments that become tokens that are sent.
_PROMPT = (
    "system", "instructions", "system_instruction", "messages", "input", "contents", "prompt",
    "tools", "functions", "response_format", "text", "output_format", "output_config", "config",
)  # fmt: skip
# Arguments by which the provider adds to the prompt what only it knows.
_ELSEWHERE = ("previous_response_id", "conversation", "cached_content")
_MAXIMA = ("max_tokens", "max_completion_tokens", "max_output_tokens", "max_tokens_to_sample")
_CHOICES = ("n", "best_of", "candidate_count")
# Words for the tier that a call has without any.
PLAIN_TIERS = frozenset({"default", "standard", "standard_only"})
# Tools that the provider runs and charges by the use, and the meters of them.
_CHARGED = {"web_search": "web_search", "file_search": "file_search"}
# What stands for an argument that is not given.
_OMITTED = frozenset({"NotGiven", "Omit"})


class Request(NamedTuple):
    """What a call asks for: its model, prompt, most tokens generated, answers, tier, and tools.

    `elsewhere` names an argument by which the prompt goes on where nobody here can count it, `endless`
    a tool that is charged by the use and may be used without end.
    """

    model: str
    prompt: Mapping[str, Any]
    max_output: int | None
    choices: int
    tier: str | None
    region: str | None
    variant: str | None
    tools: Mapping[str, int]
    elsewhere: str | None
    endless: str | None


def request_of(given: Mapping[str, Any]) -> Request:
    """What named arguments ask for. Raises InputError without a model."""
    known = {name: value for name, value in given.items() if type(value).__name__ not in _OMITTED}
    model = known.get("model")
    if not isinstance(model, str):
        raise InputError("a guarded call needs its model by name: model='openai/gpt-5-mini'")
    own = (known, _settings(known.get("config")), _settings(known.get("generation_config")))
    tools, endless = _charged(known)
    return Request(
        model,
        {name: known[name] for name in _PROMPT if known.get(name) is not None},
        _max_output(own, known.get("thinking")),
        max(1, *(_count(each.get(name)) or 1 for each in own for name in _CHOICES)),
        _word(known, "service_tier", PLAIN_TIERS),
        _word(known, "inference_geo", frozenset({"global"})),
        _word(known, "speed", frozenset({"standard"})),
        tools,
        next((name for name in _ELSEWHERE if known.get(name) is not None), None),
        endless,
    )


def mentions(given: Any, name: str) -> bool:
    """Whether a name stands anywhere in arguments, however deep."""
    if isinstance(given, Mapping):
        return name in given or any(mentions(value, name) for value in given.values())
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return any(mentions(value, name) for value in given)
    return False


def _max_output(own: Sequence[Mapping[str, Any]], thinking: Any) -> int | None:
    """The most tokens of one answer; thoughts that may take more than that come on top of it."""
    stated = [number for each in own for name in _MAXIMA if (number := _count(each.get(name)))]
    budget = _count(_settings(thinking).get("budget_tokens")) or 0
    if not stated:
        return None
    most = max(stated)
    return most if budget < most else most + budget


def _charged(given: Mapping[str, Any]) -> tuple[dict[str, int], str | None]:
    """The most uses of tools that are charged by the use, and a tool that has no most."""
    found: dict[str, int] = {}
    endless: str | None = None
    for tool in given.get("tools") or ():
        kind = str(_settings(tool).get("type") or "")
        meter = next((_CHARGED[name] for name in _CHARGED if kind.startswith(name)), None)
        if meter is not None:
            uses = _count(_settings(tool).get("max_uses")) or _count(given.get("max_tool_calls"))
            if uses is None:
                endless = kind
            else:
                found[meter] = found.get(meter, 0) + uses
    return found, endless


def _settings(value: Any) -> Mapping[str, Any]:
    """An argument that holds others: a mapping, or a library's object with the same names."""
    if isinstance(value, Mapping):
        return value
    return getattr(value, "__dict__", {})


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _word(given: Mapping[str, Any], name: str, plain: frozenset[str]) -> str | None:
    value = given.get(name)
    return value if isinstance(value, str) and value not in plain else None
