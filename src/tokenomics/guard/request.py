"""What the arguments of a call say of the most that it may cost, whichever library they are for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from tokenomics.guard.prompt import media_of
from tokenomics.records.errors import InputError

# Arguments that become tokens that are sent.
_PROMPT = (
    "system", "instructions", "system_instruction", "messages", "input", "contents", "prompt",
    "tools", "functions", "response_format", "text", "output_format", "output_config", "config",
)  # fmt: skip
# Arguments by which the provider adds to the prompt what only it knows.
_ELSEWHERE = (
    "previous_response_id", "conversation", "thread", "cached_content", "mcp_servers", "plugins", "search_parameters",
)  # fmt: skip
_MAXIMA = ("max_tokens", "max_completion_tokens", "max_output_tokens", "max_tokens_to_sample")
_CHOICES = ("n", "best_of", "candidate_count")
# Words for the tier that a call has without any.
PLAIN_TIERS = frozenset({"default", "standard", "standard_only"})
# Tools that the provider runs, by what their types begin with, and what a use of them is metered as;
# others only add to the prompt.
_TYPED = {
    "web_search": "web_search", "file_search": "file_search", "code_interpreter": "code_session",
    "code_execution": "code_session", "image_generation": "images", "web_fetch": None, "mcp": None,
    "x_search": "web_search", "collections_search": "file_search",
}  # fmt: skip
# Gemini's have names instead.
_NAMED = {
    "google_search": "web_search", "google_search_retrieval": "web_search", "google_maps": "maps",
    "enterprise_web_search": "web_search", "file_search": "file_search", "url_context": None,
    "code_execution": None,
}  # fmt: skip
_SNAKE = re.compile(r"([A-Z])")
# A container is opened once in a call, however often it is used.
_ONCE = "code_session"
# Models that search by themselves, once for each call.
_SEARCHING = ("-search-preview", "-search-api")
# What stands for an argument that is not given.
_OMITTED = frozenset({"NotGiven", "Omit"})


class Tool(NamedTuple):
    """A tool that the provider runs: its name, what a use is metered as, and the most uses.

    Without a `meter` its use is free; `uses` are None where there may be any number of them.
    """

    name: str
    meter: str | None
    uses: int | None


class Request(NamedTuple):
    """What a call asks for: its model, prompt, most tokens generated, answers, modalities, tier, and tools.

    `elsewhere` names an argument or a tool by which the prompt goes on where nobody here can count it.
    """

    model: str
    prompt: Mapping[str, Any]
    max_output: int | None
    choices: int
    modalities: tuple[str, ...]
    tier: str | None
    region: str | None
    variant: str | None
    tools: tuple[Tool, ...]
    elsewhere: str | None


def request_of(given: Mapping[str, Any]) -> Request:
    """What named arguments ask for. Raises InputError without a model."""
    given = {**given, **_named(given.get("extra_body"))}
    known = stated(given)
    model = known.get("model")
    if not isinstance(model, str):
        raise InputError("a guarded call needs its model by name: model='openai/gpt-5-mini'")
    own = (known, _settings(known.get("config")), _settings(known.get("generation_config")))
    tools = _run(own, model)
    adding = (
        *(name for name in _ELSEWHERE if known.get(name) is not None),
        *(t.name for t in tools),
        # A prompt that the provider keeps, by its name.
        *(("prompt",) if isinstance(known.get("prompt"), Mapping) else ()),
    )
    return Request(
        model,
        {name: known[name] for name in _PROMPT if known.get(name) is not None},
        _max_output(own, known.get("thinking")),
        max(1, *(_count(each.get(name)) or 1 for each in own for name in _CHOICES))
        * _prompts(known.get("prompt")),
        _modalities(own, known),
        _word(known, "service_tier", PLAIN_TIERS),
        _word(known, "inference_geo", frozenset({"global"})),
        _word(known, "speed", frozenset({"standard"})),
        tools,
        next(iter(adding), None),
    )


def stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments without what stands for one that is not given."""
    return {name: value for name, value in given.items() if type(value).__name__ not in _OMITTED}


def uses_of(
    tools: Sequence[Tool], most: Mapping[str, int] = MappingProxyType({})
) -> tuple[dict[str, int], Tool | None]:
    """The most uses of tools by meter, and one that may be used without end; `most` has what is known of them."""
    found: dict[str, int] = {}
    endless: Tool | None = None
    for tool in tools:
        if tool.meter is None:
            continue
        if tool.meter in most:
            found[tool.meter] = most[tool.meter]
        elif tool.uses is None:
            endless = endless or tool
        else:
            found[tool.meter] = found.get(tool.meter, 0) + tool.uses
    return found, endless


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


def _prompts(prompt: Any) -> int:
    """To how many prompts there are answers: completions take several."""
    if isinstance(prompt, Sequence) and not isinstance(prompt, str | bytes):
        return sum(isinstance(each, str | Sequence) for each in prompt) or 1
    return 1


def _modalities(own: Sequence[Mapping[str, Any]], known: Mapping[str, Any]) -> tuple[str, ...]:
    """Of what kinds the tokens are: those of the prompt's parts, and those that are asked for."""
    asked = [
        str(getattr(kind, "value", kind)).lower()
        for each in own
        for kind in each.get("modalities") or each.get("response_modalities") or ()
    ]
    return tuple(dict.fromkeys(("text", *media_of(known), *asked)))


def _run(own: Sequence[Mapping[str, Any]], model: str) -> tuple[Tool, ...]:
    """The tools that the provider runs in a call."""
    given, bare = own[0], model.rpartition("/")[2]
    found: list[Tool] = []
    if any(mark in bare for mark in _SEARCHING):
        found.append(Tool(bare, "web_search", 1))
    elif given.get("web_search_options") is not None:
        found.append(Tool("web_search_options", "web_search", None))
    for tool in (tool for each in own for tool in each.get("tools") or ()):
        of = _named(tool)
        most = _count(of.get("max_uses")) or _count(given.get("max_tool_calls"))
        for name, meter in _kinds(of):
            found.append(Tool(name, meter, 1 if meter == _ONCE else most))
    return tuple(found)


def _kinds(of: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """What an entry of a call's tools has the provider run, and the meters."""
    kind = of.get("type")
    if isinstance(kind, str):
        return [(kind, meter) for begin, meter in _TYPED.items() if kind.startswith(begin)]
    names = ((name, _SNAKE.sub(r"_\1", name).lower()) for name in of if of[name] is not None)
    return [(name, _NAMED[plain]) for name, plain in names if plain in _NAMED]


def _settings(value: Any) -> Mapping[str, Any]:
    """An argument that holds others, whose names may be written as JSON has them, `maxOutputTokens`."""
    return {_SNAKE.sub(r"_\1", name).lower(): each for name, each in _named(value).items()}


def _named(value: Any) -> Mapping[str, Any]:
    """What a mapping has, or a library's object with the same names."""
    return value if isinstance(value, Mapping) else getattr(value, "__dict__", {})


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _word(given: Mapping[str, Any], name: str, plain: frozenset[str]) -> str | None:
    value = given.get(name)
    return value if isinstance(value, str) and value not in plain else None
