"""What a response says that its call used, whichever provider's it is.

Responses are objects of a provider's library, or the same as mappings; nothing is imported for it. What
providers state inclusively is taken apart: meters do not overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from math import ceil
from typing import Any, NamedTuple

from tokenomics.guard.units import whole
from tokenomics.records.grounding import searches_billed
from tokenomics.records.meters import BY_NAME

# What an item of OpenAI's output does where it is a search, or says nothing of it.
_SEARCHING = frozenset({None, "search"})
# Tools whose uses a response lists; of others it says nothing.
_OUTPUT_LISTS = frozenset({"web_search", "file_search"})
_SEARCHES = frozenset({"web_search"})
_NOTHING: frozenset[str] = frozenset()
# The value of a field of a response or of a part of it, by the field's name; None where it has none.
_Fields = Callable[[str], Any]
_NO_FIELDS: _Fields = {}.get
_NUMBERS = (int, float, Decimal)


class Usage(NamedTuple):
    """Meters that a call used, the model that served it, the response's id, and the tier as served.

    `tells` are the meters of tools that would be among them if they were used; None: all.
    """

    meters: Mapping[str, int]
    model: str | None = None
    response_id: str | None = None
    tier: str | None = None
    tells: frozenset[str] | None = None


def usage_of(response: Any) -> Usage | None:
    """What a response of OpenAI, Anthropic, Gemini or LiteLLM states; None where it states nothing.

    One with a count that is no number states nothing. A mapping of meters (`{"input": 1200, "output": 80}`)
    is usage itself. Raises InputError where one of them is no number, or less than nothing.
    """
    if isinstance(response, Usage):
        return response
    if _is_mapping(type(response)) and response and response.keys() <= BY_NAME.keys():
        return Usage({name: whole(name, number) for name, number in response.items()})
    try:
        return _stated(_fields(response))
    except Exception:  # noqa: BLE001 - a response is somebody else's code: whatever it raises, it states nothing
        return None


def _stated(of: _Fields) -> Usage | None:
    stated = of("usage")
    if stated is None:
        return _gemini(of)
    used = _fields(stated)
    if isinstance(used("prompt_tokens"), _NUMBERS):
        meters = _chat(used)
        tells = _SEARCHES if "web_search" in meters else _NOTHING
    elif used("input_tokens_details") is not None:
        meters, tells = _responses(used, of), _OUTPUT_LISTS
    elif isinstance(used("input_tokens"), _NUMBERS):
        meters, tells = _anthropic(used), _SEARCHES
    else:
        return None
    tier = used("service_tier") or of("service_tier")
    return _whole(meters, of("model"), of("id"), tier, tells)


def _whole(
    meters: Mapping[str, int], model: Any, name: Any, tier: Any, tells: frozenset[str]
) -> Usage:
    return Usage(
        {meter: number for meter, number in meters.items() if number > 0},
        model if isinstance(model, str) else None,
        name if isinstance(name, str) else None,
        tier if isinstance(tier, str) and tier != "auto" else None,
        tells,
    )


def _chat(used: _Fields) -> dict[str, int]:
    """OpenAI's chat completions, and all that speak like them: prompts include what was cached.

    Most include thoughts in what was generated; where the total says more than both, the rest is thoughts
    beside it. LiteLLM adds Anthropic's own counts of what was written to a cache, and of searches.
    """
    sent, made = _fields(used("prompt_tokens_details")), _fields(used("completion_tokens_details"))
    asked, total = _number(used("prompt_tokens")), used("total_tokens")
    # Answers without tokens, as embeddings are, have a total all the same.
    made_all = used("completion_tokens")
    answered = _known(total) - asked if made_all is None else _number(made_all)
    read = _number(sent("cached_tokens")) or _number(used("prompt_cache_hit_tokens"))
    written = _number(sent("cache_write_tokens")) or _number(used("cache_creation_input_tokens"))
    heard, spoken = _number(sent("audio_tokens")), _number(made("audio_tokens"))
    apart = _number(total) - asked - answered
    thought = apart if apart > 0 else _number(made("reasoning_tokens"))
    hour = _number(_fields(sent("cache_creation_token_details"))("ephemeral_1h_input_tokens"))
    searches = sent("web_search_requests")
    if searches is None:
        searches = _fields(used("server_tool_use"))("web_search_requests")
    return {
        "input": asked - read - written - heard,
        "input_audio": heard,
        "cache_read": read,
        "cache_write": written - hour,
        "cache_write_1h": hour,
        "output": answered - spoken - (0 if apart > 0 else thought),
        "output_audio": spoken,
        "reasoning": thought,
        **({} if searches is None else {"web_search": _number(searches)}),
    }


def _responses(used: _Fields, of: _Fields) -> dict[str, int]:
    """OpenAI's responses, whose output lists what tools did; to open a found page is no search."""
    sent, made = _fields(used("input_tokens_details")), _fields(used("output_tokens_details"))
    read, written = _number(sent("cached_tokens")), _number(sent("cache_write_tokens"))
    thought = _number(made("reasoning_tokens"))
    items = [_fields(item) for item in of("output") or ()]
    kinds = [item("type") for item in items if _fields(item("action"))("type") in _SEARCHING]
    return {
        "input": _known(used("input_tokens")) - read - written,
        "cache_read": read,
        "cache_write": written,
        "output": _known(used("output_tokens")) - thought,
        "reasoning": thought,
        "web_search": kinds.count("web_search_call"),
        "file_search": kinds.count("file_search_call"),
    }


