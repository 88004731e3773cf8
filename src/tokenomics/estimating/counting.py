"""How many tokens a request sends, and how sure that is.

Texts are counted one by one by the model's rule. What OpenAI puts around messages is published for
its models up to GPT-4o in its cookbook, "How to count tokens with tiktoken": three tokens a message
beside its role and its text, one for a name, three before the answer. It is taken for all models.
Definitions of tools and of the answer's form are counted as the JSON that they are.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from tokenomics import tokens
from tokenomics.guard.prompt import MEDIA, explained

How = Literal["exact", "ratio", "bytes"]
# From the surest to the least sure.
HOWS: tuple[How, ...] = ("exact", "ratio", "bytes")

_MESSAGE, _NAME, _ANSWER = 3, 1, 3
_TURNS = ("messages", "contents", "input", "prompt")
_ABOVE = ("system", "instructions", "system_instruction")
# Arguments that are sent where they hold a schema.
_FORMS = (
    "response_format",
    "text",
    "output_format",
    "output_config",
    "generation_config",
    "config",
)
_SCHEMAS = ("schema", "json_schema", "response_schema", "response_json_schema")
# Keys of a part that are no text for the model.
_NO_TEXT = ("type", "id", "call_id", "tool_use_id", "tool_call_id", "cache_control", "signature")
_NO_ANSWER = re.compile(r".*(embed|rerank|voyage-|moderation)")


class Sent(NamedTuple):
    """What a request sends: tokens, the most that they can be, how they were counted.

    `media` counts parts that are no text (image, audio, video, document), which are in no number.
    """

    tokens: int
    most: int
    how: How
    media: Mapping[str, int]


class _Texts(NamedTuple):
    """The texts of a prompt, its parts that are no text, and tokens that are in no text.

    `around` has those of each message, `ids` is the prompt where it is written in tokens itself.
    """

    texts: list[str]
    media: Counter[str]
    around: list[int]
    ids: list[int]


def sent(prompt: Mapping[str, Any], model: str) -> Sent:
    """The tokens that a prompt sends to a model."""
    found = _Texts([], Counter(), [], [])
    for name in _TURNS:
        _turns(found, prompt.get(name), has_roles=answers(model))
    for name in _ABOVE:
        if prompt.get(name):
            _message(found, {"role": "system", "content": prompt[name]})
    for name in ("tools", "functions"):
        if prompt.get(name):
            found.texts.append(_json(prompt[name]))
    for name in _FORMS:
        found.texts.extend(_json(schema) for schema in _schemas(prompt.get(name)))
    around = sum(found.around) + (_ANSWER if found.around else 0)
    other = len(found.ids) + (around if answers(model) else 0)
    counted, most, how = _counted(found.texts, other, model)
    return Sent(counted, most + explained(prompt, model), how, dict(found.media))


def answers(model: str) -> bool:
    """Whether a model generates anything: those of embeddings and the like do not."""
    return not _NO_ANSWER.match(model.lower())


def _counted(texts: Iterable[str], around: int, model: str) -> tuple[int, int, How]:
    rule = tokens.rule_of(model)
    if not tokens.is_installed():
        size = sum(len(text.encode("utf-8", "replace")) for text in texts)
        guessed = tokens.times(-(-size // tokens.BYTES) + around, rule)
        return guessed, max(size + around, guessed), "bytes"
    counted = tokens.times(sum(_tokens(text, rule) for text in texts) + around, rule)
    return counted, tokens.at_most(counted, rule), "exact" if rule.is_exact else "ratio"


@lru_cache(maxsize=1_024)
def _tokens(text: str, rule: tokens.Rule) -> int:
    """The tokens of a text: requests of one file share theirs."""
    return tokens.encoded(text, rule)


def _turns(found: _Texts, turns: Any, *, has_roles: bool) -> None:
    """The messages of a conversation; texts alone are one message, or several things to embed."""
    is_one = isinstance(turns, str | Mapping) or (turns and all(map(_is_id, turns)))
    for turn in [turns] if is_one else turns or ():
        if isinstance(turn, Mapping):
            _message(found, turn)
        else:
            _message(found, {**({"role": "user"} if has_roles else {}), "content": turn})


def _message(found: _Texts, message: Mapping[Any, Any]) -> None:
    if "role" not in message and "type" in message:
        # A call of a tool or its result among the turns of OpenAI's responses.
        found.around.append(_MESSAGE)
        _part(found, message)
        return
    found.around.append(_MESSAGE + (_NAME if message.get("name") else 0))
    found.texts.extend(str(message[key]) for key in ("role", "name") if message.get(key))
    for key in ("content", "parts"):
        _content(found, message.get(key))
    for key in ("tool_calls", "function_call"):
        if message.get(key):
            found.texts.append(_json(message[key]))


def _content(found: _Texts, content: Any) -> None:
    if isinstance(content, str):
        found.texts.append(content)
    elif isinstance(content, Mapping):
        _part(found, content)
    elif _is_id(content):
        found.ids.append(content)
    elif isinstance(content, Iterable):
        for part in content:
            _content(found, part)


def _is_id(value: Any) -> bool:
    """Whether a value is a token itself, as OpenAI's embeddings take them."""
    return isinstance(value, int) and not isinstance(value, bool)


def _part(found: _Texts, part: Mapping[Any, Any]) -> None:
    kind = _medium(part)
    source = part.get("source")
    if kind and isinstance(source, Mapping) and source.get("type") in {"text", "content"}:
        _content(found, source.get("data") or source.get("content"))
    elif kind:
        found.media[kind] += 1
    elif isinstance(part.get("text"), str):
        found.texts.append(part["text"])
    elif "content" in part or "parts" in part:
        for key in ("name", "content", "parts"):
            _content(found, part.get(key))
    else:
        found.texts.append(_json({k: v for k, v in part.items() if k not in _NO_TEXT}))


def _medium(part: Mapping[Any, Any]) -> str | None:
    """The kind of a part that is no text; None for text."""
    said = part.get("type")
    if said is not None:
        return MEDIA.get(str(said))
    name = next((name for name in part if name in MEDIA), None)
    return None if name is None else _by_mime(part[name]) or MEDIA[name]


def _by_mime(data: Any) -> str | None:
    """The kind that Gemini's parts name."""
    if not isinstance(data, Mapping):
        return None
    mime = str(data.get("mimeType") or data.get("mime_type") or "")
    kind = mime.partition("/")[0]
    return kind if kind in {"image", "audio", "video"} else None


def _schemas(form: Any) -> Iterator[Any]:
    """The schemas that an answer must follow, wherever they stand in an argument."""
    if isinstance(form, Mapping):
        own = [form[name] for name in _SCHEMAS if isinstance(form.get(name), Mapping)]
        if own:
            yield from own
        else:
            for value in form.values():
                yield from _schemas(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