def _anthropic(used: _Fields) -> dict[str, int]:
    """Anthropic's messages: what was cached is beside the input, and the output includes thinking."""
    created = _fields(used("cache_creation"))
    short = _number(created("ephemeral_5m_input_tokens"))
    hour = _number(created("ephemeral_1h_input_tokens"))
    written = _number(used("cache_creation_input_tokens"))
    thought = _number(_fields(used("output_tokens_details"))("thinking_tokens"))
    return {
        "input": _number(used("input_tokens")),
        "cache_read": _number(used("cache_read_input_tokens")),
        "cache_write": max(written - short - hour, 0),
        "cache_write_5m": short,
        "cache_write_1h": hour,
        "output": _known(used("output_tokens")) - thought,
        "reasoning": thought,
        "web_search": _number(_fields(used("server_tool_use"))("web_search_requests")),
    }


def _gemini(of: _Fields) -> Usage | None:
    """Gemini's: prompts include what was cached, thoughts are beside the candidates."""
    stated = of("usage_metadata")
    if stated is None:
        of = _in_camel_case(of)
        stated = of("usage_metadata")
        if stated is None:
            return None
        used = _in_camel_case(_fields(stated))
    else:
        used = _fields(stated)
    prompt, cached = (
        _known(used("prompt_token_count")),
        _number(used("cached_content_token_count")),
    )
    answer = _number(used("candidates_token_count"))
    sent = _by_modality("input", used("prompt_tokens_details"))
    read = _by_modality("cache_read", used("cache_tokens_details"))
    made = _by_modality("output", used("candidates_tokens_details"))
    for name, number in read.items():
        within = name.replace("cache_read", "input")
        sent[within] = sent.get(within, 0) - number
    meters = {
        "input": prompt - cached - sum(sent.values()),
        **sent,
        "cache_read": cached - sum(read.values()),
        **read,
        "input_tool": _number(used("tool_use_prompt_token_count")),
        "output": answer - sum(made.values()),
        **made,
        "reasoning": _number(used("thoughts_token_count")),
    }
    model = of("model_version")
    if queries := _queries(of("candidates")):
        meters["web_search"] = searches_billed(str(model), queries)
    return _whole(meters, model, of("response_id"), None, _SEARCHES)


def _queries(candidates: Any) -> list[Any]:
    """What answers were grounded by."""
    found: list[Any] = []
    for each in candidates or ():
        of = _fields(each)
        grounding = of("grounding_metadata")
        listed = _fields(of("groundingMetadata") if grounding is None else grounding)
        found += listed("web_search_queries") or listed("webSearchQueries") or ()
    return found


def _by_modality(base: str, details: Any) -> dict[str, int]:
    """The counts of what is no text, by their meters."""
    found: dict[str, int] = {}
    for each in details or ():
        of = _fields(each)
        kind = of("modality")
        meter = f"{base}_{getattr(kind, 'value', kind)}".lower()
        if meter in BY_NAME:
            count = of("token_count")
            found[meter] = _number(of("tokenCount") if count is None else count)
    return found


@lru_cache(maxsize=256)
def _is_mapping(kind: type) -> bool:
    """Whether values of a type are mappings: asked of each value it would take a tenth of settling a call."""
    return issubclass(kind, Mapping)


def _fields(of: Any) -> _Fields:
    """How the fields of an object or a mapping are asked for."""
    if of is None:
        return _NO_FIELDS
    return of.get if _is_mapping(type(of)) else lambda name: getattr(of, name, None)


def _in_camel_case(of: _Fields) -> _Fields:
    """Fields asked for as Python names them, where they are named as JSON does."""
    return lambda name: of(_camel_case(name))


@cache
def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _number(value: Any) -> int:
    """A count, which may be left out. Raises ValueError for what is none."""
    if type(value) is int and value >= 0:
        return value
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, _NUMBERS) or value < 0:
        raise ValueError(value)
    return ceil(value)


def _known(*values: Any) -> int:
    """The first count that is there. Raises ValueError where none is."""
    for value in values:
        if value is not None:
            return _number(value)
    raise ValueError(values)
